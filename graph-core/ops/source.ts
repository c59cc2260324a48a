/** Variables: where values enter a graph. */

import { setting } from '../settings/setting.ts';
import { MAX_SEED, ownerOf } from '../tensor/random.ts';
import { formatShape, isConcrete, type Shape } from '../tensor/shape.ts';
import { type Tensor, type TensorLiteral, tensorFromLiteral } from '../tensor/tensor.ts';
import { f } from './kit/formula.ts';
import { drawWeights, INITIALIZERS } from './kit/initializers.ts';
import { faulty, type Inferred, inferred, primitive, source } from './kit/operation.ts';

/** The declared shape, or the shape of the value where none is declared; both must agree. */
function declaredShape(op: string, shape: Shape | null, value: TensorLiteral | null): Inferred {
  if (shape?.some((dim) => dim === -1)) {
    return faulty(
      'bad-shape',
      `${op}: shape ${formatShape(shape)} has a size of -1`,
      'use sizes of at least 0, or a name such as N',
    );
  }
  const parsed = isStillToCome(value, shape) ? null : tensorFromLiteral(value);
  if (parsed !== null && !('data' in parsed)) {
    return faulty(
      'bad-value',
      `${op}: ${parsed.message}`,
      'use a number or equally long lists of numbers',
    );
  }
  if (shape === null) {
    if (parsed === null) {
      return faulty(
        'missing-value',
        `${op}: neither a value nor a shape is given`,
        'type a value such as 1, or a shape such as N, 2',
      );
    }
    return inferred(parsed.shape);
  }
  if (parsed !== null && !agrees(parsed.shape, shape)) {
    return faulty(
      'value-shape',
      `${op}: the shape is ${formatShape(shape)} but the value is ${formatShape(parsed.shape)}`,
      `give numbers of shape ${formatShape(shape)}, or clear the shape`,
    );
  }
  return inferred(shape);
}

function agrees(value: readonly number[], shape: Shape): boolean {
  return (
    value.length === shape.length &&
    shape.every((dim, axis) => typeof dim === 'string' || dim === value[axis])
  );
}

/**
 * A single number beside a shape with axes is the one every variable begins with: the numbers of that shape
 * are still to come.
 */
const isStillToCome = (value: TensorLiteral | null, shape: Shape | null): value is null =>
  value === null || (typeof value === 'number' && shape !== null && shape.length > 0);

function literal(value: TensorLiteral | null, shape: Shape | null): Tensor | null {
  if (isStillToCome(value, shape)) return null;
  const parsed = tensorFromLiteral(value);
  return 'data' in parsed ? parsed : null;
}

/** A value given from outside: an example, a label, a batch. */
const input = source({
  doc: {
    title: 'Input',
    summary:
      'A value that comes from outside: a number you type, or a batch of data while training.',
    category: 'variables',
    symbol: 'x',
  },
  inputs: [],
  attrs: {
    value: setting.tensor(0, 'The value; while training, the data set replaces it.'),
    shape: setting.shape(null, 'Declared shape, such as N, 2; empty: the shape of the value.'),
  },
  infer: (_, a) => declaredShape('input', a.shape, a.value),
  initial: (_, a) => literal(a.value, a.shape),
  exports: { onnx: { op: 'graph input', since: 1 }, pytorch: { none: 'an argument of forward' } },
  samples: [
    { title: 'a number', inputs: {}, attrs: { value: -2 }, out: -2 },
    { title: 'a batch', inputs: {}, attrs: { value: [[1, 2]], shape: [1, 2] }, out: [[1, 2]] },
  ],
});

/** A value that training changes. */
const parameter = source({
  doc: {
    title: 'Parameter',
    summary: 'A value that training changes, such as a weight matrix or a bias.',
    category: 'variables',
    symbol: 'w',
  },
  inputs: [],
  attrs: {
    value: setting.tensor(0, 'The value it starts from when the initializer is value.'),
    init: setting.choice(
      INITIALIZERS,
      'How the value is drawn. Xavier (Glorot 2010): uniform ±√(6 / (fan in + fan out)), or normal with the same spread. He (2015): normal with standard deviation √(2 / fan in), or uniform with the same spread. Fans as in PyTorch: the shape is outputs, inputs.',
    ),
    shape: setting.shape(null, 'Shape, such as 8, 2; empty: the shape of the value.'),
    scale: setting.number(1, 'Factor on the drawn numbers; the number itself for constant.'),
    seed: setting.integer(0, 'Every parameter draws its own numbers; another seed draws others.', {
      min: 0,
      max: MAX_SEED,
    }),
    trainable: setting.boolean(true, 'Frozen parameters keep their value while training.'),
  },
  infer: (_, a) => {
    if (a.init === 'value') return declaredShape('parameter', a.shape, a.value);
    if (a.shape === null) {
      return faulty(
        'missing-shape',
        `parameter: the initializer ${a.init} needs a shape`,
        'give a shape such as 8, 2',
      );
    }
    if (!isConcrete(a.shape)) {
      return faulty(
        'bad-shape',
        `parameter: shape ${formatShape(a.shape)} is not made of sizes`,
        'use numbers; only inputs can have names such as N',
      );
    }
    return declaredShape('parameter', a.shape, null);
  },
  initial: (shape, { init, value, shape: declared, scale, seed }, stream) =>
    init === 'value'
      ? literal(value, declared)
      : drawWeights(shape, { init, scale, seed, owner: ownerOf(stream) }),
  isTrained: ({ trainable }) => trainable,
  exports: { onnx: { op: 'initializer', since: 1 }, pytorch: { none: 'an nn.Parameter' } },
  samples: [
    { title: 'a number', inputs: {}, attrs: { value: 3 }, out: 3 },
    {
      title: 'zeros',
      inputs: {},
      attrs: { init: 'zeros', shape: [2, 2] },
      out: [
        [0, 0],
        [0, 0],
      ],
    },
    { title: 'He weights', inputs: {}, attrs: { init: 'he', shape: [4, 2], seed: 7 } },
    {
      title: 'Xavier weights, normal',
      inputs: {},
      attrs: { init: 'xavierNormal', shape: [2, 3], seed: 7 },
    },
  ],
});

/** A value that never changes. */
const constant = source({
  doc: {
    title: 'Constant',
    summary: 'A value that never changes, such as 2 or a table.',
    category: 'variables',
    symbol: 'c',
  },
  inputs: [],
  attrs: { value: setting.tensor(1, 'The value.') },
  infer: (_, a) => declaredShape('constant', null, a.value),
  initial: (_, a) => literal(a.value, null),
  exports: { onnx: { op: 'Constant', since: 13 }, pytorch: 'torch.tensor(<value>)' },
  samples: [{ title: 'a matrix', inputs: {}, attrs: { value: [[1, 2]] }, out: [[1, 2]] }],
});

/** The same number everywhere. */
const full = primitive({
  doc: {
    title: 'Fill',
    summary: 'A tensor of a chosen shape with the same number everywhere.',
    category: 'variables',
    symbol: '1',
    backward: 'It has no inputs: no gradient flows on.',
  },
  rules: {
    value: ({ out, a }) => (out.shape.length === 0 ? a.value : f.times(a.value, f.ones(out))),
    gradient: {},
  },
  inputs: [],
  attrs: {
    value: setting.number(1, 'The number.'),
    shape: setting.shape([], 'Shape; empty for a scalar.'),
  },
  infer: (_, a) => declaredShape('full', a.shape ?? [], null),
  forward: (_, out, a) => {
    out.data.fill(a.value);
  },
  vjp: () => ({}),
  lower: { kind: 'fill' },
  exports: { onnx: { op: 'ConstantOfShape', since: 9 }, pytorch: 'torch.full(<shape>, <value>)' },
  samples: [
    { title: 'a scalar', inputs: {}, attrs: { value: 2 }, out: 2 },
    {
      title: 'no elements',
      inputs: {},
      attrs: { value: 2, shape: [0, 3] },
      out: { shape: [0, 3], data: [] },
    },
  ],
});

export const sourceOps = { input, parameter, constant, full };

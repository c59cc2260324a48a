/** Movement: the same numbers under another shape, order or place. */

import { setting } from '../settings/setting.ts';
import { broadcastInto, canBroadcastTo, copyStrided } from '../tensor/broadcast.ts';
import {
  divideDims,
  elementCount,
  formatShape,
  maybeAxis,
  multiplyDims,
  rowMajorStrides,
  type Shape,
} from '../tensor/shape.ts';
import { f, type Notation } from './kit/formula.ts';
import { composite, faulty, type Inferred, inferred, primitive } from './kit/operation.ts';
import { rows } from './kit/sample-rows.ts';
import { sameShapeRule } from './kit/shape-rules.ts';

const inputs = [{ name: 'x', help: 'The values to move.' }] as const;

const identity = primitive({
  doc: {
    title: 'Identity',
    summary: 'Gives its input back; use it to name a result, such as f.',
    backward: 'The upstream gradient goes on unchanged.',
    category: 'variables',
    symbol: 'f',
  },
  rules: {
    value: ({ inputs: { x } }) => x,
    gradient: { x: { local: () => 1 } },
  },
  inputs,
  attrs: {},
  infer: sameShapeRule,
  forward: 'alias',
  vjp: (_, { ct }) => ({ x: ct }),
  lower: { kind: 'alias' },
  exports: { onnx: { op: 'Identity', since: 16 }, pytorch: '<x>' },
  samples: [{ title: 'a vector', inputs: { x: [1, 2] }, out: [1, 2] }],
});

const reshapeNotation = { as: 'function', name: '\\operatorname{reshape}' } as const;

/** The shape an attribute asks for, with one -1 worked out from the number of elements. */
function reshapedShape([x]: readonly Shape[], a: { readonly shape: Shape | null }): Inferred {
  const wanted = a.shape ?? [];
  const unknown = wanted.indexOf(-1);
  if (wanted.lastIndexOf(-1) !== unknown) {
    return faulty(
      'bad-shape',
      `reshape: ${formatShape(wanted)} leaves two sizes open`,
      'leave at most one size -1',
    );
  }
  const total = multiplyDims(x);
  const rest = multiplyDims(wanted.filter((dim) => dim !== -1));
  if (unknown < 0) {
    if (total !== rest) {
      return faulty(
        'shape-mismatch',
        `reshape: ${formatShape(x)} has ${total} elements, ${formatShape(wanted)} has ${rest}`,
        'choose sizes with the same product, or -1 for one of them',
      );
    }
    return inferred(wanted);
  }
  const open = divideDims(
    x,
    wanted.filter((dim) => dim !== -1),
  );
  if (open === null) {
    return faulty(
      'shape-mismatch',
      `reshape: ${total} elements of ${formatShape(x)} do not divide into ${formatShape(wanted)}`,
      'choose sizes whose product divides the number of elements',
    );
  }
  return inferred(wanted.map((dim) => (dim === -1 ? open : dim)));
}

const reshape = primitive({
  doc: {
    title: 'Reshape',
    summary: 'The same elements in the same order under another shape.',
    backward: 'The gradient takes the shape of the input again.',
    category: 'shape',
    symbol: '⇄',
  },
  rules: {
    value: ({ inputs: { x }, a }) => f.apply('reshape', [x], reshapeNotation, { ...a }),
    gradient: {
      x: {
        vjp: ({ inputs: { x }, ct }) =>
          f.apply('reshape', [ct], reshapeNotation, { shape: [...x.shape] }),
      },
    },
  },
  inputs,
  attrs: { shape: setting.shape([-1], 'The new shape; one size may be -1 and is worked out.') },
  infer: reshapedShape,
  forward: 'alias',
  vjp: (g, { inputs: { x }, ct }) => ({ x: g.reshape(ct, x.shape) }),
  lower: { kind: 'alias' },
  exports: { onnx: { op: 'Reshape', since: 14 }, pytorch: 'torch.reshape(<x>, <shape>)' },
  samples: [
    { title: 'rows become one', inputs: { x: rows([1, 2], [3, 4]) }, out: [1, 2, 3, 4] },
    {
      title: 'one size worked out',
      inputs: { x: [1, 2, 3, 4, 5, 6] },
      attrs: { shape: [2, -1] },
      out: rows([1, 2, 3], [4, 5, 6]),
    },
    { title: 'to a scalar', inputs: { x: [[5]] }, attrs: { shape: [] }, out: 5 },
  ],
});

const flatten = composite({
  doc: {
    title: 'Flatten',
    summary: 'Makes one axis of all axes from a chosen one on; the batch axis usually stays.',
    backward: 'The gradient takes the shape of the input again.',
    category: 'shape',
    symbol: 'flat',
  },
  rules: {
    value: ({ inputs: { x }, out }) =>
      f.apply(
        'reshape',
        [x],
        { as: 'function', name: '\\operatorname{flatten}' },
        { shape: [...out.shape] },
      ),
    gradient: {
      x: {
        vjp: ({ inputs: { x }, ct }) =>
          f.apply('reshape', [ct], reshapeNotation, { shape: [...x.shape] }),
      },
    },
  },
  inputs,
  attrs: {
    startAxis: setting.integer(
      1,
      'The first axis that is flattened; negative ones count from the end.',
    ),
  },
  infer: ([x], a) => {
    // A scalar counts as having one axis, as in torch: it becomes a vector of one element.
    const start = maybeAxis(a.startAxis, Math.max(1, x.length));
    return start === null
      ? faulty(
          'bad-axis',
          `flatten: axis ${a.startAxis} does not exist, the input is ${formatShape(x)}`,
          'use start axis 0 to flatten everything',
        )
      : inferred([...x.slice(0, start), multiplyDims(x.slice(start))]);
  },
  expand: (g, { x }, a) => {
    const start = maybeAxis(a.startAxis, Math.max(1, x.shape.length)) ?? 0;
    return g.reshape(x, [...x.shape.slice(0, start), elementCount(x.shape.slice(start))]);
  },
  exports: { onnx: { expansion: true }, pytorch: 'torch.flatten(<x>, <startAxis>)' },
  samples: [
    {
      title: 'a batch of matrices',
      inputs: { x: rows(rows([1, 2], [3, 4]), rows([5, 6], [7, 8])) },
      out: rows([1, 2, 3, 4], [5, 6, 7, 8]),
    },
    {
      title: 'everything',
      inputs: { x: rows([1, 2], [3, 4]) },
      attrs: { startAxis: 0 },
      out: [1, 2, 3, 4],
    },
    { title: 'a scalar', inputs: { x: 5 }, attrs: { startAxis: 0 }, out: [5] },
  ],
});

const broadcastTo = primitive({
  doc: {
    title: 'Broadcast to',
    summary: 'Repeats the elements along new axes and axes of size 1.',
    backward: 'An element that was repeated gets the sum of what arrives at its copies.',
    category: 'shape',
    symbol: '⤢',
  },
  rules: {
    value: ({ inputs: { x }, out }) =>
      f.apply(
        'broadcastTo',
        [x],
        { as: 'function', name: '\\operatorname{broadcast}' },
        { shape: [...out.shape] },
      ),
    gradient: { x: { vjp: ({ ct }) => ct } },
  },
  inputs,
  attrs: { shape: setting.shape([1], 'The shape to stretch to.') },
  infer: ([x], a) => {
    const shape = a.shape ?? [];
    if (shape.includes(-1)) {
      return faulty(
        'bad-shape',
        `broadcastTo: shape ${formatShape(shape)} has a size of -1`,
        'give every size; only reshape works one out',
      );
    }
    return canBroadcastTo(x, shape)
      ? inferred(shape)
      : faulty(
          'shape-mismatch',
          `broadcastTo: ${formatShape(x)} does not stretch to ${formatShape(shape)}`,
          'only axes of size 1 and new leading axes can stretch',
        );
  },
  forward: ([x], out) => broadcastInto(out.data, x.data, x.shape, out.shape),
  vjp: (_, { ct }) => ({ x: ct }),
  lower: { kind: 'view', view: 'stretch' },
  exports: { onnx: { op: 'Expand', since: 13 }, pytorch: 'torch.broadcast_to(<x>, <shape>)' },
  samples: [
    {
      title: 'a row repeated',
      inputs: { x: [1, 2] },
      attrs: { shape: [3, 2] },
      out: rows([1, 2], [1, 2], [1, 2]),
    },
    { title: 'a scalar', inputs: { x: 7 }, attrs: { shape: [2] }, out: [7, 7] },
  ],
});

/** The permutation an attribute means (null reverses), or null when it is none. */
function maybePermutation(
  wanted: readonly number[] | null,
  rank: number,
): readonly number[] | null {
  const axes = wanted ?? Array.from({ length: rank }, (_, i) => rank - 1 - i);
  const resolved = axes.map((axis) => (axis < 0 ? axis + rank : axis));
  const complete = resolved.length === rank && new Set(resolved).size === rank;
  return complete && resolved.every((axis) => axis >= 0 && axis < rank) ? resolved : null;
}

const turned = ({ length: rank }: Shape): Notation =>
  rank <= 2 ? { as: 'transposed' } : { as: 'function', name: '\\operatorname{transpose}' };

const transpose = primitive({
  doc: {
    title: 'Transpose',
    summary: 'Exchanges axes: rows become columns.',
    backward: 'The gradient is turned back.',
    category: 'shape',
    symbol: '⊤',
  },
  rules: {
    value: ({ inputs: { x }, a }) => f.apply('transpose', [x], turned(x.shape), { ...a }),
    gradient: {
      x: {
        vjp: ({ inputs: { x }, ct, a }) => {
          const permutation = maybePermutation(a.permutation, x.shape.length) ?? [];
          const back = permutation.map((_, axis) => permutation.indexOf(axis));
          return f.apply('transpose', [ct], turned(x.shape), { permutation: back });
        },
      },
    },
  },
  inputs,
  attrs: {
    permutation: setting.integers(null, 'The old axis for each new one; empty: reverse them.'),
  },
  infer: ([x], a) => {
    const permutation = maybePermutation(a.permutation, x.length);
    return permutation === null
      ? faulty(
          'bad-axis',
          `transpose: ${JSON.stringify(a.permutation)} does not order the ${x.length} axes of ${formatShape(x)}`,
          `name each axis from 0 to ${x.length - 1} once`,
        )
      : inferred(permutation.map((axis) => x[axis]));
  },
  forward: ([x], out, a) => {
    const own = rowMajorStrides(x.shape);
    const permutation = maybePermutation(a.permutation, x.shape.length) ?? [];
    copyStrided(
      out.data,
      x.data,
      out.shape,
      permutation.map((axis) => own[axis]),
    );
  },
  vjp: (g, { inputs: { x }, ct, a }) => {
    const permutation = maybePermutation(a.permutation, x.shape.length) ?? [];
    return {
      x: g.transpose(
        ct,
        permutation.map((_, axis) => permutation.indexOf(axis)),
      ),
    };
  },
  lower: { kind: 'view', view: 'permute' },
  exports: {
    onnx: { op: 'Transpose', since: 13 },
    pytorch: (a) =>
      a.permutation === null
        ? 'torch.permute(<x>, tuple(reversed(range(<x>.dim()))))'
        : 'torch.permute(<x>, <permutation>)',
  },
  samples: [
    {
      title: 'a matrix',
      inputs: { x: rows([1, 2, 3], [4, 5, 6]) },
      out: rows([1, 4], [2, 5], [3, 6]),
    },
    {
      title: 'three axes turned',
      inputs: { x: [rows([1, 2], [3, 4])] },
      attrs: { permutation: [2, 0, 1] },
    },
    { title: 'a scalar', inputs: { x: 1 }, out: 1 },
  ],
});

const stopGradient = primitive({
  doc: {
    title: 'Stop gradient',
    summary: 'Gives its input back; what is behind it counts as constant.',
    backward: 'The gradient is stopped here on purpose.',
    category: 'functions',
    symbol: 'stop',
  },
  rules: {
    value: ({ inputs: { x } }) =>
      f.apply('stopGradient', [x], { as: 'function', name: '\\operatorname{stop}' }),
    gradient: { x: { zero: 'it is stopped here on purpose' } },
  },
  inputs,
  attrs: {},
  infer: sameShapeRule,
  forward: 'alias',
  vjp: () => ({ x: 'zero' }),
  lower: { kind: 'alias' },
  exports: { onnx: { op: 'Identity', since: 16 }, pytorch: '<x>.detach()' },
  samples: [
    {
      title: 'a vector',
      inputs: { x: [1, 2] },
      out: [1, 2],
      gradients: { x: [0, 0] },
      notSmooth: 'the gradient is stopped on purpose',
    },
  ],
});

export const movementOps = { identity, reshape, flatten, broadcastTo, transpose, stopGradient };

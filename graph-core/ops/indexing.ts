/** Picking by index. An index is a whole number held as a number; a wrong one is a fault and gives NaN. */

import { setting } from '../settings/setting.ts';
import { elementCount, formatShape, maybeAxis, type Shape } from '../tensor/shape.ts';
import { f } from './kit/formula.ts';
import { type IndexFault, indexFault, indexTemplate } from './kit/index-rules.ts';
import { faulty, type Inferred, inferred, primitive } from './kit/operation.ts';
import { rows } from './kit/sample-rows.ts';
import { assertAxis, resolveAxis } from './kit/shape-rules.ts';

const axisHelp = 'The axis that is picked from; negative ones count from the end.';

const scatterNotation = { as: 'function', name: '\\operatorname{scatter\\text{-}add}' } as const;

const gather = primitive({
  doc: {
    title: 'Gather',
    summary: 'Picks elements of one axis by index.',
    backward: 'Each element gets the gradients of all places it was picked for.',
    category: 'shape',
    symbol: 'x[i]',
  },
  rules: {
    value: ({ inputs: { x, indices }, a }) =>
      f.apply('gather', [x, indices], { as: 'picked' }, { axis: a.axis }),
    gradient: {
      x: {
        vjp: ({ inputs: { x, indices }, ct, a }) => {
          const axis = maybeAxis(a.axis, x.shape.length) ?? 0;
          return f.apply('scatterAdd', [ct, indices], scatterNotation, {
            axis,
            size: x.shape[axis],
          });
        },
      },
    },
  },
  inputs: [
    { name: 'x', help: 'The values to pick from.' },
    { name: 'indices', help: 'Whole numbers; negative ones count from the end.', role: 'index' },
  ],
  attrs: { axis: setting.integer(0, axisHelp) },
  infer: ([x, indices], a) => {
    const found = resolveAxis('gather', a.axis, x.length);
    if ('fault' in found) return found.fault;
    const { axis } = found;
    return inferred([...x.slice(0, axis), ...indices, ...x.slice(axis + 1)]);
  },
  forward: ([x, indices], out, a) => {
    const axis = assertAxis(a.axis, x.shape.length);
    const size = x.shape[axis];
    const outer = elementCount(x.shape.slice(0, axis));
    const inner = elementCount(x.shape.slice(axis + 1));
    let fault: IndexFault = null;
    let at = 0;
    for (let o = 0; o < outer; o++) {
      for (let k = 0; k < indices.data.length; k++) {
        const index = indices.data[k];
        const place = index < 0 ? index + size : index;
        if (Number.isInteger(place) && place >= 0 && place < size) {
          const from = (o * size + place) * inner;
          for (let i = 0; i < inner; i++) out.data[at++] = x.data[from + i];
        } else {
          const range = size === 0 ? '0 elements' : `${size} elements (${-size} to ${size - 1})`;
          fault ??= indexFault('gather', index, k, range);
          for (let i = 0; i < inner; i++) out.data[at++] = Number.NaN;
        }
      }
    }
    return fault ?? undefined;
  },
  vjp: (g, { inputs: { x, indices }, ct, a }) => {
    const axis = assertAxis(a.axis, x.shape.length);
    return {
      x: g.emit('scatterAdd', [ct, indices], { axis, size: x.shape[axis] }),
      indices: 'zero',
    };
  },
  lower: { kind: 'kernel', name: 'gather' },
  exports: {
    onnx: { op: 'Gather', since: 13 },
    pytorch: (a) => indexTemplate(a.axis, '<indices>.long()'),
  },
  samples: [
    {
      title: 'one of them twice',
      inputs: { x: [10, 20, 30], indices: [2, 0, 2] },
      out: [30, 10, 30],
      gradients: { x: [1, 0, 2] },
    },
    {
      title: 'rows of a table',
      inputs: { x: rows([1, 2], [3, 4]), indices: [1, 1, 0] },
      out: rows([3, 4], [3, 4], [1, 2]),
    },
    {
      title: 'columns, from the end',
      inputs: { x: rows([1, 2, 3], [4, 5, 6]), indices: rows([-1, 0], [1, 1]) },
      attrs: { axis: -1 },
      out: rows(rows([3, 1], [2, 2]), rows([6, 4], [5, 5])),
    },
    {
      title: 'one index drops the axis',
      inputs: { x: rows([1, 2], [3, 4]), indices: 1 },
      out: [3, 4],
    },
    {
      title: 'no index',
      inputs: { x: [1], indices: { shape: [0], data: [] } },
      gradients: { x: [0] },
    },
  ],
});

/** [lead…, indices…, tail…] → [lead…, size, tail…]: what gather takes apart. */
function scatterShape(
  [x, indices]: readonly Shape[],
  a: { readonly axis: number; readonly size: number },
): Inferred {
  const rank = x.length - indices.length + 1;
  if (rank < 1) {
    return faulty(
      'rank',
      `scatterAdd: x is ${formatShape(x)}, it needs the axes of indices, ${formatShape(indices)}`,
      'give x one value for each index',
      'x',
    );
  }
  const found = resolveAxis('scatterAdd', a.axis, rank);
  if ('fault' in found) return found.fault;
  const { axis } = found;
  if (!indices.every((dim, k) => dim === x[axis + k])) {
    return faulty(
      'shape-mismatch',
      `scatterAdd: x is ${formatShape(x)}, at axis ${axis} it needs the sizes of indices, ${formatShape(indices)}`,
      'give x one value for each index',
      'indices',
    );
  }
  return inferred([...x.slice(0, axis), a.size, ...x.slice(axis + indices.length)]);
}

const scatterAdd = primitive({
  doc: {
    title: 'Scatter add',
    summary: 'Adds each value into the place its index names, starting from zeros.',
    backward: 'Each value gets the gradient of the place it was added into.',
    category: 'shape',
    symbol: '+[i]',
  },
  rules: {
    value: ({ inputs: { x, indices }, a }) =>
      f.apply('scatterAdd', [x, indices], scatterNotation, { ...a }),
    gradient: {
      x: {
        vjp: ({ inputs: { indices }, out, ct, a }) =>
          f.apply(
            'gather',
            [ct, indices],
            { as: 'picked' },
            { axis: maybeAxis(a.axis, out.shape.length) ?? 0 },
          ),
      },
    },
  },
  inputs: [
    { name: 'x', help: 'The values to add, one for each index.' },
    { name: 'indices', help: 'Whole numbers; negative ones count from the end.', role: 'index' },
  ],
  attrs: {
    axis: setting.integer(0, 'The axis of the result that the indices name.'),
    size: setting.integer(1, 'The size of that axis.', { min: 0 }),
  },
  infer: scatterShape,
  forward: ([x, indices], out, a) => {
    const axis = assertAxis(a.axis, out.shape.length);
    const { size } = a;
    const outer = elementCount(out.shape.slice(0, axis));
    const inner = elementCount(out.shape.slice(axis + 1));
    let fault: IndexFault = null;
    let from = 0;
    out.data.fill(0);
    for (let o = 0; o < outer; o++) {
      for (let k = 0; k < indices.data.length; k++) {
        const index = indices.data[k];
        const place = index < 0 ? index + size : index;
        if (Number.isInteger(place) && place >= 0 && place < size) {
          const at = (o * size + place) * inner;
          for (let i = 0; i < inner; i++) out.data[at + i] += x.data[from++];
        } else {
          const range = size === 0 ? '0 elements' : `${size} elements (${-size} to ${size - 1})`;
          fault ??= indexFault('scatterAdd', index, k, range);
          from += inner;
        }
      }
    }
    // A value that has no place would be lost without a trace.
    if (fault !== null) out.data.fill(Number.NaN);
    return fault ?? undefined;
  },
  vjp: (g, { inputs: { indices }, out, ct, a }) => {
    const axis = assertAxis(a.axis, out.shape.length);
    return { x: g.emit('gather', [ct, indices], { axis }), indices: 'zero' };
  },
  lower: { kind: 'kernel', name: 'scatterAdd' },
  exports: {
    onnx: { none: 'ScatterElements (reduction add) needs indices in the shape of the values' },
    pytorch: (a) => {
      const axis = a.axis >= 0 ? `${a.axis}` : `(<x>.dim() - <indices>.dim() + 1 - ${-a.axis})`;
      const lead = `<x>.shape[:${axis}]`;
      const tail = `<x>.shape[${axis} + <indices>.dim():]`;
      const values = `<x>.reshape(${lead} + (<indices>.numel(),) + ${tail})`;
      const start = `<x>.new_zeros(${lead} + (<size>,) + ${tail})`;
      return `${start}.index_add(${axis}, <indices>.reshape(-1).long() % <size>, ${values})`;
    },
  },
  samples: [
    {
      title: 'two into one place',
      inputs: { x: [1, 2, 3], indices: [2, 0, 2] },
      attrs: { size: 4 },
      out: [2, 0, 4, 0],
      gradients: { x: [1, 1, 1] },
    },
    {
      title: 'columns, from the end',
      inputs: { x: rows([1, 2], [3, 4]), indices: [-1, 0] },
      attrs: { axis: -1, size: 3 },
      out: rows([2, 0, 1], [4, 0, 3]),
    },
    {
      title: 'a row for one index',
      inputs: { x: [1, 2], indices: 1 },
      attrs: { size: 2 },
      out: rows([0, 0], [1, 2]),
    },
  ],
});

const oneHot = primitive({
  doc: {
    title: 'One-hot',
    summary: 'A row of zeros with a 1 at the index: a class label as probabilities.',
    backward: 'An index only chooses: no gradient flows.',
    category: 'shape',
    symbol: '1-hot',
  },
  rules: {
    value: ({ inputs: { x }, a }) => f.oneHot(x, a.classes),
    gradient: {},
  },
  inputs: [{ name: 'x', help: 'Class indices, whole numbers from 0.', role: 'index' }],
  attrs: { classes: setting.integer(2, 'How many classes there are.', { min: 0 }) },
  infer: ([x], a) => inferred([...x, a.classes]),
  forward: ([x], out, a) => {
    const { classes } = a;
    let fault: IndexFault = null;
    out.data.fill(0);
    for (let i = 0; i < x.data.length; i++) {
      const index = x.data[i];
      if (Number.isInteger(index) && index >= 0 && index < classes) {
        out.data[i * classes + index] = 1;
      } else {
        const range = classes === 0 ? '0 classes' : `${classes} classes (0 to ${classes - 1})`;
        fault ??= indexFault('oneHot', index, i, range);
        out.data.fill(Number.NaN, i * classes, (i + 1) * classes);
      }
    }
    return fault ?? undefined;
  },
  vjp: () => ({ x: 'zero' }),
  lower: { kind: 'kernel', name: 'oneHot' },
  exports: {
    onnx: { op: 'OneHot', since: 11 },
    pytorch: 'torch.nn.functional.one_hot(<x>.long(), <classes>).to(<x>.dtype)',
  },
  samples: [
    { title: 'one label', inputs: { x: 1 }, attrs: { classes: 3 }, out: [0, 1, 0] },
    { title: 'two labels', inputs: { x: [1, 0] }, out: rows([0, 1], [1, 0]) },
    {
      title: 'no labels',
      inputs: { x: { shape: [0], data: [] } },
      out: { shape: [0, 2], data: [] },
    },
  ],
});

export const indexingOps = { gather, scatterAdd, oneHot };

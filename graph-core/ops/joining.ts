/** Joining and cutting along one axis. Slice and pad are each other's gradient. */

import { setting } from '../settings/setting.ts';
import { copyStrided } from '../tensor/broadcast.ts';
import {
  addDims,
  type Dim,
  elementCount,
  formatShape,
  maybeAxis,
  multiplyDims,
  rowMajorStrides,
  type Shape,
} from '../tensor/shape.ts';
import { sizeAsName } from '../tensor/symbolic-size.ts';
import { type Formula, type FormulaSymbol, f, type RuleSymbols } from './kit/formula.ts';
import { indexTemplate } from './kit/index-rules.ts';
import { faulty, type Inferred, inferred, primitive } from './kit/operation.ts';
import { rows } from './kit/sample-rows.ts';
import { assertAxis, resolveAxis } from './kit/shape-rules.ts';

/** How many values one concat can join; each is a port. */
const MAX_PARTS = 16;

const partName = (index: number): string => `x${index + 1}`;

function concatShape(shapes: readonly Shape[], { axis }: { readonly axis: number }): Inferred {
  const [first] = shapes;
  const found = resolveAxis('concat', axis, first.length);
  if ('fault' in found) return found.fault;
  const at = found.axis;
  for (let i = 1; i < shapes.length; i++) {
    const fits =
      shapes[i].length === first.length &&
      shapes[i].every((dim, k) => k === at || dim === first[k]);
    if (!fits) {
      return faulty(
        'shape-mismatch',
        `concat: x1 is ${formatShape(first)}, ${partName(i)} is ${formatShape(shapes[i])}; only axis ${at} may differ`,
        'make all other sizes equal',
        partName(i),
      );
    }
  }
  return inferred(first.map((dim, k) => (k === at ? addDims(shapes.map((s) => s[at])) : dim)));
}

/** The upstream gradient of part `index`. */
const partOfUpstream =
  (index: number) =>
  ({ inputs, ct, a }: RuleSymbols<{ readonly axis: number; readonly count: number }>): Formula => {
    const axis = maybeAxis(a.axis, ct.shape.length) ?? 0;
    const size = (part: number): Dim => inputs[partName(part)].shape[axis];
    const before = addDims(Array.from({ length: index }, (_, part) => size(part)));
    const end = addDims([before, size(index)]);
    const notation = { as: 'subscript', below: `\\text{part }${index + 1}` } as const;
    return f.apply('slice', [ct], notation, { axis, start: before, end });
  };

const concat = primitive({
  doc: {
    title: 'Concatenate',
    summary: 'Joins values along an axis.',
    backward: 'Each input gets its own part of the upstream gradient.',
    category: 'shape',
    symbol: '⊕',
  },
  rules: {
    value: ({ inputs, a }) =>
      f.apply(
        'concat',
        Array.from({ length: a.count }, (_, i) => inputs[partName(i)]),
        { as: 'list' },
        { ...a },
      ),
    gradient: Object.fromEntries(
      Array.from({ length: MAX_PARTS }, (_, i) => [partName(i), { vjp: partOfUpstream(i) }]),
    ),
  },
  inputs: ({ count }) =>
    Array.from({ length: count }, (_, i) => ({ name: partName(i), help: `Part ${i + 1}.` })),
  attrs: {
    axis: setting.integer(0, 'The axis to join along; negative ones count from the end.'),
    count: setting.integer(2, 'How many values are joined.', { min: 1, max: MAX_PARTS }),
  },
  infer: concatShape,
  forward: (parts, out, a) => {
    const axis = assertAxis(a.axis, out.shape.length);
    const outer = elementCount(out.shape.slice(0, axis));
    let at = 0;
    for (let o = 0; o < outer; o++) {
      for (const { data } of parts) {
        const block = data.length / outer;
        for (let i = 0, from = o * block; i < block; i++) out.data[at++] = data[from++];
      }
    }
  },
  vjp: (g, { inputs, ct, a }) => {
    const gradients: Record<string, typeof ct> = {};
    let start = 0;
    for (let i = 0; i < a.count; i++) {
      const name = partName(i);
      const axis = assertAxis(a.axis, ct.shape.length);
      const end = start + inputs[name].shape[axis];
      gradients[name] = g.emit('slice', [ct], { axis, start, end });
      start = end;
    }
    return gradients;
  },
  lower: { kind: 'kernel', name: 'concat' },
  exports: {
    onnx: { op: 'Concat', since: 13 },
    pytorch: ({ count }) =>
      `torch.cat([${Array.from({ length: count }, (_, i) => `<${partName(i)}>`).join(', ')}], <axis>)`,
  },
  samples: [
    { title: 'two vectors', inputs: { x1: [1, 2], x2: [3] }, out: [1, 2, 3] },
    {
      title: 'columns',
      inputs: { x1: [[1], [2]], x2: rows([3, 4], [5, 6]) },
      attrs: { axis: -1 },
      out: rows([1, 3, 4], [2, 5, 6]),
    },
    { title: 'one', inputs: { x1: [1] }, attrs: { count: 1 }, out: [1] },
    {
      title: 'three, one of them empty',
      inputs: { x1: [1], x2: { shape: [0], data: [] }, x3: [2] },
      attrs: { count: 3 },
      out: [1, 2],
    },
  ],
});

interface SliceAttrs {
  readonly axis: number;
  readonly start: number;
  readonly end: number | null;
  readonly step: number;
}

/** Where a slice begins and how many elements it takes of an axis of `size`, as Python counts. */
function sliceExtent(
  size: number,
  a: SliceAttrs,
): { readonly start: number; readonly count: number } {
  const clamp = (index: number): number =>
    Math.min(size, Math.max(0, index < 0 ? index + size : index));
  const start = clamp(a.start);
  const end = a.end === null ? size : clamp(a.end);
  return { start, count: Math.max(0, Math.ceil((end - start) / a.step)) };
}

/** A size that depends on a name keeps a name of its own, such as `(N[1:3])`. */
function slicedDim(dim: Dim, a: SliceAttrs): Dim {
  if (typeof dim === 'number') return sliceExtent(dim, a).count;
  if (a.start === 0 && a.end === null && a.step === 1) return dim;
  return `(${sizeAsName(dim)}[${a.start}:${a.end ?? ''}${a.step === 1 ? '' : `:${a.step}`}])`;
}

/** `[:, 1:3]` */
function rangeLatex({ axis, start, end, step }: SliceAttrs, rank: number): string {
  const range = `${start}:${end ?? ''}${step === 1 ? '' : `:${step}`}`;
  const before = maybeAxis(axis, rank) ?? 0;
  return `[${':, '.repeat(before)}${range}]`;
}

const padNotation = { as: 'function', name: '\\operatorname{pad}' } as const;

/** Zeros around, and between, what a slice took. */
function padded(x: FormulaSymbol, ct: FormulaSymbol, a: SliceAttrs): Formula {
  const axis = maybeAxis(a.axis, x.shape.length) ?? 0;
  const size = x.shape[axis];
  const { start, count } = sliceExtent(typeof size === 'number' ? size : 0, a);
  if (count === 0 && typeof size === 'number') return f.times(0, f.ones(x));
  const after = typeof size === 'number' ? size - (start + (count - 1) * a.step + 1) : 0;
  return f.apply('pad', [ct], padNotation, { axis, before: start, after, interior: a.step - 1 });
}

const slice = primitive({
  doc: {
    title: 'Slice',
    summary: 'Cuts a range out of one axis.',
    backward: 'What was cut away gets a gradient of 0.',
    category: 'shape',
    symbol: '[ : ]',
  },
  rules: {
    value: ({ inputs: { x }, a }) =>
      f.apply('slice', [x], { as: 'subscript', below: rangeLatex(a, x.shape.length) }, { ...a }),
    gradient: { x: { vjp: ({ inputs: { x }, ct, a }) => padded(x, ct, a) } },
  },
  inputs: [{ name: 'x', help: 'The values to cut from.' }],
  attrs: {
    axis: setting.integer(0, 'The axis to cut; negative ones count from the end.'),
    start: setting.integer(0, 'The first index; negative ones count from the end.'),
    end: setting.optionalInteger(null, 'The index to stop before; empty: to the end.'),
    step: setting.integer(1, 'Take every so many.', { min: 1 }),
  },
  infer: ([x], a) => {
    const found = resolveAxis('slice', a.axis, x.length);
    if ('fault' in found) return found.fault;
    return inferred(x.map((dim, axis) => (axis === found.axis ? slicedDim(dim, a) : dim)));
  },
  forward: ([x], out, a) => {
    const axis = assertAxis(a.axis, x.shape.length);
    const strides = rowMajorStrides(x.shape);
    const offset = sliceExtent(x.shape[axis], a).start * strides[axis];
    strides[axis] *= a.step;
    copyStrided(out.data, x.data, out.shape, strides, offset);
  },
  vjp: (g, { inputs: { x }, ct, a }) => {
    const axis = assertAxis(a.axis, x.shape.length);
    const { start, count } = sliceExtent(x.shape[axis], a);
    if (count === 0) return { x: 'zero' };
    const after = x.shape[axis] - (start + (count - 1) * a.step + 1);
    return { x: g.emit('pad', [ct], { axis, before: start, after, interior: a.step - 1 }) };
  },
  lower: { kind: 'view', view: 'slice' },
  exports: {
    onnx: { op: 'Slice', since: 13 },
    pytorch: (a) => indexTemplate(a.axis, `${a.start}:${a.end ?? ''}:${a.step}`),
  },
  samples: [
    {
      title: 'the middle',
      inputs: { x: [1, 2, 3, 4] },
      attrs: { start: 1, end: 3 },
      out: [2, 3],
      gradients: { x: [0, 1, 1, 0] },
    },
    { title: 'from the end', inputs: { x: [1, 2, 3, 4] }, attrs: { start: -2 }, out: [3, 4] },
    {
      title: 'every other column',
      inputs: { x: rows([1, 2, 3, 4], [5, 6, 7, 8]) },
      attrs: { axis: -1, start: 1, step: 2 },
      out: rows([2, 4], [6, 8]),
      gradients: { x: rows([0, 1, 0, 1], [0, 1, 0, 1]) },
    },
    {
      title: 'a step that does not come out even',
      inputs: { x: [1, 2, 3, 4, 5, 6] },
      attrs: { step: 4 },
      out: [1, 5],
      gradients: { x: [1, 0, 0, 0, 1, 0] },
    },
    { title: 'beyond the end', inputs: { x: [1, 2] }, attrs: { start: -9, end: 9 }, out: [1, 2] },
    {
      title: 'nothing',
      inputs: { x: [1, 2] },
      attrs: { start: 2 },
      out: { shape: [0], data: [] },
      gradients: { x: [0, 0] },
    },
  ],
});

interface PadAttrs {
  readonly before: number;
  readonly after: number;
  readonly interior: number;
}

function paddedDim(dim: Dim, { before, after, interior }: PadAttrs): Dim {
  if (interior === 0) return addDims([before, dim, after]);
  if (typeof dim === 'number') return before + after + dim + Math.max(0, dim - 1) * interior;
  // Between dim elements there are dim - 1 gaps.
  return addDims([before, multiplyDims([dim, interior + 1]), -interior, after]);
}

/** What is left without the padding. */
function unpadded(
  x: FormulaSymbol,
  ct: FormulaSymbol,
  a: PadAttrs & { readonly axis: number },
): Formula {
  const axis = maybeAxis(a.axis, x.shape.length) ?? 0;
  const size = x.shape[axis];
  const step = a.interior + 1;
  const end = typeof size === 'number' ? a.before + Math.max(0, (size - 1) * step + 1) : null;
  const notation = { as: 'subscript', below: '\\text{without the padding}' } as const;
  return f.apply('slice', [ct], notation, { axis, start: a.before, end, step });
}

const pad = primitive({
  doc: {
    title: 'Pad',
    summary: 'Adds a number before, after and between the elements of one axis.',
    backward: 'The padding is left out; the rest of the gradient passes.',
    category: 'shape',
    symbol: 'pad',
  },
  rules: {
    value: ({ inputs: { x }, a }) => f.apply('pad', [x], padNotation, { ...a }),
    gradient: { x: { vjp: ({ inputs: { x }, ct, a }) => unpadded(x, ct, a) } },
  },
  inputs: [{ name: 'x', help: 'The values to pad.' }],
  attrs: {
    axis: setting.integer(0, 'The axis to pad; negative ones count from the end.'),
    before: setting.integer(0, 'How many to add before the first.', { min: 0 }),
    after: setting.integer(0, 'How many to add after the last.', { min: 0 }),
    interior: setting.integer(0, 'How many to add between neighbors.', { min: 0 }),
    value: setting.number(0, 'The number to add.'),
  },
  infer: ([x], a) => {
    const found = resolveAxis('pad', a.axis, x.length);
    if ('fault' in found) return found.fault;
    return inferred(x.map((dim, axis) => (axis === found.axis ? paddedDim(dim, a) : dim)));
  },
  forward: ([x], out, a) => {
    const axis = assertAxis(a.axis, x.shape.length);
    const outer = elementCount(x.shape.slice(0, axis));
    const inner = elementCount(x.shape.slice(axis + 1));
    const size = x.shape[axis];
    out.data.fill(a.value);
    let from = 0;
    for (let o = 0; o < outer; o++) {
      for (let k = 0; k < size; k++) {
        const at = (o * out.shape[axis] + a.before + k * (a.interior + 1)) * inner;
        for (let i = 0; i < inner; i++) out.data[at + i] = x.data[from++];
      }
    }
  },
  vjp: (g, { inputs: { x }, ct, a }) => {
    const axis = assertAxis(a.axis, x.shape.length);
    const step = a.interior + 1;
    const end = a.before + Math.max(0, (x.shape[axis] - 1) * step + 1);
    return { x: g.emit('slice', [ct], { axis, start: a.before, end, step }) };
  },
  lower: { kind: 'kernel', name: 'pad' },
  exports: {
    onnx: { op: 'Pad', since: 18 },
    pytorch: (a) => {
      // torch pads the last axis first; between elements it cannot, so each gets its own row of them.
      const last = '<x>.movedim(<axis>, -1)';
      const pads = (inner: string, before: string, after: string) =>
        `torch.nn.functional.pad(${inner}, (${before}, ${after}), value=<value>)`;
      const spread =
        a.interior === 0
          ? last
          : `${pads(`${last}.unsqueeze(-1)`, '0', '<interior>')}.flatten(-2)[..., :-<interior>]`;
      return `${pads(spread, '<before>', '<after>')}.movedim(-1, <axis>)`;
    },
  },
  samples: [
    {
      title: 'both ends',
      inputs: { x: [1, 2] },
      attrs: { before: 1, after: 2 },
      out: [0, 1, 2, 0, 0],
      gradients: { x: [1, 1] },
    },
    {
      title: 'ones between columns',
      inputs: { x: rows([1, 2], [3, 4]) },
      attrs: { axis: -1, interior: 1, value: 1 },
      out: rows([1, 1, 2], [3, 1, 4]),
    },
    {
      title: 'an empty axis',
      inputs: { x: { shape: [0], data: [] } },
      attrs: { after: 2, interior: 3 },
      out: [0, 0],
    },
  ],
});

export const joiningOps = { concat, slice, pad };

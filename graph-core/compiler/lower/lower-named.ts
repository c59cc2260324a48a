/** The loops that have names: matrix products, moves by index, joins, log-sum-exp. */
import type { Attrs } from '../../ops/kit/attributes.ts';
import type { KernelName } from '../../ops/kit/lowering.ts';
import { assertAxes, assertAxis } from '../../ops/kit/shape-rules.ts';
import { elementCount, type Size } from '../../tensor/shape.ts';
import type { Place, View } from '../ir/kernel.ts';
import { everyNth, flatView, stretched, wholeBuffer } from '../ir/place.ts';
import { ScalarCodeBuilder } from '../ir/scalar-code.ts';
import type { KernelWriter } from './kernel-writer.ts';

/** Lowers the loop called `name`; `shape` is the output's. */
export function lowerNamed(
  w: KernelWriter,
  name: KernelName,
  inputs: readonly Place[],
  shape: Size,
  attrs: Attrs,
): Place {
  if (elementCount(shape) === 0) return { kind: 'fill', value: 0, shape };
  switch (name) {
    case 'matmul':
      return matmul(w, inputs[0], inputs[1], shape);
    case 'logSumExp':
      return logSumExp(w, inputs[0], attrs.axes as readonly number[] | null, shape);
    case 'oneHot':
      return oneHot(w, inputs[0], shape);
    case 'gather':
    case 'scatterAdd':
      return moveByIndex(w, name === 'gather', inputs, shape, Number(attrs.axis));
    case 'concat':
      return concat(w, inputs, shape, assertAxis(Number(attrs.axis), shape.length));
    case 'pad':
      return pad(w, inputs[0], shape, attrs);
    default:
      return name satisfies never;
  }
}

function matmul(w: KernelWriter, first: Place, second: Place, shape: Size): Place {
  const left = first.shape.length === 1 ? w.reshaped(first, [1, first.shape[0]]) : first;
  const right = second.shape.length === 1 ? w.reshaped(second, [second.shape[0], 1]) : second;
  const [m, inner] = left.shape.slice(-2);
  const n = right.shape[right.shape.length - 1];
  if (inner === 0) return { kind: 'fill', value: 0, shape };
  const batch = shape.slice(
    0,
    shape.length - (first.shape.length > 1 ? 1 : 0) - (second.shape.length > 1 ? 1 : 0),
  );
  const a = stretched(w.materialized(left), [...batch, m, inner]) as View;
  const b = stretched(w.materialized(right), [...batch, inner, n]) as View;
  const out = wholeBuffer(w.buffer('matmul', shape)) as View;
  const full = w.reshaped(out, [...batch, m, n]) as View;
  const code = new ScalarCodeBuilder();
  const node = code.result();
  const kernel = collapsedBatch({
    shape: [...batch, m, n],
    a: [...a.access.strides],
    b: [...b.access.strides],
    out: [...full.access.strides],
  });
  w.kernels.push({
    family: 'gemm',
    shape: kernel.shape,
    inner,
    a: { ...a.access, strides: kernel.a },
    b: { ...b.access, strides: kernel.b },
    code: {
      nodes: code.nodes,
      stores: [{ access: { ...full.access, strides: kernel.out }, node }],
    },
    origin: [w.origin],
  });
  return out;
}

interface Strided {
  readonly shape: Size;
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly out: readonly number[];
}

/** Batches that share their second factor and follow one another are more rows of one product. */
function collapsedBatch({ shape, a, b, out }: Strided): Strided {
  const last = shape.length - 3;
  if (last < 0) return { shape, a, b, out };
  const drop = <T>(list: readonly T[]): T[] => list.filter((_, axis) => axis !== last);
  if (shape[last] === 1) {
    return collapsedBatch({ shape: drop(shape), a: drop(a), b: drop(b), out: drop(out) });
  }
  const m = shape[last + 1];
  const follows = (s: readonly number[]) => m === 1 || s[last] === m * s[last + 1];
  if (b[last] !== 0 || !follows(a) || !follows(out)) return { shape, a, b, out };
  const merge = (s: readonly number[]) =>
    drop(s.map((stride, axis) => (axis === last + 1 && m === 1 ? s[last] : stride)));
  const rows = drop(shape.map((size, axis) => (axis === last + 1 ? size * shape[last] : size)));
  return collapsedBatch({ shape: rows, a: merge(a), b: drop(b), out: merge(out) });
}

/** log Σ eˣ as m + log Σ exp(x - m); an infinite m is not taken off. */
function logSumExp(
  w: KernelWriter,
  x: Place,
  axesAttr: readonly number[] | null,
  shape: Size,
): Place {
  const axes = assertAxes(axesAttr, x.shape.length);
  const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const largest = w.reduce('max', x, axes, 'max', kept);
  const shift = w.map('shift', kept, [largest], (b, [m]) =>
    b.select(b.binary('equal', b.unary('abs', m), b.number(Infinity)), b.number(0), m),
  );
  const shares = w.map('exp', x.shape, [x, stretched(shift, x.shape)], (b, [v, m]) =>
    b.unary('exp', b.binary('subtract', v, m)),
  );
  const total = w.reduce('sum', shares, axes, 'add', kept);
  const result = w.map('logSumExp', kept, [shift, total], (b, [m, t]) =>
    b.binary('add', m, b.unary('log', t)),
  );
  return w.reshaped(result, shape);
}

/** 1 where the index is the class, NaN in the whole row of an index that is none. */
function oneHot(w: KernelWriter, x: Place, shape: Size): Place {
  const classes = shape[shape.length - 1];
  const column = w.reshaped(x, [...x.shape, 1]);
  const numbers = Float32Array.from({ length: classes }, (_, i) => i);
  const inputs = [column, w.constant([classes], numbers)].map((place) => stretched(place, shape));
  return w.map('oneHot', shape, inputs, (b, [index, own]) => {
    const whole = b.binary('equal', b.unary('floor', index), index);
    const low = b.binary('greaterEqual', index, b.number(0));
    const high = b.binary('less', index, b.number(classes));
    const valid = b.binary('multiply', whole, b.binary('multiply', low, high));
    return b.select(valid, b.binary('equal', index, own), b.number(Number.NaN));
  });
}

function moveByIndex(
  w: KernelWriter,
  gathers: boolean,
  [x, indices]: readonly Place[],
  shape: Size,
  axisAttr: number,
): Place {
  const table = gathers ? x.shape : shape;
  const axis = assertAxis(axisAttr, table.length);
  const outer = elementCount(table.slice(0, axis));
  const inner = elementCount(table.slice(axis + 1));
  const count = elementCount(indices.shape);
  const size = table[axis];
  if (count === 0 || size === 0) return { kind: 'fill', value: gathers ? Number.NaN : 0, shape };
  const from = w.reshaped(w.materialized(x), [outer, gathers ? size : count, inner]) as View;
  const names = w.reshaped(w.materialized(indices), [count]) as View;
  const flat = w.buffer(gathers ? 'gather' : 'scatter', [elementCount(shape)]);
  const to = flatView(flat, [outer, gathers ? count : size, inner]) as View;
  w.kernels.push({
    family: gathers ? 'gather' : 'scatter',
    outer,
    count,
    inner,
    size,
    from: from.access,
    indices: names.access,
    to: to.access,
    origin: [w.origin],
  });
  return flatView(flat, shape);
}

function concat(w: KernelWriter, parts: readonly Place[], shape: Size, axis: number): Place {
  const out = wholeBuffer(w.buffer('concat', shape)) as View;
  let start = 0;
  for (const part of parts) {
    w.copy(part, everyNth(out, part.shape, axis, start, 1));
    start += part.shape[axis];
  }
  return out;
}

function pad(w: KernelWriter, x: Place, shape: Size, attrs: Attrs): Place {
  const axis = assertAxis(Number(attrs.axis), shape.length);
  const out = wholeBuffer(w.buffer('pad', shape)) as View;
  w.copy({ kind: 'fill', value: Number(attrs.value), shape }, out);
  w.copy(x, everyNth(out, x.shape, axis, Number(attrs.before), Number(attrs.interior) + 1));
  return out;
}

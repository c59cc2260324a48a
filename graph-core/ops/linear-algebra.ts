/** Linear algebra: matrix products of all ranks, and the linear layer. */
import { broadcastShapes, broadcastStrides } from '../tensor/broadcast.ts';
import {
  elementCount,
  formatShape,
  rowMajorStrides,
  type Shape,
  type Size,
} from '../tensor/shape.ts';
import type { Emitter, Value } from './kit/emitter.ts';
import { type Formula, type FormulaSymbol, f } from './kit/formula.ts';
import { faulty, type Inferred, inferred, primitive } from './kit/operation.ts';
import { rows } from './kit/sample-rows.ts';

/** Shapes as in NumPy's matmul: vectors are promoted, leading axes broadcast. */
function matmulShape([a, b]: readonly Shape[]): Inferred {
  for (const [name, shape] of [
    ['a', a],
    ['b', b],
  ] as const) {
    if (shape.length === 0) {
      return faulty(
        'rank',
        `matmul: ${name} is a scalar, it needs at least one axis`,
        'use multiply for scalars',
        name,
      );
    }
  }
  const innerA = a[a.length - 1];
  const innerB = b.length === 1 ? b[0] : b[b.length - 2];
  if (innerA !== innerB) {
    const transposed = b.length > 1 && innerA === b[b.length - 1];
    return faulty(
      'shape-mismatch',
      `matmul: inner sizes differ, a is ${formatShape(a)}, b is ${formatShape(b)}`,
      transposed
        ? 'transpose b?'
        : `make the last size of a and the ${b.length === 1 ? 'size' : 'second last size'} of b equal`,
      'b',
    );
  }
  const batch = broadcastShapes(a.slice(0, -2), b.slice(0, -2));
  if ('axis' in batch) {
    return faulty(
      'shape-mismatch',
      `matmul: leading sizes do not broadcast, a is ${formatShape(a)}, b is ${formatShape(b)}`,
      'make the leading sizes equal, or 1',
      'b',
    );
  }
  const rows = a.length === 1 ? [] : [a[a.length - 2]];
  const columns = b.length === 1 ? [] : [b[b.length - 1]];
  return inferred([...batch.shape, ...rows, ...columns]);
}

/** Offsets of the matrices of `shape` when its leading axes are stretched to `batch`. */
function matrixOffsets(shape: Size, batch: Size): number[] {
  const lead = shape.slice(0, -2);
  const matrix = shape[shape.length - 1] * shape[shape.length - 2];
  const strides = broadcastStrides(lead, batch);
  const own = rowMajorStrides(batch);
  return Array.from({ length: elementCount(batch) }, (_, index) => {
    let offset = 0;
    for (let axis = 0; axis < batch.length; axis++) {
      offset += (Math.floor(index / own[axis]) % batch[axis]) * strides[axis];
    }
    return offset * matrix;
  });
}

/** Where the matrices of one product lie and their sizes. */
interface Product {
  readonly out: Float64Array;
  readonly a: Float64Array;
  readonly b: Float64Array;
  /** First elements of out, a and b. */
  readonly offsets: readonly [number, number, number];
  /** Rows of a, columns of a, columns of b. */
  readonly sizes: readonly [number, number, number];
}

/**
 * `out += a b` for one matrix of each. The inner loops run along rows of b and out: four terms of the sum
 * at a time, in their order, for two rows of a, so that each number is read and written as rarely as may be.
 */
function multiplyMatrix(product: Product): void {
  const { out, a, b, offsets, sizes } = product;
  const [atOut, atA, atB] = offsets;
  const [m, k, n] = sizes;
  const fours = k - (k % 4);
  const pairs = m - (m % 2);
  for (let i = 0; i < pairs; i += 2) {
    const row = atOut + i * n;
    const from = atA + i * k;
    for (let p = 0; p < fours; p += 4) {
      const f0 = a[from + p];
      const f1 = a[from + p + 1];
      const f2 = a[from + p + 2];
      const f3 = a[from + p + 3];
      const g0 = a[from + k + p];
      const g1 = a[from + k + p + 1];
      const g2 = a[from + k + p + 2];
      const g3 = a[from + k + p + 3];
      const b0 = atB + p * n;
      for (let j = 0; j < n; j++) {
        const x0 = b[b0 + j];
        const x1 = b[b0 + n + j];
        const x2 = b[b0 + 2 * n + j];
        const x3 = b[b0 + 3 * n + j];
        out[row + j] = out[row + j] + f0 * x0 + f1 * x1 + f2 * x2 + f3 * x3;
        out[row + n + j] = out[row + n + j] + g0 * x0 + g1 * x1 + g2 * x2 + g3 * x3;
      }
    }
    addTerms(product, i, fours);
    addTerms(product, i + 1, fours);
  }
  if (pairs < m) addTerms(product, pairs, 0);
}

/** The terms from `first` on of one row of the product, two at a time. */
function addTerms({ out, a, b, offsets, sizes }: Product, i: number, first: number): void {
  const [, k, n] = sizes;
  const row = offsets[0] + i * n;
  const from = offsets[1] + i * k;
  let p = first;
  for (; p + 1 < k; p += 2) {
    const f0 = a[from + p];
    const f1 = a[from + p + 1];
    const b0 = offsets[2] + p * n;
    for (let j = 0; j < n; j++) out[row + j] = out[row + j] + f0 * b[b0 + j] + f1 * b[b0 + n + j];
  }
  if (p < k) {
    const f0 = a[from + p];
    const b0 = offsets[2] + p * n;
    for (let j = 0; j < n; j++) out[row + j] += f0 * b[b0 + j];
  }
}

const swapLast = (g: Emitter, x: Value): Value => {
  const axes = x.shape.map((_, axis) => axis);
  const rank = axes.length;
  return g.transpose(x, [...axes.slice(0, -2), rank - 1, rank - 2]);
};

/** A vector as a matrix: a row on the left, a column on the right. */
const leftMatrix = (a: FormulaSymbol): Formula =>
  a.shape.length === 1 ? f.reshaped(a, [1, a.shape[0]]) : a;
const rightMatrix = (b: FormulaSymbol): Formula =>
  b.shape.length === 1 ? f.reshaped(b, [b.shape[0], 1]) : b;

/** The upstream gradient with the axes back that vectors on either side took away. */
function upstreamMatrix(a: FormulaSymbol, b: FormulaSymbol, ct: FormulaSymbol): Formula {
  const shape = [...ct.shape];
  if (b.shape.length === 1) shape.push(1);
  if (a.shape.length === 1) shape.splice(shape.length - 1, 0, 1);
  return shape.length === ct.shape.length ? ct : f.reshaped(ct, shape);
}

const batchOf = (a: FormulaSymbol, b: FormulaSymbol): Shape => {
  const lead = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, -2));
  return 'shape' in lead ? lead.shape : [];
};

function leftGradient(a: FormulaSymbol, b: FormulaSymbol, ct: FormulaSymbol): Formula {
  const turned = f.transposed(rightMatrix(b), Math.max(2, b.shape.length));
  const product = f.matmul(upstreamMatrix(a, b, ct), turned);
  return a.shape.length === 1 ? f.reshaped(product, [...batchOf(a, b), a.shape[0]]) : product;
}

function rightGradient(a: FormulaSymbol, b: FormulaSymbol, ct: FormulaSymbol): Formula {
  const turned = f.transposed(leftMatrix(a), Math.max(2, a.shape.length));
  const product = f.matmul(turned, upstreamMatrix(a, b, ct));
  return b.shape.length === 1 ? f.reshaped(product, [...batchOf(a, b), b.shape[0]]) : product;
}

const matmul = primitive({
  doc: {
    title: 'Matmul',
    summary:
      'Matrix product; leading axes are batches and broadcast, vectors count as a row (a) or a column (b).',
    backward: 'The gradient of one factor is the upstream gradient times the other, transposed.',
    category: 'linear algebra',
    symbol: '·',
  },
  rules: {
    value: ({ inputs: { a, b } }) => f.matmul(a, b),
    gradient: {
      a: { vjp: ({ inputs: { a, b }, ct }) => leftGradient(a, b, ct) },
      b: { vjp: ({ inputs: { a, b }, ct }) => rightGradient(a, b, ct) },
    },
  },
  inputs: [
    { name: 'a', help: 'Left factor, [..., m, k] or [k].' },
    { name: 'b', help: 'Right factor, [..., k, n] or [k].' },
  ],
  attrs: {},
  infer: matmulShape,
  forward: ([a, b], out) => {
    const shapeA = a.shape.length === 1 ? [1, ...a.shape] : a.shape;
    const shapeB = b.shape.length === 1 ? [...b.shape, 1] : b.shape;
    const m = shapeA[shapeA.length - 2];
    const k = shapeA[shapeA.length - 1];
    const n = shapeB[shapeB.length - 1];
    const lead = broadcastShapes(shapeA.slice(0, -2), shapeB.slice(0, -2));
    const batch = 'shape' in lead ? (lead.shape as Size) : [];
    const offsetsA = matrixOffsets(shapeA, batch);
    const offsetsB = matrixOffsets(shapeB, batch);
    out.data.fill(0);
    for (let i = 0; i < offsetsA.length; i++) {
      multiplyMatrix({
        out: out.data,
        a: a.data,
        b: b.data,
        offsets: [i * m * n, offsetsA[i], offsetsB[i]],
        sizes: [m, k, n],
      });
    }
  },
  vjp: (g, { inputs: { a, b }, ct }) => {
    const left = a.shape.length === 1 ? g.reshape(a, [1, a.shape[0]]) : a;
    const right = b.shape.length === 1 ? g.reshape(b, [b.shape[0], 1]) : b;
    const lead = ct.shape.slice(
      0,
      ct.shape.length - (a.shape.length > 1 ? 1 : 0) - (b.shape.length > 1 ? 1 : 0),
    );
    const upstream = g.reshape(ct, [
      ...lead,
      left.shape[left.shape.length - 2],
      right.shape[right.shape.length - 1],
    ]);
    const toA = g.matmul(upstream, swapLast(g, right));
    const toB = g.matmul(swapLast(g, left), upstream);
    // A promoted vector has one axis too many: [..., 1, k] broadcasts to [k] as it is, [..., k, 1] does not.
    return { a: toA, b: b.shape.length === 1 ? g.reshape(toB, toB.shape.slice(0, -1)) : toB };
  },
  lower: { kind: 'kernel', name: 'matmul' },
  exports: { onnx: { op: 'MatMul', since: 13 }, pytorch: '<a> @ <b>' },
  samples: [
    {
      title: 'two matrices',
      inputs: { a: rows([1, 2], [3, 4]), b: rows([5, 6], [7, 8]) },
      out: rows([19, 22], [43, 50]),
    },
    { title: 'odd sizes', inputs: { a: [[1, -2, 0.5]], b: rows([0.1], [0.2], [0.3]) } },
    { title: 'matrix times vector', inputs: { a: rows([1, 2], [3, 4]), b: [5, 6] }, out: [17, 39] },
    { title: 'vector times matrix', inputs: { a: [5, 6], b: rows([1, 2], [3, 4]) }, out: [23, 34] },
    { title: 'two vectors', inputs: { a: [1, 2, 3], b: [4, 5, 6] }, out: 32 },
    {
      title: 'a batch times one matrix',
      inputs: { a: [[[1, 2]], [[3, 4]]], b: rows([5, 6], [7, 8]) },
      out: [[[19, 22]], [[43, 50]]],
    },
    {
      title: 'batches broadcast both ways',
      inputs: { a: [[[[1, 2]]], [[[3, 4]]]], b: [rows([1], [2]), rows([3], [4]), rows([5], [6])] },
    },
    {
      title: 'a batch of vectors',
      inputs: { a: [1, 2], b: [rows([1, 2], [3, 4]), rows([5, 6], [7, 8])] },
    },
    {
      title: 'a batch of matrices times a vector',
      inputs: { a: [rows([1, 2], [3, 4]), rows([5, 6], [7, 8])], b: [1, 2] },
    },
    {
      title: 'an empty inner axis',
      inputs: { a: { shape: [2, 0], data: [] }, b: { shape: [0, 3], data: [] } },
      out: rows([0, 0, 0], [0, 0, 0]),
    },
  ],
});

export const linearAlgebraOps = { matmul };

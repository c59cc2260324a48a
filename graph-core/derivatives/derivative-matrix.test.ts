import { describe, expect, test } from 'vitest';
import { evaluateDocument } from '../evaluate/evaluation.ts';
import { node, wiredGraph } from '../testing/wired-graph.ts';
import { type DerivativeMatrix, hessian, jacobian } from './derivative-matrix.ts';
import { spectrum } from './spectrum.ts';

function entries(matrix: ReturnType<typeof jacobian>): DerivativeMatrix {
  if ('code' in matrix) throw new Error(matrix.message);
  return matrix;
}

/** L = (1 - x)² + 100 (y - x²)², from primitives. */
const valley = (x: number, y: number) =>
  wiredGraph(
    {
      x: node('input', { value: x }),
      y: node('input', { value: y }),
      one: node('constant', { value: 1 }),
      hundred: node('constant', { value: 100 }),
      a: node('subtract'),
      b: node('square'),
      c: node('square'),
      d: node('subtract'),
      e: node('square'),
      f: node('multiply'),
      L: node('add'),
    },
    ...['one → a.x', 'x → a.y', 'a → b.x', 'x → c.x', 'y → d.x', 'c → d.y', 'd → e.x'],
    ...['e → f.x', 'hundred → f.y', 'b → L.x', 'f → L.y'],
  );

describe('the Jacobian', () => {
  const softmax = evaluateDocument(
    wiredGraph({ s: node('input', { value: [1, 2, 0.5] }), p: node('softmax') }, 's → p.x'),
  );

  test('of softmax is diag(p) - p pᵀ', () => {
    const { data, rows, columns } = entries(jacobian(softmax, 'p', 's'));
    const p = [...(softmax.value('p')?.data ?? [])];
    expect([rows, columns]).toEqual([[3], [3]]);
    p.forEach((pi, i) => {
      p.forEach((pj, j) => {
        expect(data[3 * i + j]).toBeCloseTo((i === j ? pi : 0) - pi * pj, 14);
      });
    });
  });

  test('is the same by rows and by columns', () => {
    const evaluation = evaluateDocument(
      wiredGraph(
        {
          x: node('input', { value: [0.3, -1.2] }),
          W: node('constant', {
            value: [
              [1, 2],
              [-1, 0.5],
              [0.25, 4],
            ],
          }),
          X: node('reshape', { shape: [1, 2] }),
          h: node('linear', { useBias: false }),
          a: node('tanh'),
          s: node('sum'),
        },
        ...['x → X.x', 'X → h.x', 'W → h.weight', 'h → a.x', 'a → s.x'],
      ),
    );
    // Three rows and two columns go by columns, two by rows.
    const tall = entries(jacobian(evaluation, 'a', 'x'));
    const a = [...(evaluation.value('a')?.data ?? [])];
    const W = [...(evaluation.value('W')?.data ?? [])];
    W.forEach((w, i) => {
      const row = Math.floor(i / 2);
      expect(tall.data[i]).toBeCloseTo((1 - a[row] ** 2) * w, 13);
    });
    const wide = entries(jacobian(evaluation, 's', 'x'));
    expect(wide.data[0]).toBeCloseTo(tall.data[0] + tall.data[2] + tall.data[4], 13);
  });

  test('is 0 where a node does not depend on a variable', () => {
    const evaluation = evaluateDocument(valley(1, 2));
    expect([...entries(jacobian(evaluation, 'c', 'y')).data]).toEqual([0]);
  });
});

describe('the Hessian', () => {
  test('of the valley of Rosenbrock is the one of the books', () => {
    const [x, y] = [-1.2, 1];
    const evaluation = evaluateDocument({ ...valley(x, y), target: 'L' });
    const second = (a: string) => entries(hessian(evaluation, 'L', a)).data[0];
    expect(second('x')).toBeCloseTo(1200 * x * x - 400 * y + 2, 9);
    expect(second('y')).toBeCloseTo(200, 12);
  });

  test('of a quadratic form is the sum of its matrix and the transposed one', () => {
    const A = [
      [2, 1, 0],
      [0.5, 3, -1],
      [0, 4, 5],
    ];
    const evaluation = evaluateDocument(
      wiredGraph(
        {
          x: node('input', { value: [[0.1], [0.2], [0.3]] }),
          A: node('constant', { value: A }),
          t: node('transpose'),
          Ax: node('matmul'),
          f: node('matmul'),
        },
        ...['x → t.x', 'A → Ax.a', 'x → Ax.b', 't → f.a', 'Ax → f.b'],
      ),
    );
    const { data } = entries(hessian(evaluation, 'f', 'x'));
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 3; j++) expect(data[3 * i + j]).toBeCloseTo(A[i][j] + A[j][i], 12);
  });

  test('is of one number', () => {
    const evaluation = evaluateDocument(
      wiredGraph({ s: node('input', { value: [1, 2] }), p: node('softmax') }, 's → p.x'),
    );
    expect(hessian(evaluation, 'p', 's')).toMatchObject({ code: 'not-a-scalar', node: 'p' });
  });
});

describe('the spectrum', () => {
  test('of a symmetric matrix: eigenvalues, condition, curvature', () => {
    const found = spectrum(Float64Array.of(2, 1, 1, 2), 2);
    expect(found?.eigenvalues[0]).toBeCloseTo(3, 12);
    expect(found?.eigenvalues[1]).toBeCloseTo(1, 12);
    expect(found).toMatchObject({ curvature: 'up' });
    expect(found?.condition).toBeCloseTo(3, 12);
    expect(spectrum(Float64Array.of(1, 0, 0, -4), 2)).toMatchObject({ curvature: 'saddle' });
    expect(spectrum(Float64Array.of(1, 1, 1, 1), 2)).toMatchObject({
      curvature: 'flat',
      condition: Number.POSITIVE_INFINITY,
    });
  });

  test('is of symmetric, finite, square matrices up to 200 only', () => {
    expect(spectrum(Float64Array.of(1, 2, 3, 4), 2)).toBeNull();
    expect(spectrum(Float64Array.of(1, Number.NaN, Number.NaN, 4), 2)).toBeNull();
    expect(spectrum(new Float64Array(201 * 201), 201)).toBeNull();
  });

  test('of 200 rows adds up to the trace', () => {
    const size = 200;
    const data = Float64Array.from({ length: size * size }, (_, k) => {
      const [i, j] = [Math.floor(k / size), k % size];
      return Math.sin(1 + i * j) + Math.cos(i + j);
    });
    let trace = 0;
    for (let i = 0; i < size; i++) trace += data[i * size + i];
    const sum = spectrum(data, size)?.eigenvalues.reduce((a, b) => a + b, 0);
    expect(sum).toBeCloseTo(trace, 8);
  });
});

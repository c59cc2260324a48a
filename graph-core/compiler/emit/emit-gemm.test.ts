/** Matrix products at odd sizes: the same bits as a plain loop in f32 that adds in the order of k. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ProgramBuilder } from '../../program/program-builder.ts';
import { RandomStream } from '../../tensor/random.ts';
import { emissionFaults } from '../../testing/kernels/emitted-kernels.ts';
import { accessOf, KernelSketch } from '../../testing/kernels/kernel-sketch.ts';
import { cook, recipes, wholeNumbers } from '../../testing/kernels/random-kernels.ts';
import { compile } from '../compile.ts';
import { planTiles } from '../cost/gemm-tiles.ts';
import { ScalarCodeBuilder } from '../ir/scalar-code.ts';
import { CompiledLoop } from '../run/compiled-loop.ts';

const VARIANTS = ['nn', 'nt', 'tn', 'tt'] as const;
const SIZES = [
  [1, 1, 1],
  [1, 3, 17],
  [17, 1, 3],
  [3, 17, 1],
  [37, 37, 37],
  [64, 10, 33],
  [5, 130, 7],
  [2, 4, 300],
] as const;

function numbers(count: number, seed: number): Float32Array {
  const draw = new RandomStream(seed, 'test');
  return Float32Array.from({ length: count }, () => draw.normal());
}

/** The plain loop. `a` is [m, k] or [k, m], `b` is [k, n] or [n, k]. */
function plain(
  variant: (typeof VARIANTS)[number],
  [m, n, k]: readonly [number, number, number],
  a: Float32Array,
  b: Float32Array,
): number[] {
  const out: number[] = [];
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let p = 0; p < k; p++) {
        const x = variant[0] === 'n' ? a[i * k + p] : a[p * m + i];
        const y = variant[1] === 'n' ? b[p * n + j] : b[j * k + p];
        sum = Math.fround(sum + Math.fround(x * y));
      }
      out.push(sum);
    }
  }
  return out;
}

describe.each(VARIANTS)('%s', (variant) => {
  test.each(SIZES)('%d × %d over %d equals the plain loop to the last bit', (m, n, k) => {
    const g = new ProgramBuilder();
    const a = g.source('input', {}, variant[0] === 'n' ? [m, k] : [k, m]);
    const b = g.source('input', {}, variant[1] === 'n' ? [k, n] : [n, k]);
    const left = variant[0] === 'n' ? a : g.transpose(a);
    const right = variant[1] === 'n' ? b : g.transpose(b);
    const out = g.matmul(left, right);
    const step = compile({ program: g.finish(), sources: [a.id, b.id], outputs: [out.id] });
    const loop = CompiledLoop.create(step);
    const x = numbers(m * k, 1);
    const y = numbers(k * n, 2);
    loop.write(a.id, x);
    loop.write(b.id, y);
    loop.run(1);
    expect([...loop.read(out.id).data]).toEqual(plain(variant, [m, n, k], x, y));
  });
});

test.each([
  [1, 1],
  [64, 25],
  [64, 2],
  [1000, 25],
  [300, 1],
  [7, 3],
  [10, 2],
])('tiles for %d rows and %d vectors cover each exactly once', (m, vectors) => {
  for (const fused of [false, true]) {
    const panels = planTiles(m, vectors, fused);
    expect(panels.reduce((sum, p) => sum + p.vectors * p.count, 0)).toBe(vectors);
    for (const { tiles } of panels) {
      expect(tiles.reduce((sum, t) => sum + t.rows * t.count, 0)).toBe(m);
    }
  }
});

describe('by the definition of its kernel, a product', () => {
  const matrixSizes = fc.constantFrom(1, 2, 3, 4, 5, 7, 8, 9, 13, 17, 33);
  const depths = fc.constantFrom(1, 2, 3, 4, 5, 8, 13, 40);
  const batches = fc.array(fc.constantFrom(1, 2, 3), { maxLength: 2 });
  const seeds = fc.nat(1000);

  test('of batches multiplies each pair, with one side the same for all of them or not', () => {
    fc.assert(
      fc.property(
        ...([batches, matrixSizes, matrixSizes, depths, fc.nat(8), seeds] as const),
        (batch, m, n, inner, shared, seed) => {
          const sketch = new KernelSketch();
          const side = (name: string, [rows, columns]: readonly [number, number], bit: number) => {
            const isShared = (shared & bit) !== 0;
            const x = sketch.buffer(name, [...(isShared ? [] : batch), rows, columns], 'source');
            const [row, column] = x.strides.slice(-2);
            const strides = isShared ? batch.map(() => 0) : x.strides.slice(0, -2);
            return { x, access: { ...accessOf(x), strides: [...strides, row, column] } };
          };
          const a = side('a', [m, inner], 1);
          const b = side('b', [inner, n], 2);
          const out = sketch.buffer('out', [...batch, m, n]);
          sketch.add({
            family: 'gemm',
            ...{ shape: out.shape, inner, a: a.access, b: b.access, origin: [] },
            code: { nodes: [{ op: 'result' }], stores: [{ access: accessOf(out), node: 0 }] },
          });
          const given = new Map([a.x, b.x].map((x) => [x.id, wholeNumbers(x, seed)] as const));
          expect(emissionFaults(sketch.program([out]), given)).toEqual([]);
        },
      ),
      { seed: 1, numRuns: 150 },
    );
  });

  test('hands each sum to code that reads a row, a column and a whole matrix', () => {
    fc.assert(
      fc.property(matrixSizes, matrixSizes, depths, recipes, seeds, (m, n, inner, recipe, seed) => {
        const sketch = new KernelSketch();
        const [a, b] = [
          sketch.buffer('a', [m, inner], 'source'),
          sketch.buffer('b', [inner, n], 'source'),
        ];
        const column = sketch.buffer('column', [m], 'source');
        const [row, whole] = [
          sketch.buffer('row', [n], 'source'),
          sketch.buffer('whole', [m, n], 'source'),
        ];
        const out = sketch.buffer('out', [m, n]);
        const code = new ScalarCodeBuilder();
        const node = cook(
          code,
          [
            code.result(),
            code.load({ ...accessOf(column), strides: [column.strides[0], 0] }),
            code.load({ ...accessOf(row), strides: [0, row.strides[0]] }),
            code.load(accessOf(whole)),
          ],
          recipe,
        );
        const product = sketch.product(out, a, b);
        sketch.kernels.pop();
        const stores = [{ access: accessOf(out), node }];
        sketch.add({ ...product, code: { nodes: code.nodes, stores } });
        const given = new Map(
          [a, b, column, row, whole].map((x) => [x.id, wholeNumbers(x, seed)] as const),
        );
        expect(emissionFaults(sketch.program([out]), given)).toEqual([]);
      }),
      { seed: 1, numRuns: 150 },
    );
  });

  test.each([
    [70, 20, 900],
    [9, 300, 520],
    [130, 6, 700],
  ])('of %d × %d over %d, which is done in several visits of a tile', (m, n, inner) => {
    const sketch = new KernelSketch();
    const [a, b] = [
      sketch.buffer('a', [m, inner], 'source'),
      sketch.buffer('b', [inner, n], 'source'),
    ];
    const out = sketch.buffer('out', [m, n]);
    sketch.product(out, a, b);
    const given = new Map([a, b].map((x) => [x.id, wholeNumbers(x, 3)] as const));
    expect(emissionFaults(sketch.program([out]), given)).toEqual([]);
  });

  test('may replace the matrix that its code reads, as an update does', () => {
    const sketch = new KernelSketch();
    const [a, b] = [sketch.buffer('a', [6, 5], 'source'), sketch.buffer('b', [5, 7], 'source')];
    const weights = sketch.buffer('weights', [6, 7], 'source');
    const code = new ScalarCodeBuilder();
    const node = code.binary('subtract', code.load(accessOf(weights)), code.result());
    const product = sketch.product(weights, a, b);
    sketch.kernels.pop();
    const stores = [{ access: accessOf(weights), node }];
    sketch.add({ ...product, code: { nodes: code.nodes, stores } });
    const given = new Map([a, b, weights].map((x) => [x.id, wholeNumbers(x, 4)] as const));
    expect(emissionFaults(sketch.program([weights]), given)).toEqual([]);
  });
});

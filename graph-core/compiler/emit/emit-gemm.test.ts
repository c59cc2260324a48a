/** Matrix products at odd sizes: the same bits as a plain loop in f32 that adds in the order of k. */
import { describe, expect, test } from 'vitest';
import { ProgramBuilder } from '../../program/program-builder.ts';
import { RandomStream } from '../../tensor/random.ts';
import { compile } from '../compile.ts';
import { planTiles } from '../cost/gemm-tiles.ts';
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

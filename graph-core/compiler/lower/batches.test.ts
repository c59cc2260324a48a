import { expect, test } from 'vitest';
import type { Value } from '../../ops/kit/emitter.ts';
import { ProgramBuilder } from '../../program/program-builder.ts';
import { RandomStream } from '../../tensor/random.ts';
import { elementCount } from '../../tensor/shape.ts';
import { compile } from '../compile.ts';
import { CompiledLoop } from '../run/compiled-loop.ts';

/** A step that computes `out` from batches of x, the first of `sources`. */
function loopOf(
  g: ProgramBuilder,
  sources: readonly Value[],
  out: Value,
  size: number,
  batch: number,
  seed = 4,
): CompiledLoop {
  return CompiledLoop.create(
    compile({
      program: g.finish(),
      sources: sources.map(({ id }) => id),
      outputs: [out.id],
      batches: {
        size,
        batch,
        perEpoch: Math.floor(size / batch),
        seed,
        rows: new Map([[sources[0].id, 'x']]),
      },
    }),
  );
}

/** Three epochs of batches are those of the permutation, and `out` is their negative. */
function expectRows(
  loop: CompiledLoop,
  x: Value,
  out: Value,
  size: number,
  batch: number,
  inner: readonly number[],
  seed = 4,
): void {
  const rows = Array.from({ length: size }, (_, row) =>
    Array.from({ length: elementCount(inner) }, (_, column) => row + column / 1024),
  );
  loop.writeData('x', rows.flat());
  const every = Math.max(1, Math.floor(size / batch));
  for (let epoch = 0; epoch < 3; epoch++) {
    const order = new RandomStream(seed, 'shuffle', epoch).permutation(size);
    for (let i = 0; i < every; i++) {
      loop.run(1);
      const expected = order.slice(i * batch, (i + 1) * batch).flatMap((row) => rows[row]);
      expect([...loop.read(x.id).data]).toEqual(expected);
      expect([...loop.read(out.id).data]).toEqual(expected.map((value) => -value));
    }
  }
}

test.each([
  [10, 3, 7, 1],
  [1, 1, 7, 2],
  [90, 17, 2 ** 40 + 5, 3],
  [1000, 64, 0, 5],
  [64, 64, 123, 300],
])(
  '%d rows in batches of %d, seed %d, width %d, come in the order of RandomStream.permutation',
  (size, batch, seed, width) => {
    const g = new ProgramBuilder();
    const x = g.source('input', {}, [batch, width]);
    const out = g.negate(x);
    const loop = loopOf(g, [x], out, size, batch, seed);
    expectRows(loop, x, out, size, batch, [width], seed);
  },
);

test.each([
  [40, 7, [5, 3]],
  [40, 1, [5, 3]],
  [9, 9, [2, 3, 17]],
  [12, 5, [1, 6]],
  [12, 5, [6, 1]],
  [12, 5, [1, 1]],
])('%d rows in batches of %d of images %j come with all their numbers', (size, batch, inner) => {
  const g = new ProgramBuilder();
  const x = g.source('input', {}, [batch, ...inner]);
  const out = g.negate(x);
  const loop = loopOf(g, [x], out, size, batch);
  expectRows(loop, x, out, size, batch, inner);
});

test('a batch that lies transposed, as the product wants it, has its numbers in place', () => {
  const g = new ProgramBuilder();
  const [x, w] = [g.source('input', {}, [6, 5]), g.source('parameter', {}, [3, 5])];
  const out = g.matmul(w, g.transpose(x));
  const loop = loopOf(g, [x, w], out, 20, 6);
  loop.write(w.id, [1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1]);
  const order = new RandomStream(4, 'shuffle', 0).permutation(20);
  loop.writeData(
    'x',
    Array.from({ length: 100 }, (_, i) => i),
  );
  loop.run(2);
  const rows = order.slice(6, 12);
  const column = (j: number) => rows.map((row) => row * 5 + j);
  expect([...loop.read(out.id).data]).toEqual([column(0), column(2), column(4)].flat());
  expect([...loop.read(x.id).data]).toEqual(
    rows.flatMap((row) => [0, 1, 2, 3, 4].map((j) => row * 5 + j)),
  );
});

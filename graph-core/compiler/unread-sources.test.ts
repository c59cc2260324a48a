/** Sources that no kernel reads have memory of their own: their numbers are over nobody else's. */
import { expect, test } from 'vitest';
import { ProgramBuilder } from '../program/program-builder.ts';
import type { Size } from '../tensor/shape.ts';
import { compile } from './compile.ts';
import { CompiledLoop } from './run/compiled-loop.ts';

/** A loop for `sum(where(full 1, a, b))`, which reads a alone. */
function choice() {
  const g = new ProgramBuilder();
  const [a, b] = [g.source('input', {}, [3]), g.source('input', {}, [3])];
  const total = g.sum(g.where(g.full(1), a, b));
  const compiled = compile({ program: g.finish(), sources: [a.id, b.id], outputs: [total.id] });
  return { compiled, loop: CompiledLoop.create(compiled), a: a.id, b: b.id, total: total.id };
}

test('the sum of what a constant chooses is that of the first, whatever the second holds', () => {
  const { loop, a, b, total } = choice();
  loop.write(a, [1, 2, 3]);
  loop.write(b, [4, 5, 6]);
  loop.run(1);
  expect(loop.steps).toBe(1);
  expect(loop.read(total).data[0]).toBe(6);
  expect([...loop.read(b).data]).toEqual([4, 5, 6]);
});

test.each<[string, Size]>([
  ['no rows', [0, 3]],
  ['no columns', [3, 0]],
])('a source with %s is written, read and replaced without touching anything', (_, shape) => {
  const g = new ProgramBuilder();
  const [x, empty] = [g.source('input', {}, [3]), g.source('input', {}, shape)];
  const next = g.scale(empty, 2);
  const total = g.add(g.sum(x), g.sum(empty));
  const updates = new Map([[empty.id, next.id]]);
  const sources = [x.id, empty.id];
  const outputs = [total.id, next.id];
  const loop = CompiledLoop.create(compile({ program: g.finish(), sources, updates, outputs }));
  loop.write(x.id, [1, 2, 3]);
  loop.write(empty.id, []);
  loop.run(2);
  expect(loop.steps).toBe(2);
  expect(loop.read(total.id).data[0]).toBe(6);
  expect(loop.read(empty.id)).toEqual({ shape, data: new Float64Array(0) });
  expect(loop.read(next.id)).toEqual({ shape, data: new Float64Array(0) });
});

test('rows of a batch that no kernel reads are chosen over nobody', () => {
  const g = new ProgramBuilder();
  const [x, rows] = [g.source('input', {}, [3]), g.source('input', {}, [2, 4])];
  const total = g.sum(x);
  const loop = CompiledLoop.create(
    compile({
      program: g.finish(),
      sources: [x.id, rows.id],
      outputs: [total.id],
      batches: { size: 5, batch: 2, perEpoch: 2, seed: 1, rows: new Map([[rows.id, 'rows']]) },
    }),
  );
  loop.write(x.id, [1, 2, 3]);
  loop.writeData('rows', new Float64Array(20).fill(9));
  loop.run(3);
  expect(loop.steps).toBe(3);
  expect(loop.read(total.id).data[0]).toBe(6);
});

test('what has no place is refused', () => {
  const { loop, a, total } = choice();
  expect(() => loop.write(77, [1])).toThrow('internal: value 77 was not compiled to be read');
  expect(() => loop.write(a, [1])).toThrow('internal: value 0 takes 3 numbers, 1 are given');
  expect(() => loop.writeData('rows', [1])).toThrow('internal: no batches are taken from rows');
  expect(() => loop.read(total + 9)).toThrow('was not compiled to be read');
});

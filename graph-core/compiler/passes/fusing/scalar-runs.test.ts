/** Straight-line code: orders that keep what is read before it is replaced. */
import { expect, test } from 'vitest';
import { ProgramBuilder } from '../../../program/program-builder.ts';
import { compile } from '../../compile.ts';
import { CompiledLoop } from '../../run/compiled-loop.ts';

test('what reads a source and its replacement sees the old and the new number', () => {
  const g = new ProgramBuilder();
  const [v, w] = [g.source('input', {}, []), g.source('input', {}, [])];
  const next = g.add(g.scale(v, 0.5), g.full(1));
  const change = g.add(g.scale(v, 10), next);
  const updates = new Map([
    [v.id, next.id],
    [w.id, g.subtract(w, change).id],
  ]);
  const loop = CompiledLoop.create(
    compile({ program: g.finish(), sources: [v.id, w.id], updates }),
  );
  loop.write(v.id, [2]);
  loop.write(w.id, [100]);
  loop.run(2);
  // v: 2, 2, 2; each change is 10 v + v'.
  expect(loop.read(v.id).data[0]).toBe(2);
  expect(loop.read(w.id).data[0]).toBe(100 - 22 - 22);
});

test('sources that change places do so at once', () => {
  const g = new ProgramBuilder();
  const [a, b, c] = [1, 2, 3].map(() => g.source('input', {}, []));
  const updates = new Map([
    [a.id, g.add(b, c).id],
    [b.id, g.add(c, a).id],
    [c.id, g.multiply(a, b).id],
  ]);
  const loop = CompiledLoop.create(
    compile({ program: g.finish(), sources: [a.id, b.id, c.id], updates }),
  );
  [a, b, c].forEach((value, i) => {
    loop.write(value.id, [i + 1]);
  });
  loop.run(1);
  expect([a, b, c].map(({ id }) => loop.read(id).data[0])).toEqual([5, 4, 2]);
  loop.run(1);
  expect([a, b, c].map(({ id }) => loop.read(id).data[0])).toEqual([6, 7, 20]);
});

test('a chain of 20,000 sums is within 1e-4 and needs no stack', () => {
  const g = new ProgramBuilder();
  const x = g.source('input', {}, []);
  let sum = x;
  for (let i = 0; i < 20_000; i++) sum = g.add(g.scale(sum, 0.5), x);
  const loop = CompiledLoop.create(
    compile({ program: g.finish(), sources: [x.id], outputs: [sum.id] }),
  );
  loop.write(x.id, [3]);
  loop.run(1);
  expect(Math.abs(loop.read(sum.id).data[0] - 6)).toBeLessThan(1e-4);
});

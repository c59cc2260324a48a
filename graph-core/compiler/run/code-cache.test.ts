import { expect, test } from 'vitest';
import { ProgramBuilder } from '../../program/program-builder.ts';
import { compileOnce } from './code-cache.ts';
import { CompiledLoop } from './compiled-loop.ts';

function scaled(factor: number, start: number, seed: number) {
  const g = new ProgramBuilder();
  const x = g.source('parameter', { value: start }, [3]);
  const rows = g.source('input', {}, [2, 3]);
  const next = g.add(g.scale(x, factor), g.sum(rows, [0]));
  return compileOnce({
    program: g.finish(),
    sources: [x.id, rows.id],
    updates: new Map([[x.id, next.id]]),
    batches: { size: 4, batch: 2, perEpoch: 2, seed, rows: new Map([[rows.id, 'rows']]) },
  });
}

test('other numbers in sources take the module that is there; other operations or seeds do not', () => {
  const first = scaled(2, 1, 7);
  expect(scaled(2, 5, 7)).toBe(first);
  expect(scaled(3, 1, 7)).not.toBe(first);
  expect(scaled(2, 1, 8)).not.toBe(first);
});

test('two loops of one module share no memory', () => {
  const [a, b] = [scaled(2, 1, 7), scaled(2, 1, 7)].map((step) => CompiledLoop.create(step));
  a.write(0, [1, 2, 3]);
  b.write(0, [1, 1, 1]);
  a.run(2);
  expect([...a.read(0).data]).toEqual([4, 8, 12]);
  expect([...b.read(0).data]).toEqual([1, 1, 1]);
});

test('what was not used for long is compiled again', () => {
  const first = scaled(2, 1, 7);
  for (let factor = 10; factor < 40; factor++) scaled(factor, 1, 7);
  expect(scaled(2, 1, 7)).not.toBe(first);
});

test('numbers that JSON writes alike are told apart', () => {
  const steps = [0, -0, Number.NaN, Infinity, -Infinity].map((factor) => scaled(factor, 1, 7));
  expect(new Set(steps).size).toBe(5);
});

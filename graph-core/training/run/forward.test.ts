import { expect, test } from 'vitest';
import { Executor } from '../../interpret/executor.ts';
import { ProgramBuilder } from '../../program/program-builder.ts';
import { RandomStream } from '../../tensor/random.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { forwardOf, refusalOf } from './forward.ts';

function net(rows: number) {
  const g = new ProgramBuilder();
  const draw = new RandomStream(3, 'weights');
  const sources = new Map<number, Tensor>();
  const source = (shape: readonly number[]) => {
    const value = g.source('input', {}, shape);
    const size = shape.reduce((a, b) => a * b, 1);
    sources.set(value.id, {
      shape,
      data: Float64Array.from({ length: size }, () => draw.normal()),
    });
    return value;
  };
  const x = source([rows, 2]);
  const h = g.emit('tanh', [g.add(g.matmul(x, source([2, 8])), source([8]))]);
  const y = g.add(g.matmul(h, source([8, 3])), source([3]));
  return { program: g.finish(), sources, x: x.id, y: y.id };
}

test.each([
  [100, 'interpreted'],
  [4096, 'compiled'],
])('%i points, %s, are within 1e-5 of the interpreter, also after other numbers', (rows, how) => {
  const { program, sources, x, y } = net(rows);
  const forward = forwardOf(program, sources, [y, x]);
  expect(forward instanceof Executor).toBe(how === 'interpreted');
  const plain = new Executor(program, sources, [y]);
  for (let round = 0; round < 2; round++) {
    forward.run();
    plain.run();
    const [found, wanted] = [forward.value(y).data, plain.value(y).data];
    expect(found.length).toBe(3 * rows);
    let apart = 0;
    for (let i = 0; i < wanted.length; i++) apart = Math.max(apart, Math.abs(found[i] - wanted[i]));
    expect(apart).toBeLessThan(1e-5);
    for (const { data } of sources.values()) data[0] += 0.5;
  }
});

test('a compiled program that is not the interpreter’s is given up, and the numbers are right', () => {
  const g = new ProgramBuilder();
  const x = g.source('input', {}, [8000]);
  const kept = g.subtract(g.add(x, g.full(1e9)), g.full(1e9));
  const numbers = { shape: [8000], data: new Float64Array(8000).fill(3.25) };
  const forward = forwardOf(g.finish(), new Map([[x.id, numbers]]), [kept.id]);
  forward.run();
  expect(forward.value(kept.id).data[7]).toBe(3.25);
  expect(refusalOf(forward)).toBe(
    'the compiled program differs from the interpreter by 1.0, 0.0001 is allowed',
  );
  numbers.data.fill(-1);
  forward.run();
  expect(forward.value(kept.id).data[7]).toBe(-1);
});

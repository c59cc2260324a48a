/** The number of steps done, as a value of the program. */
import { expect, test } from 'vitest';
import { ProgramBuilder } from '../program/program-builder.ts';
import { compile } from './compile.ts';
import { CompiledLoop } from './run/compiled-loop.ts';

/** Each step adds 10 times the number of steps done before it. */
function sumOfSteps(): { readonly loop: CompiledLoop; readonly sum: number } {
  const g = new ProgramBuilder();
  const sum = g.source('constant', {}, []);
  const step = g.source('constant', {}, []);
  const next = g.add(sum, g.scale(step, 10));
  const compiled = compile({
    program: g.finish(),
    sources: [sum.id],
    updates: new Map([[sum.id, next.id]]),
    loss: step.id,
    step: step.id,
  });
  return { loop: CompiledLoop.create(compiled), sum: sum.id };
}

test('a step knows how many were done before it, in pieces and in one call', () => {
  const { loop, sum } = sumOfSteps();
  loop.run(3);
  expect(loop.read(sum).data[0]).toBe(30);
  loop.run(7);
  expect(loop.read(sum).data[0]).toBe(450);
  expect([0, 5, 9].map((step) => loop.lossOf(step))).toEqual([0, 5, 9]);
});

test('the count follows a rewind and a step that is set', () => {
  const { loop, sum } = sumOfSteps();
  loop.run(5);
  loop.rewind();
  loop.write(sum, [0]);
  loop.run(2);
  expect(loop.read(sum).data[0]).toBe(10);
  loop.steps = 100;
  loop.run(1);
  expect(loop.read(sum).data[0]).toBe(1010);
});

test('a program that does not look at the count compiles', () => {
  const g = new ProgramBuilder();
  const x = g.source('constant', {}, []);
  const step = g.source('constant', {}, []);
  const next = g.scale(x, 2);
  const loop = CompiledLoop.create(
    compile({
      program: g.finish(),
      sources: [x.id],
      updates: new Map([[x.id, next.id]]),
      step: step.id,
    }),
  );
  loop.write(x.id, [1]);
  loop.run(4);
  expect(loop.read(x.id).data[0]).toBe(16);
});

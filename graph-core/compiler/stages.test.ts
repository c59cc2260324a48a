/**
 * What each pass leaves of one small program, as text: a linear layer of 3 inputs and 2 outputs, ReLU,
 * squared error, gradient descent. `GOLDEN=write npx vitest run stages` writes the files anew.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { differentiate } from '../autodiff/differentiate.ts';
import { ProgramBuilder } from '../program/program-builder.ts';
import { compile, printStage } from './compile.ts';
import { printKernels } from './ir/print-kernels.ts';

function smallStep() {
  let g = new ProgramBuilder();
  const x = g.source('input', {}, [5, 3]);
  const t = g.source('input', {}, [5, 2]);
  const w = g.source('parameter', {}, [2, 3]);
  const b = g.source('parameter', {}, [2]);
  const h = g.emit('relu', [g.emit('linear', [x, w, b])]);
  const loss = g.sum(g.emit('square', [g.subtract(h, t)]));
  const { program, gradients } = differentiate(g.finish(), loss.id, [w.id, b.id]);
  g = new ProgramBuilder(program);
  const rate = g.source('constant', {}, []);
  const updates = new Map<number, number>();
  for (const parameter of [w, b]) {
    const gradient = gradients.get(parameter.id);
    if (gradient === undefined) continue;
    const step = g.multiply(rate, g.value(gradient));
    updates.set(parameter.id, g.subtract(parameter, step).id);
  }
  const sources = [x.id, t.id, w.id, b.id, rate.id];
  return compile({ program: g.finish(), sources, updates, loss: loss.id });
}

/** A weight that is pulled toward the mean of four numbers: small enough to read its WebAssembly. */
function tinyStep() {
  const g = new ProgramBuilder();
  const x = g.source('input', {}, [4]);
  const w = g.source('parameter', {}, []);
  const next = g.add(g.scale(w, 0.5), g.scale(g.sum(x), 0.125));
  const sources = [x.id, w.id];
  return compile({ program: g.finish(), sources, updates: new Map([[w.id, next.id]]) });
}

const { stages, kernels, addresses, text } = smallStep();
const golden: readonly (readonly [string, string])[] = [
  ...stages.map((stage) => [stage.name, printStage(stage)] as const),
  ['plan-memory', printKernels(kernels, addresses)],
  ['emit', tinyStep().text()],
];

test.each(golden)('after %s the kernels are those of the golden file', (name, found) => {
  const path = new URL(`./golden/${name}.golden.txt`, import.meta.url);
  if (process.env['GOLDEN'] === 'write') writeFileSync(path, found);
  expect(found).toBe(readFileSync(path, 'utf8'));
  expect(found.split('\n').length).toBeLessThan(200);
});

test('the module can be read as text', () => {
  expect(text()).toContain('(export "run" (func $run))');
});

import { expect, test } from 'vitest';
import { granted } from '../../testing/granted.ts';
import { line, spirals } from '../../testing/training-documents.ts';
import { node } from '../../testing/wired-graph.ts';
import { type CompiledRun, startCompiled } from '../run/compiled-run.ts';
import { type CompiledDescription, describeCompiled } from './compiled-description.ts';
import { KernelClock } from './kernel-clock.ts';

function started(document: Parameters<typeof startCompiled>[0]): CompiledRun {
  const run = granted(startCompiled(document));
  return run;
}

function described(document: Parameters<typeof startCompiled>[0]): CompiledDescription {
  const { definition, loop } = started(document);
  return describeCompiled(definition, loop.compiled);
}

test('every node of the document that trains is in a kernel, and every kernel but the order has one', () => {
  const { kernels } = described(spirals());
  const nodes = new Set(kernels.flatMap((kernel) => kernel.nodes));
  expect([...nodes].sort()).toEqual(['L', 'W1', 'W2', 'b1', 'b2', 'h', 'l1', 'l2', 'x', 'y']);
  expect(kernels.filter((kernel) => kernel.nodes.length === 0).map(({ title }) => title)).toEqual([
    'shuffle of 200 rows, seed 1',
  ]);
});

test('phases follow each other, and a kernel says which it does parts of', () => {
  const { kernels } = described(spirals());
  const phases = kernels.map((kernel) => kernel.phases.join('+'));
  expect(phases.slice(0, 3)).toEqual(['batch', 'batch', 'batch']);
  expect(phases.slice(3).every((phase) => phase !== '' && phase !== 'batch')).toBe(true);
  expect(phases.at(-1)).toContain('update');
});

test('a mask is drawn in the forward part, writes its buffer and belongs to the dropout', () => {
  const net = spirals();
  const h = node('dropout', { rate: 0.5, seed: 1 });
  const { kernels } = described({ ...net, nodes: { ...net.nodes, h } });
  expect(kernels.filter(({ family }) => family === 'mask')).toMatchObject([
    {
      title: 'mask [10, 8], rate 0.5, seed 1',
      phases: ['forward'],
      nodes: ['h'],
      bytesWritten: 320,
    },
  ]);
  expect(
    kernels.filter(({ phases }) => phases.includes('batch')).map(({ title }) => title),
  ).toEqual([
    'shuffle of 200 rows, seed 1',
    'batch of 10 of 200 rows, 2 each',
    'batch of 10 of 200 rows, 1 each',
  ]);
});

test('the work of a matrix product is 2 m n k and what its epilogue does', () => {
  const { kernels } = described(spirals());
  const first = kernels.find(({ family }) => family === 'gemm');
  expect(first).toMatchObject({ title: 'gemm [10, 8] over 2', nodes: ['l1'] });
  // The bias of 80 results; 20 features, 16 weights, 8 biases, 80 results.
  expect(first?.operations).toBe(2 * 80 * 2 + 80);
  expect(first?.bytesRead).toBe(4 * (20 + 16 + 8));
  expect(first?.bytesWritten).toBe(4 * 80);
});

test('buffers that are needed at the same time do not overlap', () => {
  const { buffers } = described(spirals());
  for (const a of buffers) {
    for (const b of buffers) {
      const apart = a.address + a.bytes <= b.address || b.address + b.bytes <= a.address;
      // A map may write over what it reads last.
      const inTurn = a.last <= b.first || b.last <= a.first;
      expect(a === b || apart || inTurn, `${a.name} and ${b.name}`).toBe(true);
    }
  }
});

test('functions carry the text of the module, one for each kernel that is not written into run', () => {
  const { functions, stages } = described(spirals());
  expect(functions.at(-1)?.name).toBe('run');
  for (const { name, text } of functions) {
    expect(text.startsWith(`(func $${name}`)).toBe(true);
    expect(text.endsWith('\n)')).toBe(true);
  }
  expect(stages.map(({ name }) => name)).toEqual([
    'lower',
    'simplify',
    'fuse',
    'orient',
    'schedule',
  ]);
});

test('measuring leaves the run as it was, even where the step is one function', () => {
  const run = started(line());
  run.advance(5);
  const before = run.variables();
  const clock = new KernelClock(run);
  expect(clock.microseconds.every(Number.isNaN)).toBe(true);
  while (clock.measure());
  expect(clock.microseconds.every((time) => time > 0)).toBe(true);
  expect(run.step).toBe(5);
  expect(run.variables()).toEqual(before);
});

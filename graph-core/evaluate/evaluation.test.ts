import { expect, test } from 'vitest';
import type { GraphDocument } from '../graph/document.ts';
import { wiredGraph as graph, node } from '../testing/wired-graph.ts';
import { evaluateDocument } from './evaluation.ts';
import { checkGradients } from './gradient-check.ts';
import { planTrace, traceOf } from './trace.ts';

const product = (x = -2): GraphDocument =>
  graph(
    {
      x: node('input', { value: x }),
      y: node('input', { value: 5 }),
      z: node('input', { value: -4 }),
      q: node('add'),
      f: node('multiply'),
    },
    'x → q.x',
    'y → q.y',
    'q → f.x',
    'z → f.y',
  );

test('f = (x + y) z has the values and gradients of the lecture', () => {
  const evaluation = evaluateDocument(product());
  const value = (id: string) => evaluation.value(id)?.data[0];
  const gradient = (id: string) => evaluation.gradient(id)?.data[0];
  expect(evaluation.problems).toEqual([]);
  expect(['q', 'f'].map(value)).toEqual([3, -12]);
  expect(['x', 'y', 'q', 'z', 'f'].map(gradient)).toEqual([-4, -4, -4, 3, 1]);
  expect(['e1', 'e2', 'e3', 'e4'].map((e) => evaluation.edgeGradient(e)?.data[0])).toEqual([
    -4, -4, -4, 3,
  ]);
});

test('the trace goes forward by node and backward by wire', () => {
  const steps = planTrace(evaluateDocument(product()));
  expect(steps.map((step) => (step.kind === 'wire' ? step.edge : step.node))).toEqual([
    ...['x', 'y', 'z', 'q', 'f'],
    ...['f', 'e3', 'e4', 'e1', 'e2'],
  ]);
});

test('a wire step has upstream times local equal to its result', () => {
  for (const { step, upstream, local, result } of traceOf(evaluateDocument(product()))) {
    if (step.kind !== 'wire') continue;
    expect((upstream?.data[0] ?? 0) * (local?.data[0] ?? 0)).toBe(result?.data[0]);
  }
});

test('gradients of a value used twice meet in a step of their own', () => {
  const square = graph(
    { x: node('input', { value: 3 }), f: node('multiply') },
    'x → f.x',
    'x → f.y',
  );
  const steps = planTrace(evaluateDocument(square));
  expect(steps[steps.length - 1]).toEqual({
    phase: 'backward',
    kind: 'accumulate',
    node: 'x',
    edges: ['e1', 'e2'],
  });
});

test('a new value for a source runs the same evaluation again', () => {
  const evaluation = evaluateDocument(product());
  evaluation.setValue('x', { shape: [], data: Float64Array.of(1) });
  evaluation.run();
  expect(evaluation.value('f')?.data[0]).toBe(-24);
  expect(evaluation.gradient('z')?.data[0]).toBe(6);
});

test.each<[string, number[], number[], string]>([
  ['f', [], [1], 'f is computed by multiply, its value cannot be set'],
  ['x', [2], [1, 2], 'x is scalar, the new value is [2] with 2 numbers'],
  ['x', [], [1, 2], 'x is scalar, the new value is scalar with 2 numbers'],
  ['gone', [], [1], 'there is no node gone'],
])('a value of %s of shape %j with the numbers %j is refused', (node, shape, numbers, message) => {
  const evaluation = evaluateDocument(product());
  const problem = evaluation.setValue(node, { shape, data: Float64Array.from(numbers) });
  expect(problem?.message).toBe(message);
  evaluation.run();
  expect(evaluation.value('f')?.data[0]).toBe(-12);
});

test('what hangs on a problem is left out and the rest is computed', () => {
  const broken = graph(
    { x: node('input', { value: 2 }), q: node('add'), f: node('multiply'), d: node('multiply') },
    'x → q.x',
    'q → f.x',
    'x → f.y',
    'x → d.x',
    'x → d.y',
  );
  const evaluation = evaluateDocument(broken);
  expect(evaluation.problems.map(({ code, node: at, port }) => [code, at, port])).toEqual([
    ['missing-input', 'q', 'y'],
  ]);
  expect(evaluation.order).toEqual(['x', 'd']);
  expect(evaluation.value('d')?.data[0]).toBe(4);
});

test('names of dimensions take the sizes of the values', () => {
  const batch = graph(
    {
      x: node('input', {
        value: [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
        shape: ['N', 2],
      }),
      w: node('parameter', { value: [[1], [1]] }),
      f: node('matmul'),
    },
    'x → f.a',
    'w → f.b',
  );
  const evaluation = evaluateDocument(batch);
  expect(evaluation.flattened.bindings.get('N')).toBe(3);
  expect([...(evaluation.value('f')?.data ?? [])]).toEqual([3, 7, 11]);
});

test('sizes beyond the limit are refused before anything is allocated', () => {
  const huge = graph({ x: node('full', { shape: [1e9, 1e9] }) });
  expect(evaluateDocument(huge).problems.map(({ code }) => code)).toEqual(['too-large']);
});

test('central differences agree with the gradient', () => {
  const check = checkGradients(product());
  expect(check.agrees).toBe(true);
  expect(check.elements.map(({ node: id, analytic }) => [id, analytic])).toEqual([
    ['x', -4],
    ['y', -4],
    ['z', 3],
  ]);
});

test('a kink is recognized as such', () => {
  const corner = graph({ x: node('input', { value: [3, 3] }), f: node('reduceMax') }, 'x → f.x');
  const check = checkGradients(corner);
  expect(check.elements.map(({ kink }) => kink)).toEqual([true, true]);
  expect(check.agrees).toBe(true);
});

test('a fill gets its own gradient, not that of equal numbers elsewhere', () => {
  const document = {
    ...graph(
      {
        x: node('input', { value: 3 }),
        t: node('input', { value: 0.5 }),
        one: node('full', { value: 1 }),
        other: node('full', { value: 1 }),
        idle: node('full', { value: 1 }),
        a: node('multiply'),
        b: node('multiply'),
        c: node('binaryCrossEntropy'),
        s: node('add'),
        f: node('add'),
      },
      ...['x → a.x', 'one → a.y', 'a → b.x', 'other → b.y', 'x → c.logits', 't → c.target'],
      ...['b → s.x', 'c → s.y', 's → f.x', 'b → f.y'],
    ),
    target: 'f',
  };
  const evaluation = evaluateDocument(document);
  const gradient = (id: string) => evaluation.gradient(id)?.data[0];
  expect(['one', 'other', 'idle'].map(gradient)).toEqual([6, 6, 0]);
  expect(evaluation.reached('idle')).toBe(false);
});

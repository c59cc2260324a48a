import { expect, test } from 'vitest';
import type { TraceStep } from '../../../graph-core/evaluate/trace.ts';
import type { Tensor } from '../../../graph-core/tensor/tensor.ts';
import { node, wiredGraph } from '../../../graph-core/testing/wired-graph.ts';
import { runStore, type Snapshot } from './run-store.ts';
import {
  currentStep,
  isEnd,
  problemsAtNode,
  shownEdgeGradient,
  shownGradient,
  shownSum,
  shownValue,
  stepsDone,
} from './selectors.ts';

const number = (x: number): Tensor => ({ shape: [], data: Float64Array.of(x) });

// f = x x at x = 3.
const steps: TraceStep[] = [
  { phase: 'forward', kind: 'node', node: 'x' },
  { phase: 'forward', kind: 'node', node: 'f' },
  { phase: 'backward', kind: 'seed', node: 'f' },
  { phase: 'backward', kind: 'wire', node: 'f', edge: 'e1', port: 'x', source: 'x' },
  { phase: 'backward', kind: 'wire', node: 'f', edge: 'e2', port: 'y', source: 'x' },
  { phase: 'backward', kind: 'accumulate', node: 'x', edges: ['e1', 'e2'] },
];

const snapshot: Snapshot = {
  version: 4,
  problems: [
    { code: 'a', node: 'x', message: 'm', hint: 'h' },
    { code: 'b', message: 'm', hint: 'h' },
  ],
  target: 'f',
  steps,
  nodes: new Map([
    ['x', { value: number(3), gradient: number(6) }],
    ['f', { value: number(9), gradient: number(1) }],
  ]),
  edges: new Map([
    ['e1', number(3)],
    ['e2', number(3)],
  ]),
  duration: 0,
  iteration: null,
  forward: null,
};

const at = (tensor: Tensor | null): number | null => tensor?.data[0] ?? null;

test.each([
  // done, x, f, gradient of f, e1, e2, gradient of x, sum at x
  [0, null, null, null, null, null, null, null],
  [1, 3, null, null, null, null, null, null],
  [2, 3, 9, null, null, null, null, null],
  [3, 3, 9, 1, null, null, null, null],
  [4, 3, 9, 1, 3, null, null, null],
  [5, 3, 9, 1, 3, 3, null, null],
  [6, 3, 9, 1, 3, 3, 6, 6],
])('after %d steps just what was computed by then is shown', (done, ...expected) => {
  expect([
    at(shownValue(snapshot, done, 'x')),
    at(shownValue(snapshot, done, 'f')),
    at(shownGradient(snapshot, done, 'f')),
    at(shownEdgeGradient(snapshot, done, 'e1')),
    at(shownEdgeGradient(snapshot, done, 'e2')),
    at(shownGradient(snapshot, done, 'x')),
    at(shownSum(snapshot, done, 'x')),
  ]).toEqual(expected);
});

test('a gradient that one wire brings is shown with that wire, and is no sum', () => {
  const single = { ...snapshot, steps: steps.slice(0, 4) };
  expect(at(shownGradient(single, 4, 'x'))).toBe(6);
  expect(shownSum(single, 4, 'x')).toBeNull();
});

test('what is not in the trace is not shown', () => {
  expect(shownValue(snapshot, 6, 'gone')).toBeNull();
  expect(shownEdgeGradient(snapshot, 6, 'gone')).toBeNull();
});

test('outside of stepping everything is shown', () => {
  expect(stepsDone({ mode: 'build', step: 2 }, snapshot)).toBe(6);
  expect(stepsDone({ mode: 'step', step: 2 }, snapshot)).toBe(2);
  expect(stepsDone({ mode: 'step', step: 99 }, snapshot)).toBe(6);
});

test('the step at work is the one last done', () => {
  const run = { ...runStore.getState(), snapshot };
  expect(currentStep({ mode: 'step', step: 4 }, run.snapshot)).toBe(steps[3]);
  expect(currentStep({ mode: 'step', step: 0 }, run.snapshot)).toBeNull();
  expect(currentStep({ mode: 'build', step: 4 }, run.snapshot)).toBeNull();
});

test('a node is an end when no wire leaves it', () => {
  const document = wiredGraph({ x: node('input'), f: node('relu') }, 'x → f.x');
  expect([isEnd(document, 'x'), isEnd(document, 'f')]).toEqual([false, true]);
  expect(isEnd({ ...document, edges: {} }, 'x')).toBe(true);
});

test('problems are found by their node', () => {
  expect(problemsAtNode(snapshot, 'x').map(({ code }) => code)).toEqual(['a']);
  expect(problemsAtNode(snapshot, 'f')).toEqual([]);
});

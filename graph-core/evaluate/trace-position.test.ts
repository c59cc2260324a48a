import { describe, expect, test } from 'vitest';
import { node, wiredGraph } from '../testing/wired-graph.ts';
import { evaluateDocument } from './evaluation.ts';
import { planTrace } from './trace.ts';
import { positionAfter, stepsDoneAt } from './trace-position.ts';

const twice = wiredGraph(
  { x: node('input', { value: 2 }), s: node('square'), f: node('add') },
  'x → s.x',
  's → f.x',
  'x → f.y',
);
const steps = planTrace(evaluateDocument(twice));

describe('a position', () => {
  test('names what each step wrote, and finds that step again', () => {
    steps.forEach((_, i) => {
      expect(stepsDoneAt(steps, positionAfter(steps, i + 1))).toBe(i + 1);
    });
  });

  test('at a wire and at the sum where wires meet are two steps', () => {
    const backward = steps.filter(({ phase }) => phase === 'backward').map((_, i) => 3 + i + 1);
    expect(backward.map((done) => positionAfter(steps, done))).toEqual([
      { pass: 'backward', node: 'f' },
      { pass: 'backward', edge: 'e2' },
      { pass: 'backward', edge: 'e3' },
      { pass: 'backward', edge: 'e1' },
      { pass: 'backward', node: 'x' },
    ]);
  });

  test('without a place is where a pass begins', () => {
    expect(stepsDoneAt(steps, { pass: 'forward' })).toBe(0);
    expect(stepsDoneAt(steps, { pass: 'backward' })).toBe(3);
    expect(stepsDoneAt(steps, { pass: 'update' })).toBe(steps.length);
    expect(positionAfter(steps, 0)).toEqual({ pass: 'forward' });
  });

  test('at a place that is gone is none', () => {
    expect(stepsDoneAt(steps, { pass: 'backward', edge: 'e9' })).toBeNull();
    expect(stepsDoneAt(steps, { pass: 'forward', node: 'e1' })).toBeNull();
  });
});

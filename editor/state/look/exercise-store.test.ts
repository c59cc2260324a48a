import { expect, test } from 'vitest';
import type { GraphDocument } from '../../../graph-core/graph/document.ts';
import { scalar } from '../../../graph-core/tensor/tensor.ts';
import type { Snapshot } from '../results/run-store.ts';
import { NO_RESULTS } from '../results/run-store.ts';
import { withheld } from './exercise-store.ts';

const position = { x: 0, y: 0 };
const document: GraphDocument = {
  format: 'gradwire',
  version: 2,
  name: '',
  nodes: {
    x: { op: 'input', attrs: { value: 3 }, position },
    q: { op: 'square', attrs: {}, position },
    f: { op: 'negate', attrs: {}, position },
  },
  edges: { e1: { from: 'x', to: 'q', port: 'x' }, e2: { from: 'q', to: 'f', port: 'x' } },
};
const numbers = (value: number, gradient: number) => ({
  value: scalar(value),
  gradient: scalar(gradient),
});
const snapshot: Snapshot = {
  ...NO_RESULTS,
  target: 'f',
  steps: [
    { phase: 'forward', kind: 'node', node: 'x' },
    { phase: 'forward', kind: 'node', node: 'q' },
    { phase: 'forward', kind: 'node', node: 'f' },
    { phase: 'backward', kind: 'seed', node: 'f' },
    { phase: 'backward', kind: 'wire', node: 'f', edge: 'e2', port: 'x', source: 'q' },
    { phase: 'backward', kind: 'wire', node: 'q', edge: 'e1', port: 'x', source: 'x' },
  ],
  nodes: new Map([
    ['x', numbers(3, -6)],
    ['q', numbers(9, -1)],
    ['f', numbers(-9, 1)],
  ]),
  edges: new Map([
    ['e1', scalar(-6)],
    ['e2', scalar(-1)],
  ]),
};

test('a value that is asked for is nowhere, nor what is computed from it', () => {
  const shown = withheld(snapshot, document, [
    { kind: 'number', of: 'value', node: 'q', within: 0 },
  ]);
  expect(shown.nodes.has('q')).toBe(false);
  expect(shown.steps).toEqual([{ phase: 'forward', kind: 'node', node: 'x' }]);
});

test('a gradient that is asked for is nowhere, and values stay', () => {
  const blank = { kind: 'number', of: 'gradient', node: 'q', within: 0 } as const;
  const shown = withheld(snapshot, document, [blank]);
  expect(shown.nodes.get('q')).toEqual({ value: scalar(9), gradient: null });
  expect(shown.edges.get('e2')).toBeNull();
  expect(shown.edges.get('e1')).toEqual(scalar(-6));
  expect(shown.steps.filter(({ phase }) => phase === 'forward').length).toBe(3);
  expect(shown.steps.some(({ kind }) => kind === 'wire')).toBe(false);
});

test('where operations or wires are asked for, all numbers stay', () => {
  const blank = { kind: 'operation', node: 'q', choices: ['square', 'abs'] } as const;
  expect(withheld(snapshot, document, [blank])).toBe(snapshot);
});

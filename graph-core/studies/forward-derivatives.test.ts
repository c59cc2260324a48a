import { expect, test } from 'vitest';
import { evaluateDocument } from '../evaluate/evaluation.ts';
import { node, wiredGraph } from '../testing/wired-graph.ts';
import { forwardDerivatives } from './forward-derivatives.ts';

/** S = Σ c w², with w = (1, 2) and c = (1, 10). */
const bowl = wiredGraph(
  {
    w: node('parameter', { value: [1, 2] }),
    c: node('constant', { value: [1, 10] }),
    q: node('square'),
    m: node('multiply'),
    S: node('sum'),
  },
  ...['w → q.x', 'q → m.x', 'c → m.y', 'm → S.x'],
);

test('forward mode gives every node and wire its derivative by one number', () => {
  const answer = forwardDerivatives(evaluateDocument(bowl), { by: 'w', element: 1 });
  if ('code' in answer) throw new Error(answer.message);
  const numbers = Object.entries(answer.nodes).map(([id, { data }]) => [id, [...data]]);
  expect(Object.fromEntries(numbers)).toEqual({
    ...{ w: [0, 1], c: [0, 0], q: [0, 4], m: [0, 40], S: [40] },
  });
  expect(Object.keys(answer.edges).length).toBe(4);
});

test('what forward mode gives at the end is what backward mode gives at the beginning', () => {
  const evaluation = evaluateDocument(bowl);
  for (const element of [0, 1]) {
    const answer = forwardDerivatives(evaluation, { by: 'w', element });
    if ('code' in answer) throw new Error(answer.message);
    expect(answer.nodes.S.data[0]).toBe(evaluation.gradient('w')?.data[element]);
  }
});

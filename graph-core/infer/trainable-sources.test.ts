import { expect, test } from 'vitest';
import { edited } from '../graph/edit.ts';
import { node, wiredGraph } from '../testing/wired-graph.ts';
import { makeTrainable, trainableSources } from './trainable-sources.ts';

const sum = wiredGraph(
  {
    x: node('input', { value: -2 }),
    y: node('input', { value: 5 }),
    w: node('parameter', { value: 1, trainable: false }),
    a: node('input', { value: 7 }),
    q: node('add'),
    f: node('multiply'),
  },
  ...['x → q.x', 'y → q.y', 'q → f.x', 'w → f.y'],
);

test('inputs with numbers and frozen parameters behind the loss can be made trainable', () => {
  expect(new Set(trainableSources(sum, 'f'))).toEqual(new Set(['x', 'y', 'w']));
  const { nodes } = edited(sum, (draft) => makeTrainable(draft, ['x', 'w']));
  expect(nodes.x).toEqual({ ...sum.nodes.x, op: 'parameter' });
  expect(nodes.w.attrs).toEqual({ value: 1 });
});

test('class indices, inputs that wait for rows and inputs without numbers are none', () => {
  const graph = wiredGraph(
    {
      s: node('input', { value: [[1, 2]], shape: ['N', 2] }),
      k: node('input', { value: [0] }),
      u: node('input', { value: null, shape: [1, 2] }),
      z: node('add'),
      L: node('softmaxLoss'),
    },
    ...['s → z.x', 'u → z.y', 'z → L.logits', 'k → L.target'],
  );
  expect(trainableSources(graph, 'L')).toEqual([]);
});

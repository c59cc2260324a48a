// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { node, wiredGraph } from '../../../graph-core/testing/wired-graph.ts';
import { documentStore, openDocument, undo } from './document-store.ts';
import { writeAnew } from './rewrite-edits.ts';
import { setAttribute } from './value-edits.ts';

const asked = wiredGraph(
  { x: node('input', { value: 1 }), p: node('softmax'), l: node('log') },
  ...['x → p.x', 'p → l.x'],
);
const { p: _, ...others } = asked.nodes;
const repaired = {
  ...asked,
  nodes: { ...others, l: { ...asked.nodes.l, op: 'logSoftmax' } },
  edges: { e3: { from: 'x', to: 'l', port: 'x' } },
};

test('what was edited after a rewrite was offered stays, and one undo takes the rewrite back', () => {
  openDocument(asked);
  setAttribute('x', 'value', 7);
  expect(writeAnew(asked, repaired, 'both as one')).toBe(true);
  const { nodes, edges } = documentStore.getState().document;
  expect(Object.keys(nodes).sort()).toEqual(['l', 'x']);
  expect(nodes.l.op).toBe('logSoftmax');
  expect(nodes.x.attrs.value).toBe(7);
  expect(Object.keys(edges)).toEqual(['e3']);
  undo();
  expect(documentStore.getState().document.nodes.p.op).toBe('softmax');
  expect(documentStore.getState().document.nodes.x.attrs.value).toBe(7);
});

import { beforeEach, expect, test } from 'vitest';
import { nodeGeometry, PORT_SIZE } from '../../graph-core/drawing/node-geometry.ts';
import type { GraphDocument } from '../../graph-core/graph/document.ts';
import { node, wiredGraph } from '../../graph-core/testing/wired-graph.ts';
import { NO_SELECTION } from '../state/look/selection-store.ts';
import { FlowParts } from './flow-parts.ts';

const product = (): GraphDocument =>
  wiredGraph(
    { f: node('multiply'), q: node('add'), x: node('input', {}, 'x'), y: node('input') },
    ...['x → q.x', 'y → q.y', 'q → f.x', 'y → f.y'],
  );

const nowhere = new Map<string, { x: number; y: number }>();
let parts = new FlowParts();
beforeEach(() => {
  parts = new FlowParts();
});

const ids = (list: readonly { readonly id: string }[]): string[] => list.map(({ id }) => id);

test('nodes stand in topological order, so that Tab follows the graph', () => {
  expect(ids(parts.nodes(product(), NO_SELECTION, nowhere))).toEqual(['x', 'y', 'q', 'f']);
});

test('nodes on a cycle and behind it come last', () => {
  const document = wiredGraph(
    { a: node('add'), b: node('relu'), c: node('relu'), x: node('input') },
    ...['x → a.x', 'b → a.y', 'a → b.x', 'b → c.x'],
  );
  expect(ids(parts.nodes(document, NO_SELECTION, nowhere))).toEqual(['x', 'a', 'b', 'c']);
});

test('a node comes with its size and its ports, so that nothing is measured', () => {
  const [, , add] = parts.nodes(product(), NO_SELECTION, nowhere);
  const { width, height, inputs, output } = nodeGeometry(node('add'));
  expect(add).toMatchObject({
    type: 'graph',
    width,
    height,
    measured: { width, height },
    data: {},
  });
  expect(add.handles?.map(({ id, type, x, y }) => [id, type, x, y])).toEqual([
    ...inputs.map(({ port, x, y }) => [port.name, 'target', x - PORT_SIZE / 2, y - PORT_SIZE / 2]),
    ['out', 'source', output.x - PORT_SIZE / 2, output.y - PORT_SIZE / 2],
  ]);
  expect(add.ariaLabel).toBe('q, Add');
});

test('the same document gives the very same lists', () => {
  const document = product();
  expect(parts.nodes(document, NO_SELECTION, nowhere)).toBe(
    parts.nodes(document, NO_SELECTION, nowhere),
  );
  expect(parts.edges(document, NO_SELECTION)).toBe(parts.edges(document, NO_SELECTION));
});

/** Which nodes are other objects after a change. */
function redrawn(change: (document: GraphDocument) => GraphDocument): string[] {
  const before = parts.nodes(product(), NO_SELECTION, nowhere);
  const after = parts.nodes(change(product()), NO_SELECTION, nowhere);
  return ids(after.filter((shown) => !before.includes(shown)));
}

test.each<[string, (document: GraphDocument) => GraphDocument, string[]]>([
  [
    'a value',
    ({ nodes, ...rest }) => ({ ...rest, nodes: { ...nodes, x: node('input', { value: 9 }, 'x') } }),
    [],
  ],
  [
    'a name',
    ({ nodes, ...rest }) => ({ ...rest, nodes: { ...nodes, x: node('input', {}, 'w') } }),
    ['x'],
  ],
  [
    'a position',
    ({ nodes, ...rest }) => ({
      ...rest,
      nodes: { ...nodes, q: { ...nodes.q, position: { x: 5, y: 5 } } },
    }),
    ['q'],
  ],
  ['a wire', (document) => ({ ...document, edges: {} }), []],
  [
    'a new node',
    ({ nodes, ...rest }) => ({ ...rest, nodes: { ...nodes, z: node('input') } }),
    ['z'],
  ],
  [
    'an operation',
    ({ nodes, ...rest }) => ({ ...rest, nodes: { ...nodes, q: node('subtract') } }),
    ['q'],
  ],
])('%s redraws just what it changes', (_, change, expected) => {
  expect(redrawn(change)).toEqual(expected);
});

test('a wire and a node that went leave no object behind', () => {
  const before = parts.nodes(product(), NO_SELECTION, nowhere);
  const { x: _, ...nodes } = product().nodes;
  expect(ids(parts.nodes({ ...product(), nodes }, NO_SELECTION, nowhere))).toEqual(['y', 'q', 'f']);
  const again = parts.nodes(product(), NO_SELECTION, nowhere);
  expect(again.filter((shown) => !before.includes(shown)).map(({ id }) => id)).toEqual(['x']);
});

test('the order follows new wires', () => {
  const document = product();
  parts.nodes(document, NO_SELECTION, nowhere);
  const turned = { ...document, edges: { e1: { from: 'f', to: 'q', port: 'x' } } };
  expect(ids(parts.nodes(turned, NO_SELECTION, nowhere))).toEqual(['f', 'x', 'y', 'q']);
});

test('a dragged node is where the pointer is, selected parts are marked', () => {
  const document = product();
  const dragged = new Map([['x', { x: 70, y: 80 }]]);
  const selection = { nodes: ['x'], edges: ['e1'] };
  const [x, y] = parts.nodes(document, selection, dragged);
  expect([x.position, x.selected, y.selected]).toEqual([{ x: 70, y: 80 }, true, false]);
  expect(parts.edges(document, selection).map(({ selected }) => selected)).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

test('wires with an end that is missing are left out', () => {
  const document = product();
  const edges = { ...document.edges, e9: { from: 'gone', to: 'f', port: 'x' } };
  const shown = parts.edges({ ...document, edges }, NO_SELECTION);
  expect(ids(shown)).toEqual(['e1', 'e2', 'e3', 'e4']);
  expect(shown[0]).toMatchObject({
    source: 'x',
    sourceHandle: 'out',
    target: 'q',
    targetHandle: 'x',
    type: 'wire',
  });
});

test('objects that are handed out can be written into', () => {
  const document = Object.freeze(product());
  const [first] = parts.nodes(document, NO_SELECTION, nowhere);
  expect(Object.isFrozen(first)).toBe(false);
  expect(first.position).not.toBe(document.nodes.x.position);
});

import { describe, expect, test } from 'vitest';
import { DocumentFrames } from '../../graph-core/drawing/document-frames.ts';
import { routeWires } from '../../graph-core/drawing/route/route-wires.ts';
import type { GraphDocument } from '../../graph-core/graph/document.ts';
import { node, wiredGraph } from '../../graph-core/testing/wired-graph.ts';
import { isLarge, nodeAt, nodesWithin, partFromAfar, partIn, surroundings } from './graph-part.ts';

const at = (x: number, y: number, of = node('tanh')) => ({ ...of, position: { x, y } });

/** A chain from left to right, 400 px from node to node. */
const chain = (): GraphDocument =>
  wiredGraph(
    { a: at(0, 0, node('input')), b: at(400, 0), c: at(800, 0), d: at(1200, 0), e: at(1600, 0) },
    ...['a → b.x', 'b → c.x', 'c → d.x', 'd → e.x'],
  );

function drawingOf(document: GraphDocument) {
  const frames = new DocumentFrames().of(document);
  return { frames, courses: routeWires(document, frames), dragged: new Map() };
}

describe('the part in view', () => {
  const document = chain();
  const part = partIn(document, drawingOf(document), {
    left: 700,
    top: -90,
    right: 900,
    bottom: 90,
  });

  test('has the nodes in the box and the ends of all wires that come into it', () => {
    expect([...part.nodes].sort()).toEqual(['b', 'c', 'd']);
  });

  test('has the wires that run through the box', () => {
    const ends = [...part.edges].map((id) => document.edges[id].from);
    expect(ends.sort()).toEqual(['b', 'c']);
  });
});

describe('surroundings', () => {
  const view = (x: number, y: number, zoom: number) => ({
    transform: [x, y, zoom] as const,
    width: 1000,
    height: 600,
  });

  test.each([1, 0.7, 0.3, 0.25, 3])(
    'at zoom %d hold what is seen and something around it',
    (zoom) => {
      for (const [x, y] of [
        [0, 0],
        [-333, 77],
        [4321, -987],
      ]) {
        const box = surroundings(view(x, y, zoom));
        expect(box?.left).toBeLessThan(-x / zoom);
        expect(box?.top).toBeLessThan(-y / zoom);
        expect(box?.right).toBeGreaterThan((1000 - x) / zoom);
        expect(box?.bottom).toBeGreaterThan((600 - y) / zoom);
      }
    },
  );

  test('stay the same for a small move', () => {
    expect(surroundings(view(-10, -10, 1))).toEqual(surroundings(view(-60, -40, 1.2)));
  });

  test('are nothing from afar, where the graph is painted', () => {
    expect(surroundings(view(0, 0, 0.1))).toBeNull();
  });
});

describe('from afar', () => {
  const document = chain();

  test('only what a hand is at is on the page', () => {
    const part = partFromAfar(document, drawingOf(document), ['c']);
    expect([...part.nodes]).toEqual(['c']);
    expect(part.edges.size).toBe(0);
  });

  test('the wires of what is dragged follow it, with their other ends', () => {
    const drawing = { ...drawingOf(document), dragged: new Map([['c', { x: 0, y: 0 }]]) };
    const part = partFromAfar(document, drawing, ['c']);
    expect([...part.nodes].sort()).toEqual(['b', 'c', 'd']);
    expect(part.edges.size).toBe(2);
  });

  test('a node is found under the pointer, and paper between nodes', () => {
    expect(nodeAt(document, drawingOf(document), { x: 420, y: 30 })).toBe('b');
    expect(nodeAt(document, drawingOf(document), { x: 300, y: 30 })).toBeNull();
  });

  test('a box takes the nodes that are wholly in it', () => {
    const box = { left: 390, top: -10, right: 830, bottom: 90 };
    expect(nodesWithin(document, drawingOf(document), box)).toEqual(['b']);
  });
});

test('lessons are handed over whole', () => {
  expect(isLarge(chain())).toBe(false);
});

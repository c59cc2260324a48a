import { expect, test } from 'vitest';
import type { GraphDocument, Position } from '../../graph/document.ts';
import { node, wiredGraph } from '../../testing/wired-graph.ts';
import { documentFrames } from '../document-frames.ts';
import { drawingFaults } from '../drawing-faults.ts';
import { routeWires } from './route-wires.ts';
import { pointsOf } from './smooth-path.ts';

/** x feeds f; `between` stands wherever it is put. */
function withBetween(at: Position, f: Position = { x: 700, y: 0 }): GraphDocument {
  return wiredGraph(
    {
      x: { ...node('input', { value: 1 }, 'x'), position: { x: 0, y: 0 } },
      between: { ...node('input', { value: 2 }, 'w'), position: at },
      f: { ...node('relu'), position: f },
    },
    'x → f.x',
  );
}

const faults = (document: GraphDocument) => drawingFaults(document, documentFrames(document));

test.each<[string, Position, Position | undefined]>([
  ['in the way', { x: 300, y: 0 }, undefined],
  ['a little above the way', { x: 300, y: -30 }, undefined],
  ['right behind the source', { x: 150, y: 10 }, undefined],
  ['in the way back to the left', { x: -300, y: 60 }, { x: -600, y: 200 }],
])('a wire goes round what is %s', (_, between, f) => {
  expect(faults(withBetween(between, f)).through).toEqual([]);
});

test('nodes at the same height are wired straight', () => {
  const document = withBetween({ x: 300, y: 400 });
  const [course] = routeWires(document, documentFrames(document)).values();
  expect(new Set(pointsOf(course.path).map(({ y }) => y)).size).toBe(1);
});

test('a wire arrives at its port', () => {
  const document = withBetween({ x: 300, y: 0 });
  const frames = documentFrames(document);
  const [{ path, run }] = routeWires(document, frames).values();
  const points = pointsOf(path);
  const { x, y } = document.nodes.f.position;
  expect(points[points.length - 1]).toEqual({ x: x + run.at.x, y: y + run.at.y });
});

test('wires of different sources keep beside each other on the way round', () => {
  const wall = Object.fromEntries(
    [0, 1, 2].map((i) => [
      `w${i}`,
      { ...node('input', { value: 1 }, 'w'), position: { x: 300, y: 70 * i - 70 } },
    ]),
  );
  const document = wiredGraph(
    {
      a: { ...node('input', { value: 1 }, 'a'), position: { x: 0, y: -20 } },
      b: { ...node('input', { value: 1 }, 'b'), position: { x: 0, y: 60 } },
      f: { ...node('add'), position: { x: 800, y: 0 } },
      ...wall,
    },
    ...['a → f.x', 'b → f.y'],
  );
  const { through, crossings } = faults(document);
  expect(through).toEqual([]);
  expect(crossings).toBeLessThanOrEqual(1);
  const heights = [...routeWires(document, documentFrames(document)).values()].map(({ path }) =>
    pointsOf(path)
      .filter(({ x }) => x > 320 && x < 400)
      .map(({ y }) => y),
  );
  const [first, second] = heights;
  for (const y of first) for (const other of second) expect(Math.abs(y - other)).toBeGreaterThan(6);
});

test('wires at which nothing moved keep their course while others are dragged', () => {
  const document = withBetween({ x: 300, y: 400 });
  const frames = documentFrames(document);
  const before = routeWires(document, frames);
  const still = routeWires(document, frames, { before, moved: new Set(['between']) });
  expect([...still.values()][0]).toBe([...before.values()][0]);
});

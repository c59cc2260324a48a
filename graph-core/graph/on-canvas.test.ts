import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wirings } from '../testing/random-wiring.ts';
import { MAX_POSITION } from './limits.ts';
import { onCanvas } from './on-canvas.ts';
import { placeNodes } from './place-nodes.ts';
import { topologicalOrder } from './topological-order.ts';

const coordinates = fc.oneof(
  fc.double(),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
);

test('any position becomes one that a file may hold, and stays where it is when it is one', () => {
  fc.assert(
    fc.property(coordinates, coordinates, (x, y) => {
      const position = onCanvas({ x, y });
      for (const [coordinate, given] of [
        [position.x, x],
        [position.y, y],
      ]) {
        expect(Math.abs(coordinate)).toBeLessThanOrEqual(MAX_POSITION);
        if (Math.abs(given) <= MAX_POSITION) expect(coordinate).toBe(given);
      }
    }),
    { seed: 1 },
  );
});

test('nodes without a place stand right of what they read, no two in one place', () => {
  fc.assert(
    fc.property(wirings({ acyclic: true }), (document) => {
      const positions = placeNodes(document, Object.keys(document.nodes));
      const { depth } = topologicalOrder(document);
      const places = [...positions.values()].map(({ x, y }) => `${x} ${y}`);
      expect(new Set(places).size).toBe(places.length);
      for (const { from, to } of Object.values(document.edges)) {
        expect(positions.get(from)?.x).toBeLessThan(positions.get(to)?.x ?? Number.NaN);
      }
      for (const [id, { x }] of positions) expect(x).toBe(180 * (depth.get(id) ?? Number.NaN));
    }),
    { seed: 1 },
  );
});

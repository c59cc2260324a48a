import fc from 'fast-check';
import { expect, test } from 'vitest';
import { reaches, wirings } from '../testing/random-wiring.ts';
import type { GraphDocument } from './document.ts';
import { wirePath } from './wire-path.ts';

/** The fewest wires from one node to another, by trying lengths one after the other; null when none leads there. */
function fewestWires({ nodes, edges }: GraphDocument, start: string, end: string): number | null {
  let at = new Set([start]);
  for (let wires = 0; wires <= Object.keys(nodes).length; wires++) {
    if (at.has(end)) return wires;
    at = new Set(Object.values(edges).flatMap(({ from, to }) => (at.has(from) ? [to] : [])));
  }
  return null;
}

const places = wirings().chain((document) => {
  const id = fc.constantFrom(...Object.keys(document.nodes));
  return fc.tuple(fc.constant(document), id, id);
});

test('a path is a shortest way along wires that are there', () => {
  fc.assert(
    fc.property(places, ([document, start, end]) => {
      const path = wirePath(document, start, end);
      const fewest = fewestWires(document, start, end);
      expect(path === null ? null : path.length - 1).toBe(fewest);
      if (path === null) return;
      expect([path[0], path.at(-1)]).toEqual([start, end]);
      for (let i = 1; i < path.length; i++) {
        const wires = Object.values(document.edges);
        expect(wires.some(({ from, to }) => from === path[i - 1] && to === path[i])).toBe(true);
      }
      expect(new Set(path).size).toBe(path.length);
    }),
    { seed: 1 },
  );
});

test('there is no path where no way leads, and one of no wires from a node to itself', () => {
  fc.assert(
    fc.property(places, ([document, start, end]) => {
      if (start === end) expect(wirePath(document, start, end)).toEqual([start]);
      else expect(wirePath(document, start, end) !== null).toBe(reaches(document)(start, end));
    }),
    { seed: 1 },
  );
});

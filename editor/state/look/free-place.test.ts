import { expect, test } from 'vitest';
import type { Box } from '../../../graph-core/drawing/box.ts';
import { LABEL_RUN } from '../../../graph-core/drawing/node-geometry.ts';
import type { GraphDocument, Position } from '../../../graph-core/graph/document.ts';
import { edited } from '../../../graph-core/graph/edit.ts';
import { pastePart, selectedPart } from '../../../graph-core/graph/fragment.ts';
import { node, wiredGraph } from '../../../graph-core/testing/wired-graph.ts';
import { boxAround, freeOffset, isInside } from './free-place.ts';

const AREA: Box = { left: -40, top: -40, right: 900, bottom: 640 };

function at(op: string, position: Position, name?: string) {
  return { ...node(op, {}, name), position };
}

/** x → f in the upper left of the area. */
function small(): GraphDocument {
  return wiredGraph(
    { x: at('input', { x: 0, y: 0 }, 'x'), f: at('relu', { x: 260, y: 0 }) },
    'x → f.x',
  );
}

/** The document after so many pastes of the nodes, and the keys of the last copies. */
function pasted(document: GraphDocument, ids: readonly string[], times: number, area: Box | null) {
  const part = selectedPart(document, ids);
  let keys: readonly string[] = [];
  let now = document;
  const places: string[] = [];
  for (let i = 0; i < times; i++) {
    now = edited(now, (draft) => {
      const offset = freeOffset(now, part, area);
      places.push(JSON.stringify(offset));
      keys = [...pastePart(draft, part, offset).nodes.values()];
    });
    const copies = boxAround(keys.map((id) => now.nodes[id]));
    if (area !== null) expect(copies !== null && isInside(copies, area)).toBe(true);
  }
  return { now, places };
}

/** Pairs of nodes whose names and numbers would lie on each other. */
function overlaps({ nodes }: GraphDocument): number {
  const all = Object.values(nodes);
  let count = 0;
  for (const a of all) {
    for (const b of all) {
      const dx = Math.abs(a.position.x - b.position.x);
      const dy = Math.abs(a.position.y - b.position.y);
      if (a !== b && dx < LABEL_RUN && dy < 90) count++;
    }
  }
  return count;
}

test('pastes land in places of their own, in what is seen, clear of names and numbers', () => {
  for (const ids of [['x'], ['f'], ['x', 'f']]) {
    const { now, places } = pasted(small(), ids, 3, AREA);
    expect(new Set(places).size).toBe(3);
    expect(overlaps(now)).toBe(0);
  }
});

test('what stood elsewhere comes into the middle of what is seen', () => {
  const far: Box = { left: 5000, top: 5000, right: 5900, bottom: 5600 };
  const { now } = pasted(small(), ['x', 'f'], 1, far);
  const copy = boxAround(Object.values(now.nodes).filter(({ position }) => position.x > 4000));
  expect(((copy?.left ?? 0) + (copy?.right ?? 0)) / 2).toBeCloseTo(5450, 0);
});

test('where nothing stands it goes back to where it was', () => {
  const document = small();
  const part = selectedPart(document, ['f']);
  const without = selectedPart(document, ['x']);
  expect(freeOffset(without, part, AREA)).toEqual({ x: 0, y: 0 });
});

test('what has no room in what is seen goes beside it, and never onto what is there', () => {
  const tight: Box = { left: -20, top: -20, right: 420, bottom: 90 };
  const part = selectedPart(small(), ['x', 'f']);
  const offset = freeOffset(small(), part, tight);
  const now = edited(small(), (draft) => void pastePart(draft, part, offset));
  expect(overlaps(now)).toBe(0);
});

test('what is larger than what is seen goes below everything', () => {
  const tight: Box = { left: 0, top: 0, right: 100, bottom: 100 };
  const offset = freeOffset(small(), small(), tight);
  const now = edited(small(), (draft) => void pastePart(draft, small(), offset));
  expect(overlaps(now)).toBe(0);
});

test('a thousand nodes find a place among thousands', () => {
  const nodes = Object.fromEntries(
    Array.from({ length: 4000 }, (_, i) => [
      `n${i}`,
      at('relu', { x: (i % 80) * 200, y: Math.floor(i / 80) * 120 }),
    ]),
  );
  const many = wiredGraph(nodes);
  const part = selectedPart(many, Object.keys(nodes).slice(0, 1000));
  const offset = freeOffset(many, part, { left: 0, top: 0, right: 20_000, bottom: 9000 });
  const now = edited(many, (draft) => void pastePart(draft, part, offset));
  expect(overlaps(now)).toBe(0);
});

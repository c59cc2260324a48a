import { expect, test } from 'vitest';
import { around, type Box, overlaps as isOn, shifted } from '../../../graph-core/drawing/box.ts';
import { documentFrames } from '../../../graph-core/drawing/document-frames.ts';
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

/** Pairs of nodes of which one would lie on the other, its name or its numbers. */
function overlaps(document: GraphDocument): number {
  const frames = documentFrames(document);
  const all = Object.entries(document.nodes).map(([id, { position }]) =>
    (frames.get(id)?.boxes ?? []).map((box) => shifted(box, position)),
  );
  let count = 0;
  const extents = all.map((boxes) => around(boxes) ?? AREA);
  all.forEach((a, i) => {
    for (let k = i + 1; k < all.length; k++) {
      if (!isOn(extents[i], extents[k])) continue;
      if (a.some((p) => all[k].some((q) => isOn(p, q)))) count++;
    }
  });
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

test('a new node keeps clear of a matrix that a wire beside it prints', () => {
  const document = wiredGraph(
    {
      X: {
        ...node(
          'input',
          {
            value: [
              [1, 2, 3],
              [4, 5, 6],
              [7, 8, 9],
            ],
          },
          'X',
        ),
        position: { x: 0, y: 0 },
      },
      f: at('relu', { x: 460, y: 0 }),
    },
    'X → f.x',
  );
  const part = wiredGraph({ w: at('parameter', { x: 150, y: -20 }, 'w') });
  const offset = freeOffset(document, part, AREA);
  const now = edited(document, (draft) => void pastePart(draft, part, offset));
  expect(overlaps(now)).toBe(0);
});

test('a thousand nodes find a place among thousands', () => {
  const nodes = Object.fromEntries(
    Array.from({ length: 4000 }, (_, i) => [
      `n${i}`,
      at('relu', { x: (i % 80) * 270, y: Math.floor(i / 80) * 130 }),
    ]),
  );
  const many = wiredGraph(nodes);
  const part = selectedPart(many, Object.keys(nodes).slice(0, 1000));
  const offset = freeOffset(many, part, { left: 0, top: 0, right: 27_000, bottom: 9800 });
  const now = edited(many, (draft) => void pastePart(draft, part, offset));
  expect(overlaps(now)).toBe(0);
});

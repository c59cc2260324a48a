import { expect, test } from 'vitest';
import { labelForm } from '../../graph-core/drawing/label-form.ts';
import { LABEL_GAP } from '../../graph-core/drawing/node-frame.ts';
import type { Shape } from '../../graph-core/tensor/shape.ts';
import { SPARE } from './unit-label.tsx';
import { planUnits, type Room, UNIT_GAP, unitAt, unitCorner } from './unit-places.ts';

/** A room for four columns of two. */
const NARROW: Room = { width: 145, height: 72 };

/** The room of value and gradient at a wire. */
function roomOf(shape: Shape): Room {
  const { width, height } = labelForm(shape);
  return { width, height: 2 * (height + LABEL_GAP + SPARE) };
}

test('1 to 16 units have pictures of 28 px or more in the room of their label, whatever the batch', () => {
  for (const rows of [1, 2, 3, 4, 5, 10, 16, 17, 64, 300]) {
    for (let units = 1; units <= 16; units++) {
      const room = roomOf([rows, units]);
      const places = planUnits(units, units, room);
      const last = unitCorner(places, units - 1);
      const fits =
        Math.min(places.left, places.top) >= 0 &&
        last.x + places.side <= room.width &&
        last.y + places.side <= room.height;
      expect([rows, units, places.drawn, places.side >= 28, fits]).toEqual([
        rows,
        units,
        units,
        true,
        true,
      ]);
    }
  }
});

test('of more units than have room the first are drawn, and one place is for the number of the others', () => {
  const places = planUnits(128, 16, NARROW);
  expect(places).toMatchObject({ columns: 4, rows: 2, drawn: 7 });
  expect(planUnits(40, 16, { width: 1000, height: 200 })).toMatchObject({ drawn: 16 });
});

test('a point finds its unit, and none beside the pictures or where the others are counted', () => {
  const places = planUnits(128, 16, NARROW);
  for (let unit = 0; unit < places.drawn; unit++) {
    const { x, y } = unitCorner(places, unit);
    expect(unitAt(places, x, y)).toBe(unit);
    expect(unitAt(places, x + places.side, y + places.side)).toBe(unit);
  }
  const others = unitCorner(places, places.drawn);
  expect(unitAt(places, others.x + 5, others.y + 5)).toBeNull();
  expect(unitAt(places, places.left - 1, places.top + 5)).toBeNull();
  expect(unitAt(places, places.left + 5, places.top - UNIT_GAP)).toBeNull();
});

import { expect, test } from 'vitest';
import type { Box } from '../../graph-core/drawing/box.ts';
import type { View } from '../state/look/canvas-look.ts';
import type { StepFocus } from './step-focus.ts';
import { planRide, type Stepped } from './step-ride.ts';

const box = (left: number, top: number, width = 100, height = 60): Box => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
});
const at = (whole: Box, least = whole): StepFocus => ({ least, whole });
const area = box(0, 0, 1000, 700);

function ride(change: Partial<Stepped> & { readonly focus: StepFocus }): View | null {
  return planRide({ ahead: [], view: { x: 0, y: 0, zoom: 1 }, area, isOwnZoom: false, ...change });
}

/** The part of the canvas that is seen. */
function seen(view: View | null): Box {
  if (view === null) throw new Error('the view stays');
  const { x, y, zoom } = view;
  return box(-x / zoom, -y / zoom, area.right / zoom, area.bottom / zoom);
}
const covers = (outer: Box, inner: Box): boolean =>
  outer.left <= inner.left &&
  outer.top <= inner.top &&
  outer.right >= inner.right &&
  outer.bottom >= inner.bottom;

test('the view stays while the place at work is seen and can be read', () => {
  expect(ride({ focus: at(box(20, 20)) })).toBeNull();
  expect(ride({ focus: at(box(880, 630)) })).toBeNull();
});

test('a place out of view comes to the middle, in the size the canvas has', () => {
  expect(ride({ focus: at(box(2000, 900)) })).toEqual({ x: -1550, y: -580, zoom: 1 });
});

test('a graph too small to read is seen near, in one that someone chose the zoom stays', () => {
  const small = { x: 0, y: 0, zoom: 0.3 };
  expect(ride({ focus: at(box(20, 20)), view: small })?.zoom).toBe(0.85);
  expect(ride({ focus: at(box(20, 20)), view: small, isOwnZoom: true })).toBeNull();
  expect(ride({ focus: at(box(9000, 20)), view: small, isOwnZoom: true })?.zoom).toBe(0.3);
});

test('a long wire is seen whole, further off while its text can be read', () => {
  const whole = box(5000, 0, 1150, 60);
  const view = ride({ focus: at(whole), view: { x: 0, y: 0, zoom: 0.5 } });
  expect(view?.zoom).toBeCloseTo(944 / 1150, 6);
  expect(covers(seen(view), whole)).toBe(true);
});

test('of a wire too long for that the numbers and the node at work are seen', () => {
  const least = box(9000, 3000, 300, 120);
  const view = ride({ focus: at(box(0, 0, 9300, 3120), least), view: { x: 0, y: 0, zoom: 0.4 } });
  expect(view?.zoom).toBe(0.8);
  expect(covers(seen(view), least)).toBe(true);
});

test('the place is chosen so that the next steps are seen as well, as far as they have room', () => {
  const ahead = [at(box(1700, 0)), at(box(1400, 0)), at(box(200, 0))];
  const view = ride({ focus: at(box(2000, 0)), ahead });
  expect(covers(seen(view), box(1400, 0, 700, 60))).toBe(true);
  expect(view === null || ride({ focus: ahead[1], view })).toBeNull();
});

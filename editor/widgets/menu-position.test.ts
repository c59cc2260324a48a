import { expect, test } from 'vitest';
import { planMenuPosition } from './menu-position.ts';

const viewport = { width: 1000, height: 600 };
const menu = { width: 200, height: 300 };
const button = (left: number, top: number) => ({ left, top, right: left + 80, bottom: top + 32 });

test.each([
  ['below the button', button(100, 20), { left: 100, top: 56 }],
  ['right-aligned at the right edge', button(900, 20), { left: 780, top: 56 }],
  ['inside the window when the button is not', button(990, 20), { left: 792, top: 56 }],
  ['above a button near the bottom', button(100, 500), { left: 100, top: 196 }],
  ['as low as possible when neither side has room', button(100, 290), { left: 100, top: 292 }],
])('a menu opens %s', (_, at, expected) => {
  expect(planMenuPosition(at, menu, viewport)).toEqual(expected);
});

test('a menu wider than the window keeps its left edge visible', () => {
  expect(planMenuPosition(button(5, 5), { width: 2000, height: 10 }, viewport).left).toBe(8);
});

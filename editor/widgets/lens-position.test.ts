import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planLensPosition } from './lens-position.ts';

const viewport = { width: 1000, height: 800 };
const lens = { width: 300, height: 250 };

test('a lens opens below its anchor, in the middle', () => {
  const anchor = { x: 400, y: 100, width: 60, height: 20 };
  expect(planLensPosition(anchor, lens, viewport)).toEqual({ left: 280, top: 128 });
});

test('without room below it opens above', () => {
  const anchor = { x: 400, y: 700, width: 60, height: 20 };
  expect(planLensPosition(anchor, lens, viewport)).toEqual({ left: 280, top: 442 });
});

test('wherever the anchor is, the lens leaves it free and stays in the window', () => {
  const anchors = fc.record({
    x: fc.integer({ min: 0, max: 940 }),
    y: fc.integer({ min: 0, max: 780 }),
    width: fc.constant(60),
    height: fc.constant(20),
  });
  fc.assert(
    fc.property(anchors, fc.integer({ min: 100, max: 600 }), (anchor, height) => {
      const size = { width: 300, height };
      const { left, top } = planLensPosition(anchor, size, viewport);
      expect(left).toBeGreaterThanOrEqual(8);
      expect(top).toBeGreaterThanOrEqual(8);
      expect(left + size.width).toBeLessThanOrEqual(992);
      expect(top + size.height).toBeLessThanOrEqual(792);
      const apart =
        left >= anchor.x + anchor.width ||
        left + size.width <= anchor.x ||
        top >= anchor.y + anchor.height ||
        top + size.height <= anchor.y;
      expect(apart).toBe(true);
    }),
    { seed: 9 },
  );
});

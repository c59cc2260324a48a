import { expect, test } from 'vitest';
import { FactorCurve } from './factor-curve.ts';

function curveOf(length: number): FactorCurve {
  const curve = new FactorCurve();
  // In pieces of 1, 2, 3, … as a run gives them.
  for (let [first, piece] = [0, 1]; first < length; piece++) {
    const losses = Array.from({ length: Math.min(piece, length - first) }, (_, i) => first + i);
    curve.record(first, losses);
    first += losses.length;
  }
  return curve;
}

test('the first losses are points of their own however long the run is', () => {
  for (const length of [5, 100, 100_000]) {
    const { step, loss } = curveOf(length).points();
    const first = Math.min(length, 32);
    expect([...step.slice(0, first)]).toEqual(Array.from({ length: first }, (_, i) => i));
    expect([...loss.slice(0, first)]).toEqual([...step.slice(0, first)]);
  }
});

test('points ascend, are never farther apart than a sixteenth, and few: 300 in a million steps', () => {
  const { step } = curveOf(1_000_000).points();
  expect(step.length).toBeLessThan(300);
  for (let i = 1; i < step.length; i++) {
    expect(step[i]).toBeGreaterThan(step[i - 1]);
    expect(step[i]).toBeLessThanOrEqual(Math.max(step[i - 1] + 1, (step[i - 1] + 1) * (17 / 16)));
  }
});

test('the last loss is told as it is, all others are means of what lies between', () => {
  const { step, loss } = curveOf(1000).points();
  expect([step.at(-1), loss.at(-1)]).toEqual([999, 999]);
  for (let i = 1; i < step.length - 1; i++) {
    expect(loss[i]).toBe((step[i - 1] + 1 + step[i]) / 2);
  }
});

test('a cut forgets the losses from a step on, and what is recorded then is as if nothing had been', () => {
  const curve = curveOf(1000);
  curve.cut(500);
  const { step } = curve.points();
  expect(step.at(-1)).toBeLessThan(500);
  curve.cut(40);
  for (let i = (curve.points().step.at(-1) ?? -1) + 1; i < 700; i++) curve.record(i, [i]);
  expect(curve.points()).toEqual(curveOf(700).points());
  curve.cut(700);
  expect(curve.points()).toEqual(curveOf(700).points());
  curve.clear();
  expect(curve.points().step.length).toBe(0);
});

import { describe, expect, test } from 'vitest';
import { LossCurve } from './loss-curve.ts';

/** A curve of these losses, at steps 0, 1, 2, … */
function curveOf(losses: readonly number[]): LossCurve {
  const curve = new LossCurve();
  for (const [step, loss] of losses.entries()) curve.record(step, loss);
  return curve;
}

const ramp = (length: number): number[] => Array.from({ length }, (_, i) => i);

test('few losses are points of their own', () => {
  const { step, loss } = curveOf([5, 4, 3]).points();
  expect([[...step], [...loss]]).toEqual([
    [0, 1, 2],
    [5, 4, 3],
  ]);
});

describe.each([499, 500, 997, 998, 2000, 5003])('of %i losses', (length) => {
  const { step, loss } = curveOf(ramp(length)).points();

  test('there are at most 498 points, as many steps as losses', () => {
    expect(step.length).toBeLessThanOrEqual(498);
    expect(loss.length).toBe(step.length);
  });

  test('steps ascend from the first one and reach to the last', () => {
    expect(step[0]).toBe(0);
    expect(step.every((at, i) => i === 0 || at > step[i - 1])).toBe(true);
    expect(step[step.length - 1]).toBe(length - 1);
  });

  test('the last loss is told as it is, and no point is farther from the next than its share', () => {
    expect(loss[loss.length - 1]).toBe(length - 1);
    const apart = step.slice(1).map((at, i) => at - step[i]);
    expect(Math.max(...apart)).toBeLessThanOrEqual(Math.max(1, (4 * length) / 498));
  });

  test('the first loss stays as it is, and no mean leaves the losses it is of', () => {
    expect(loss[0]).toBe(0);
    for (let i = 1; i < step.length; i++) {
      expect(loss[i]).toBeGreaterThan(step[i - 1]);
      expect(loss[i]).toBeLessThanOrEqual(step[i]);
    }
  });
});

test('a cut forgets the losses from a step on, and a half-done point with them', () => {
  const curve = curveOf(ramp(10));
  curve.cut(4);
  expect([...curve.points().step]).toEqual([0, 1, 2, 3]);
  curve.record(4, 40);
  expect([...curve.points().loss]).toEqual([0, 1, 2, 3, 40]);
});

test('a cut beyond the end changes nothing', () => {
  const curve = curveOf(ramp(600));
  const before = curve.points();
  curve.cut(600);
  expect(curve.points()).toEqual(before);
});

test('what was read stays when the curve goes on', () => {
  const curve = curveOf([1, 2]);
  const before = curve.points();
  curve.record(2, 3);
  expect([...before.loss]).toEqual([1, 2]);
});

test('a cleared curve is a new one', () => {
  const curve = curveOf(ramp(3000));
  curve.clear();
  expect(curve.points().step.length).toBe(0);
  curve.record(0, 7);
  curve.record(1, 8);
  expect([...curve.points().loss]).toEqual([7, 8]);
});

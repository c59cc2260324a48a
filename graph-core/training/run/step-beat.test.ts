import { expect, test } from 'vitest';
import { StepBeat } from './step-beat.ts';

test('the first step is due at once, each other one a beat after the one before', () => {
  const beat = new StepBeat(10, 1000, 'at once');
  expect([beat.due(1000), beat.wait(1000)]).toEqual([1, 0]);
  beat.did(1);
  expect([beat.due(1000), beat.wait(1000)]).toEqual([0, 100]);
  expect([beat.due(1099), beat.wait(1099)]).toEqual([0, 1]);
  expect(beat.due(1100)).toBe(1);
});

test('a changed speed holds from the next beat on', () => {
  const beat = new StepBeat(2, 1000, 'a beat later');
  expect([beat.due(1000), beat.wait(1000)]).toEqual([0, 500]);
  expect(beat.due(1500)).toBe(1);
});

test('steps that came between two looks are all due', () => {
  const beat = new StepBeat(1000, 0, 'at once');
  expect(beat.due(20)).toBe(21);
  beat.did(21);
  expect(beat.due(50)).toBe(30);
});

test('after a long silence it does not rush: a tenth of a second is made up for, no more', () => {
  const beat = new StepBeat(1000, 0, 'at once');
  beat.did(1);
  expect(beat.due(60_000)).toBeLessThanOrEqual(102);
  beat.did(beat.due(60_000));
  expect(beat.due(60_010)).toBe(10);
  const slow = new StepBeat(1, 0, 'at once');
  slow.did(1);
  expect(slow.due(60_000)).toBe(1);
});

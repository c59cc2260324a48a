import { expect, test } from 'vitest';
import { type Setting, setting } from './setting.ts';
import { settingFault } from './setting-fault.ts';

const rate = setting.number(0.5, 'A rate.', { min: 0, max: 1 });
const count = setting.integer(2, 'How many.', { min: 1 });
const form = setting.choice(['exact', 'fast'], 'Which one.');

test.each<[Setting, unknown]>([
  [rate, 1],
  [count, 3],
  [setting.optionalInteger(null, 'Where to end.'), null],
  [setting.optionalInteger(null, 'Where to end.'), -2],
  [setting.boolean(true, 'Whether.'), false],
  [form, 'fast'],
  [setting.axes(null, 'Which axes.'), [0, -1]],
  [setting.integers(null, 'Amounts.'), null],
  [setting.shape(null, 'A shape.'), ['N', 2, -1]],
  [setting.tensor(null, 'Numbers.'), [[1, 2]]],
])('%j takes %j', (spec, value) => {
  expect(settingFault('a', spec, value)).toBeNull();
});

test.each<[Setting, unknown, string]>([
  [rate, '1', 'a: "1" is not a finite number → use a number such as 0.5'],
  [rate, Number.NaN, 'a: null is not a finite number → use a number such as 0.5'],
  [rate, -1, 'a: -1 is below 0 → use at least 0'],
  [rate, 2, 'a: 2 is above 1 → use at most 1'],
  [count, 2.4, 'a: 2.4 is not a whole number → use 2'],
  [
    setting.optionalInteger(1, 'End.'),
    0.5,
    'a: 0.5 is not a whole number → use a whole number, or none',
  ],
  [setting.boolean(true, 'Whether.'), 1, 'a: 1 is neither true nor false → use true or false'],
  [form, 'slow', 'a: "slow" is not one of its choices → use exact or fast'],
  [
    setting.axes(null, 'Axes.'),
    [0.5],
    'a: [0.5] is not a list of at most 8 whole numbers → use a list such as [0, 1]',
  ],
  [
    setting.shape(null, 'Shape.'),
    ['a b'],
    'a: ["a b"] is not a shape → use a list of sizes and names such as [2, 3] or ["N", 2]',
  ],
  [
    setting.shape(null, 'Shape.'),
    [-2],
    'a: [-2] is not a shape → use a list of sizes and names such as [2, 3] or ["N", 2]',
  ],
  [
    setting.tensor(null, 'Numbers.'),
    [[1], [2, 3]],
    'a: a row of 2 where the first one has 1 at [1] → use a number or equally long lists of numbers',
  ],
])('%j refuses %j: %s', (spec, value, expected) => {
  const fault = settingFault('a', spec, value);
  expect(fault === null ? 'no fault' : `${fault.message} → ${fault.hint}`).toBe(expected);
});

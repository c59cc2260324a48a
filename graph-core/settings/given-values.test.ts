import { describe, expect, test } from 'vitest';
import { boundedValues, completeValues, optionFaults } from './given-values.ts';
import { setting, settingLabel, settingStep } from './setting.ts';
import { settingFault } from './setting-fault.ts';

const specs = {
  decay: setting.number(0.5, 'A share.', { min: 0, max: 1 }),
  every: setting.integer(4, 'A count.', { min: 1, max: 9 }),
  exact: setting.boolean(true, 'Whether.'),
};

test('what is not given has its default, what is given stays, and nothing else comes in', () => {
  expect(completeValues(specs)).toEqual({ decay: 0.5, every: 4, exact: true });
  const given = { every: 2, exact: false, other: 1 };
  expect(completeValues(specs, given)).toEqual({ decay: 0.5, every: 2, exact: false });
});

test('names that every object has are neither given nor settings', () => {
  const inherited = Object.create({ decay: 7 }) as Record<string, number>;
  expect(completeValues(specs, inherited).decay).toBe(0.5);
  expect(boundedValues({}, { constructor: 1 } as never)).toEqual({});
  expect(optionFaults('rule', specs, { toString: 1 }).map(({ code }) => code)).toEqual([
    'unknown-option',
  ]);
});

test('bounded values are whole where they have to be and no farther than their bounds', () => {
  const { decay, every } = specs;
  expect(boundedValues({ decay, every }, { decay: -3, every: 2.6 })).toEqual({
    decay: 0,
    every: 3,
  });
  expect(boundedValues({ decay, every }, { decay: 3, every: 1e9 })).toEqual({ decay: 1, every: 9 });
});

test('bounding is bounding once: what was bounded suits its settings and stays as it is', () => {
  const { decay, every } = specs;
  for (const number of [-1e300, -1, -0.5, 0, 0.3, 0.5, 1, 4.5, 9, 9.5, 1e300]) {
    const once = boundedValues({ decay, every }, { decay: number, every: number });
    expect(boundedValues({ decay, every }, once)).toEqual(once);
    expect(settingFault('decay', decay, once.decay)).toBeNull();
    expect(settingFault('every', every, once.every)).toBeNull();
  }
});

describe('options of a rule are refused when they are', () => {
  test.each<[string, Record<string, number | boolean>, string]>([
    ['below their range', { decay: -1 }, 'rule: decay is -1 / use a number from 0 to 1'],
    ['above it', { decay: 2 }, 'rule: decay is 2 / use a number from 0 to 1'],
    ['no number', { decay: true }, 'rule: decay is true / use a number from 0 to 1'],
    ['not finite', { decay: Number.NaN }, 'rule: decay is NaN / use a number from 0 to 1'],
    ['not whole', { every: 1.5 }, 'rule: every is 1.5 / use a whole number from 1 to 9'],
    ['neither true nor false', { exact: 1 }, 'rule: exact is 1 / use true or false'],
    ['misspelled', { decy: 0.1 }, 'rule has no option decy / did you mean decay?'],
  ])('%s', (_, given, expected) => {
    const faults = optionFaults('rule', specs, given);
    expect(faults.map(({ message, hint }) => `${message} / ${hint}`)).toEqual([expected]);
  });
});

test('a range without an end says so', () => {
  const open = { from: setting.number(0, 'A number.', { min: 2 }) };
  expect(optionFaults('rule', open, { from: 1 })[0].hint).toBe('use a number from 2 to Infinity');
});

test('a setting is called by its title or by its key in words, with its symbol', () => {
  expect(settingLabel('keepDims', setting.boolean(false, 'Whether.'))).toBe('keep dims');
  expect(settingLabel('every', setting.integer(1, 'Steps.', { title: 'every … steps' }))).toBe(
    'every … steps',
  );
  expect(settingLabel('decay', setting.number(0.9, 'A share.', { symbol: 'ρ' }))).toBe('decay ρ');
});

test('an arrow key adds what the setting says, else a tenth of the size of its default', () => {
  expect(settingStep(setting.number(0.5, '', { step: 0.05 }))).toBe(0.05);
  expect(settingStep(setting.number(0.001, ''))).toBeCloseTo(0.0001, 18);
  expect(settingStep(setting.number(-0.5, ''))).toBeCloseTo(0.01, 18);
  expect(settingStep(setting.number(0, ''))).toBe(0.01);
  expect(settingStep(setting.integer(2000, ''))).toBe(100);
  expect(settingStep(setting.integer(3, ''))).toBe(1);
});

import { expect, test } from 'vitest';
import { lessonSum } from './lesson-sum.ts';

const numbers = {
  number: (of: 'value' | 'gradient', name: string, index: readonly number[]) => {
    const values: Record<string, readonly number[]> =
      of === 'value' ? { w1: [3], s: [1, 2, 4] } : { w1: [8] };
    const list = values[name];
    return list?.[index[0] ?? 0] ?? null;
  },
};

test.each([
  ['1+2*3', 7],
  ['(1+2)*3', 9],
  ['-2^2', -4],
  ['2^-1', 0.5],
  ['2^3^2', 512],
  ['7-2-3', 2],
  ['12/2/3', 2],
  ['w1-0.25*d(w1)', 1],
  ['s[2]/(s[0]+s[1]+s[2])', 4 / 7],
  ['exp(ln(5))', 5],
  ['log10(100)', 2],
  ['1e-4', 1e-4],
  [' sqrt( 16 ) ', 4],
])('%s gives %f within 1e-12', (text, expected) => {
  expect(lessonSum(text, numbers)).toBeCloseTo(expected, 12);
});

test.each(['', '1+', '(1', '1 2', 'w9', 'd(s)', 's[9]', 'alert(1)', '1;2', 'x'.repeat(300)])(
  '"%s" gives nothing',
  (text) => {
    expect(lessonSum(text, numbers)).toBeNull();
  },
);

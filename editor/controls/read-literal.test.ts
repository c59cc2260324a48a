import { expect, test } from 'vitest';
import { readList, readLiteral } from './read-literal.ts';

test.each<[string, unknown]>([
  ['', null],
  ['0,5', 0.5],
  ['1/3', 1 / 3],
  [
    '[[1, 2], [3, 4]]',
    [
      [1, 2],
      [3, 4],
    ],
  ],
  [
    '[[−1, .5], [+1, 2^-1]]',
    [
      [-1, 0.5],
      [1, 0.5],
    ],
  ],
  [' [ 1e3 , -e ] ', [1000, -Math.E]],
  ['[(1 + 2)/4]', [0.75]],
  ['[-0]', [-0]],
  ['[[]]', [[]]],
])('"%s" reads as %j', (text, value) => {
  expect(readLiteral(text)).toEqual(value);
});

test.each(['[1, two]', '[1, 2', '1, 2', '[1,, 2]', '{"a": 1}', 'true', '[null]', '["1"]'])(
  '"%s" is no literal and stays text',
  (text) => {
    expect(readLiteral(text)).toBe(text);
  },
);

test.each<[string, unknown]>([
  ['', null],
  ['[]', []],
  ['0, 1', [0, 1]],
  ['[-1]', [-1]],
  ['−1, +2', [-1, 2]],
  ['N, 2^3, e', ['N', 8, 'e']],
  ['1e3', [1000]],
  ['1,,2', [1, '', 2]],
])('"%s" is the list %j', (text, value) => {
  expect(readList(text)).toEqual(value);
});

import { expect, test } from 'vitest';
import { parseHexColor } from './theme-colors.ts';

test.each([
  ['#00755e', [0, 117, 94]],
  ['#fff', [255, 255, 255]],
  ['#1a0', [17, 170, 0]],
])('%s reads as numbers', (text, rgb) => {
  expect(parseHexColor(text)).toEqual(rgb);
});

test('what is no hexadecimal color is mid-gray', () => {
  expect(parseHexColor('rgb(1 2 3)')).toEqual([128, 128, 128]);
});

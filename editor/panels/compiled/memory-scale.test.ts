import { expect, test } from 'vitest';
import { addressScale, sharesOf } from './memory-scale.ts';

const block = (name: string, address: number, bytes: number) => ({
  name,
  shape: [bytes / 4],
  role: 'computed' as const,
  address,
  bytes,
  first: 0,
  last: 0,
});

test('the picture is as wide as it may be, in the order of addresses', () => {
  const scale = addressScale([block('a', 0, 64), block('b', 64, 448), block('c', 512, 64)], 500);
  expect([0, 64, 512, 576].map(scale)).toEqual([0, 100, 400, 500]);
});

test('one block of no bytes is drawn somewhere', () => {
  expect(addressScale([block('a', 4160, 0)], 500)(4160)).toBe(0);
});

test('blocks share memory when their bytes overlap', () => {
  const a = block('a', 0, 128);
  const b = block('b', 64, 64);
  const c = block('c', 128, 64);
  expect(sharesOf(a, [a, b, c])).toEqual(['b']);
  expect(sharesOf(c, [a, b, c])).toEqual([]);
});

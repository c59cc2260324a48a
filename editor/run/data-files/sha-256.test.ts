import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { sha256 } from './sha-256.ts';

test('every length around the blocks has the digest that the platform gives', () => {
  for (let length = 0; length <= 200; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 131 + length) & 255);
    const expected = createHash('sha256').update(bytes).digest('hex');
    expect(Buffer.from(sha256(bytes)).toString('hex')).toBe(expected);
  }
});

test('a file of some megabytes has the digest that the platform gives', () => {
  const bytes = Uint8Array.from({ length: 3_000_001 }, (_, i) => (i * i) & 255);
  const expected = createHash('sha256').update(bytes).digest('hex');
  expect(Buffer.from(sha256(bytes)).toString('hex')).toBe(expected);
});

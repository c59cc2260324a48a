import { expect, test } from 'vitest';
import { FreshNames } from './fresh-names.ts';

test.each<[name: string, taken: string[], fresh: string]>([
  ['W', [], 'W'],
  ['W', ['W'], 'W2'],
  ['W', ['W', 'W2', 'W3'], 'W4'],
  ['x1', ['x1'], 'x2'],
  ['x1', ['x1', 'x2'], 'x3'],
  ['W_1', ['W_1'], 'W_2'],
  ['layer 9', ['layer 9'], 'layer 10'],
  ['v0', ['v0'], 'v0_2'],
  ['2026', ['2026'], '2027'],
  ['id1234567', ['id1234567'], 'id1234567_2'],
])('a copy of %s beside %j is called %s', (name, taken, fresh) => {
  expect(new FreshNames(taken).wanted(name)).toBe(fresh);
});

test('no name is handed out twice', () => {
  const names = new FreshNames(['W']);
  const handed = ['W', 'W', 'W2', 'W', 'x', 'x'].map((name) => names.wanted(name));
  expect(handed).toEqual(['W2', 'W3', 'W4', 'W5', 'x', 'x2']);
});

test('a long name is cut to make room for its number', () => {
  const long = '𝑊'.repeat(100);
  expect(new FreshNames([long]).wanted(long)).toBe(`${'𝑊'.repeat(99)}2`);
});

test('thousands of copies of one name are named at once', () => {
  const names = new FreshNames(['W']);
  for (let i = 0; i < 20_000; i++) names.wanted('W');
  expect(names.wanted('W')).toBe('W20002');
});

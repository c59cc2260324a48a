import { expect, test } from 'vitest';
import { isRefused, isWaiting, type Problem, refuse } from './problem.ts';

const problem = (code: string): Problem => ({ code, message: code, hint: code });

test('what is refused is told from every kind of value', () => {
  expect(isRefused(refuse(problem('a')))).toBe(true);
  for (const value of [
    null,
    undefined,
    0,
    '',
    'refused',
    [],
    [problem('a')],
    {},
    new Map(),
    () => 1,
  ]) {
    expect(isRefused(value)).toBe(false);
  }
});

test('all reasons are kept, in their order', () => {
  expect(refuse(problem('a'), problem('b')).refused.map(({ code }) => code)).toEqual(['a', 'b']);
});

test('what is only still to come is no mistake', () => {
  expect(
    ['missing-input', 'missing-value', 'missing-shape', 'unknown-size'].map((code) =>
      isWaiting(problem(code)),
    ),
  ).toEqual([true, true, true, true]);
  expect(isWaiting(problem('shape-mismatch'))).toBe(false);
});

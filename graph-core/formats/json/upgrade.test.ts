import { describe, expect, test } from 'vitest';
import { ProblemList } from './problem-list.ts';
import { FORMAT_VERSION, UPGRADES, type Upgrades, upgradeDocument } from './upgrade.ts';

test('there is one upgrade for every version before this one, and no other', () => {
  const versions = Array.from({ length: FORMAT_VERSION - 1 }, (_, i) => i + 1);
  expect(
    Object.keys(UPGRADES)
      .map(Number)
      .sort((a, b) => a - b),
  ).toEqual(versions);
});

describe('a chain of upgrades', () => {
  const ran: number[] = [];
  const chain: Upgrades = {
    1: (raw) => {
      ran.push(1);
      const { title, ...rest } = raw;
      return { ...rest, name: title };
    },
    2: (raw) => {
      ran.push(2);
      return { ...raw, edges: raw.edges ?? {} };
    },
  };
  const problems = new ProblemList();

  test.each([
    [1, [1, 2], { version: 3, name: 'a', edges: {} }],
    [2, [2], { version: 3, title: 'a', edges: {} }],
    [3, [], { version: 3, title: 'a' }],
  ])('takes a file of version %i through every step after it', (version, steps, upgraded) => {
    ran.length = 0;
    expect(upgradeDocument({ version, title: 'a' }, problems, chain, 3)).toEqual(upgraded);
    expect(ran).toEqual(steps);
    expect(problems.isEmpty).toBe(true);
  });

  test.each([4, 0, -1, 1.5, '1', null, 2 ** 60])('refuses version %s', (version) => {
    const found = new ProblemList();
    expect(upgradeDocument({ version }, found, chain, 3)).toBe(null);
    expect(found.list()).toMatchObject([{ path: 'version' }]);
  });
});

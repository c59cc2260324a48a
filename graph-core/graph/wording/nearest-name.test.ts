import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nearestName, suggestion } from './nearest-name.ts';

const NAMES = ['add', 'multiply', 'matmul', 'reduceMax', 'sigmoid', 'softmax', 'x', 'y'];

describe('the nearest name', () => {
  test.each([
    ['a letter too many', 'addd', 'add'],
    ['a letter too few', 'mutiply', 'multiply'],
    ['another letter', 'sigmoit', 'sigmoid'],
    ['two letters that changed places', 'matmlu', 'matmul'],
    ['other capitals', 'ReduceMAX', 'reduceMax'],
  ])('is found for %s', (_, written, name) => {
    expect(nearestName(written, NAMES)).toBe(name);
  });

  test.each([
    ['a word of its own', 'convolution'],
    ['a single letter that is another', 'z'],
    ['nothing', ''],
    ['a word too long to compare', `add${'d'.repeat(62)}`],
  ])('is none for %s', (_, written) => {
    expect(nearestName(written, NAMES)).toBeNull();
  });

  test('is the name itself where it is among them, in whatever order they are told', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(NAMES, { minLength: 1 }), (names) => {
        for (const name of names) expect(nearestName(name, names)).toBe(name);
      }),
      { seed: 1 },
    );
  });

  test('is found for every slip of one letter in a name of six or more', () => {
    const long = NAMES.filter(({ length }) => length >= 6);
    fc.assert(
      fc.property(
        fc.constantFrom(...long),
        fc.nat(5),
        fc.constantFrom('q', ''),
        (name, at, letter) => {
          const slip = name.slice(0, at) + letter + name.slice(at + 1);
          expect(nearestName(slip, NAMES)).toBe(name);
        },
      ),
    );
  });
});

describe('a hint', () => {
  test('asks for the nearest name, else tells the few there are, else what else to do', () => {
    expect(suggestion('ad', ['add', 'max'], 'leave it out')).toBe('did you mean add?');
    expect(suggestion('foo', ['add', 'max'], 'leave it out')).toBe('use add or max');
    expect(suggestion('foo', [...'abcdefg'], 'leave it out')).toBe('leave it out');
    expect(suggestion('foo', [], 'leave it out')).toBe('leave it out');
  });
});

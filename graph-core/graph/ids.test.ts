import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareIds } from './document.ts';
import { FreshIds, isId, keysAndStreams, MAX_ID_LENGTH } from './ids.ts';

const keys = fc.string({ unit: fc.constantFrom(...'aZ019_.-'), minLength: 1, maxLength: 12 });

describe('a key', () => {
  test.each(['x', 'W1', 'a.b', 'a-b', 'a_b', '7', '-', 'x'.repeat(MAX_ID_LENGTH)])(
    'may be %j',
    (id) => {
      expect(isId(id)).toBe(true);
    },
  );

  test.each([
    ['empty', ''],
    ['longer than 64 characters', 'x'.repeat(MAX_ID_LENGTH + 1)],
    ['with a blank', 'a b'],
    ['with a line break at its end', 'a\n'],
    ['with a slash, as paths have', 'net/W'],
    ['with a letter of another script', 'é'],
    ['with half a character', '\ud800'],
    ['__proto__', '__proto__'],
    ['constructor', 'constructor'],
    ['toString', 'toString'],
    ['hasOwnProperty', 'hasOwnProperty'],
    ['prototype', 'prototype'],
  ])('may not be %s', (_, id) => {
    expect(isId(id)).toBe(false);
  });
});

describe('keys are ordered', () => {
  test('as people count', () => {
    const sorted = ['a1', 'a2', 'a10', 'a10b', 'b', 'n1.9', 'n1.10', 'x'];
    expect([...sorted].reverse().sort(compareIds)).toEqual(sorted);
  });

  test('totally: any two have one order, which holds in chains', () => {
    fc.assert(
      fc.property(keys, keys, keys, (a, b, c) => {
        expect(Math.sign(compareIds(a, b))).toBe(-Math.sign(compareIds(b, a)) + 0);
        expect(compareIds(a, b) === 0).toBe(a === b);
        if (compareIds(a, b) <= 0 && compareIds(b, c) <= 0) {
          expect(compareIds(a, c)).toBeLessThanOrEqual(0);
        }
      }),
      { seed: 1, numRuns: 2000 },
    );
  });
});

describe('fresh keys', () => {
  test('are possible and nobody else has them, whatever is wanted and taken', () => {
    fc.assert(
      fc.property(fc.array(keys), fc.array(fc.tuple(fc.string(), fc.string())), (taken, wishes) => {
        const ids = new FreshIds(taken);
        const all = new Set(taken);
        for (const [wanted, stem] of wishes) {
          const id = ids.wanted(wanted, stem);
          expect(isId(id)).toBe(true);
          expect(all.has(id)).toBe(false);
          if (isId(wanted) && !all.has(wanted)) expect(id).toBe(wanted);
          all.add(id);
        }
      }),
      { seed: 1 },
    );
  });

  test('count on from the highest number in use, not from the first gap', () => {
    expect(new FreshIds(['add1', 'add7']).numbered('add')).toBe('add8');
  });

  test('do not take a word with digits before it for a number', () => {
    expect(new FreshIds(['add01', 'add1e3', 'add1234567890']).numbered('add')).toBe('add1');
  });

  test('keep away from what other nodes draw from', () => {
    const taken = [...keysAndStreams({ a: { stream: 'b' }, c: {} })];
    expect(taken).toEqual(['a', 'b', 'c']);
    expect(new FreshIds(taken).wanted('b', 'b')).toBe('b1');
  });
});

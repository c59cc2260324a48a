import { expect, test } from 'vitest';
import { vanishes } from './numeral.ts';

test.each(['1e-400', '-1E-400', '0.001e-322', '2e-324', `0.${'0'.repeat(330)}7`])(
  '%s is too small for a double',
  (numeral) => expect(vanishes(numeral)).toBe(true),
);

test.each(['0', '-0', '0.000', '0e-400', '5e-324', '1e-320', '3e-324', '1e400', '12'])(
  '%s is read as what it says, or as nothing finite',
  (numeral) => expect(vanishes(numeral)).toBe(false),
);

import { expect, test } from 'vitest';
import { RandomStream } from '../../../../tensor/random.ts';
import { DecimalReader } from './decimal.ts';

const POINT = 46;
const encoder = new TextEncoder();

/** The number in `text`, which stands between separators. */
function parse(text: string, point = POINT): number {
  const bytes = encoder.encode(`;${text};`);
  return new DecimalReader(bytes, point).readAll(1, bytes.length - 1);
}

test.each([
  ...['0', '-0', '+3', '12', '1.', '.5', '-.5', '00012.50', '1e5', '1E-5', '1.5e+3', '0e99'],
  ...['9007199254740993', '9007199254740992.5', '123456789012345678901234567890', '1e22', '1e23'],
  ...[
    '0.1',
    '0.30000000000000004',
    '2.2250738585072014e-308',
    '4.9e-324',
    '1.7976931348623157e308',
  ],
  ...['179769313486231580793e287', '5e-324', '6.631236846766476e-316'],
  ...['3.141592653589793238462643383279502884', '0.000000000000000000000012345678901234567'],
])('%s is the double that JavaScript reads', (text) => {
  expect(parse(text)).toBe(Number(text));
});

test.each(['', '-', '+', '.', '-.', 'e5', '1e', '1e+', '1 2', '1,5', '0x10', 'Infinity', 'NaN'])(
  '"%s" is no number',
  (text) => {
    expect(parse(text)).toBeNaN();
  },
);

test('numbers beyond the range of doubles are none, and neither are those that would become 0', () => {
  expect(parse('1e-400')).toBeNaN();
  expect(parse(`0.${'0'.repeat(400)}1`)).toBeNaN();
  expect(parse('0e-400')).toBe(0);
  expect(parse('1e309')).toBeNaN();
  expect(parse('-1e99999')).toBeNaN();
  expect(parse('1e9999999')).toBeNaN();
});

test('a decimal comma takes the place of the point', () => {
  expect(parse('1,25', 44)).toBe(1.25);
  expect(parse('0,30000000000000004', 44)).toBe(0.30000000000000004);
  expect(parse('1.25', 44)).toBeNaN();
});

/** Random numerals of 1 to 34 digits, some with a point and an exponent. */
function* numerals(count: number): Generator<string> {
  const draw = new RandomStream(11, 'test');
  for (let i = 0; i < count; i++) {
    const length = 1 + draw.integer(34);
    let digits = '';
    for (let j = 0; j < length; j++) digits += String(draw.integer(10));
    const point = draw.integer(length + 1);
    const exponent = draw.integer(2) === 0 ? '' : `e${draw.integer(60) - 30}`;
    yield `${draw.integer(2) === 0 ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}${exponent}`;
  }
}

test('200,000 random numerals of up to 34 digits are rounded as JavaScript rounds them', () => {
  for (const text of numerals(200_000)) {
    if (!Object.is(parse(text), Number(text)))
      expect([text, parse(text)]).toEqual([text, Number(text)]);
  }
});

test('shortest and 17-digit spellings of 100,000 random doubles are read back to the bit', () => {
  const draw = new RandomStream(12, 'test');
  for (let i = 0; i < 100_000; i++) {
    const value = draw.normal() * 10 ** (draw.integer(20) - 10);
    for (const text of [String(value), value.toPrecision(17), value.toFixed(9)]) {
      if (parse(text) !== Number(text)) expect([text, parse(text)]).toEqual([text, Number(text)]);
    }
  }
});

test('numerals half way between two doubles are rounded to even, and just beside it away', () => {
  const draw = new RandomStream(13, 'test');
  for (let i = 0; i < 20_000; i++) {
    // 2^53 + an odd number has half a unit that decimals can write exactly.
    const even = 2n * BigInt(draw.word());
    const half = 2n ** 53n + even + 1n;
    for (const text of [
      `${half}`,
      `${half}.0`,
      `${half}0e-1`,
      `${half}.00000000000001`,
      `${half - 1n}.99999999999999`,
    ]) {
      if (parse(text) !== Number(text)) expect([text, parse(text)]).toEqual([text, Number(text)]);
    }
  }
});

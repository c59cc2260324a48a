/**
 * Bytes → double, exactly rounded, without making a text of them: most of reading a table is this.
 * Up to 15 digits and a power of ten up to 22 are doubles themselves, so one operation rounds once
 * (Clinger, "How to read floating point numbers accurately", PLDI 1990). Up to 30 digits are carried as an
 * unevaluated sum of two doubles (Dekker 1971); where its error might matter for the rounding, and for
 * everything else, `Number` decides.
 */

import { vanishes } from '../../../../graph/wording/numeral.ts';

const ZERO = 48;
const NINE = 57;
const PLUS = 43;
const MINUS = 45;
const SMALL_E = 101;
const LARGE_E = 69;

/** Characters of a numeral; 767 digits decide how any double is rounded. */
const LONGEST = 1100;

/** Digits that half of a mantissa holds exactly. */
const HALF_DIGITS = 15;

/** 10⁰ … 10²², the powers of ten that are doubles. */
const POWERS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));

/** Reads numbers at places of a text. */
export class DecimalReader {
  private readonly bytes: Uint8Array;
  private readonly point: number;
  /** Where the number read last ends. */
  end = 0;

  /** Numbers of `bytes` with this decimal point. */
  constructor(bytes: Uint8Array, point: number) {
    this.bytes = bytes;
    this.point = point;
  }

  /**
   * The number that begins at `from`, as far as it goes; NaN when none begins there, or it is beyond what
   * doubles reach: infinite, or 0 in spite of its digits.
   */
  read(from: number): number {
    const { bytes, point } = this;
    let at = from;
    const sign = bytes[at];
    if (sign === MINUS || sign === PLUS) at++;
    let high = 0;
    let low = 0;
    /** Digits from the first that is not 0 on. */
    let digits = 0;
    let fraction = 0;
    let begin = at;
    let digit = bytes[at] - ZERO;
    for (; digit >= 0 && digit <= 9; digit = bytes[++at] - ZERO) {
      if (digits < HALF_DIGITS) high = high * 10 + digit;
      else low = low * 10 + digit;
      if (high > 0) digits++;
    }
    let read = at - begin;
    if (bytes[at] === point) {
      begin = ++at;
      digit = bytes[at] - ZERO;
      for (; digit >= 0 && digit <= 9; digit = bytes[++at] - ZERO) {
        if (digits < HALF_DIGITS) high = high * 10 + digit;
        else low = low * 10 + digit;
        if (high > 0) digits++;
      }
      fraction = at - begin;
      read += fraction;
    }
    this.end = from;
    if (read === 0) return Number.NaN;
    this.end = at;
    let exponent = -fraction;
    if (bytes[at] === SMALL_E || bytes[at] === LARGE_E) exponent += this.exponent(at + 1);
    let value: number;
    if (digits <= HALF_DIGITS && exponent >= -22 && exponent <= 22) {
      value = exponent < 0 ? high / POWERS[-exponent] : high * POWERS[exponent];
    } else {
      value = roundLong(high, low, digits - HALF_DIGITS, exponent);
      if (Number.isNaN(value)) return this.bySpelling(from);
    }
    return sign === MINUS ? -value : value;
  }

  /** The number that fills the bytes from `from` up to `to`; NaN when they are anything else. */
  readAll(from: number, to: number): number {
    const value = this.read(from);
    return this.end === to ? value : Number.NaN;
  }

  /** A whole number with a sign and one to six digits, which belongs to the number; 0 when there is none. */
  private exponent(from: number): number {
    const { bytes } = this;
    const sign = bytes[from];
    let at = sign === MINUS || sign === PLUS ? from + 1 : from;
    const begin = at;
    let exponent = 0;
    for (; at < begin + 7 && bytes[at] >= ZERO && bytes[at] <= NINE; at++) {
      exponent = exponent * 10 + bytes[at] - ZERO;
    }
    if (at === begin || at === begin + 7) return 0;
    this.end = at;
    return sign === MINUS ? -exponent : exponent;
  }

  private bySpelling(from: number): number {
    if (this.end - from > LONGEST) return Number.NaN;
    let text = '';
    for (let at = from; at < this.end; at++) {
      const byte = this.bytes[at];
      text += byte === this.point ? '.' : String.fromCharCode(byte);
    }
    const value = Number(text);
    return Number.isFinite(value) && !vanishes(text) ? value : Number.NaN;
  }
}

/** (high 10^tail + low) 10^exponent, rounded once; NaN where that is not certain. */
function roundLong(high: number, low: number, tail: number, exponent: number): number {
  if (tail <= 0 || tail > HALF_DIGITS || exponent < -22 || exponent > 22) return Number.NaN;
  // Exact: thirty digits are less than the 106 bits of two doubles.
  const shifted = high * POWERS[tail];
  const rest = productError(high, POWERS[tail], shifted) + low;
  const a = shifted + rest;
  const b = rest - (a - shifted);
  const power = POWERS[Math.abs(exponent)];
  let first: number;
  let second: number;
  if (exponent < 0) {
    first = a / power;
    const back = first * power;
    second = (a - back - productError(first, power, back) + b) / power;
  } else {
    first = a * power;
    second = productError(a, power, first) + b * power;
  }
  const sum = first + second;
  const left = second - (sum - first);
  // The two operations are off by less than 2^-100 of the result: does that move the rounding?
  const doubt = sum * 2 ** -100;
  return sum + (left + doubt) === sum && sum + (left - doubt) === sum ? sum : Number.NaN;
}

/** a b - product, exactly, where product is a b rounded (Veltkamp's splitting). */
function productError(a: number, b: number, product: number): number {
  const c = 134217729 * a;
  const d = 134217729 * b;
  const a1 = c - (c - a);
  const b1 = d - (d - b);
  const a2 = a - a1;
  const b2 = b - b1;
  return a2 * b2 - (product - a1 * b1 - a2 * b1 - a1 * b2);
}

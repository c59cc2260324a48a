/**
 * Numbers of a matrix in at most six characters each, as they stand on a wire: all with the same decimals, three
 * digits of the largest, and one power of ten before the brackets where they are far from one. Exactly zero, and
 * only that, is `0`; the lens and the panels have every digit.
 */
import { formatExact } from '../widgets/format-number.ts';

/** Rows of texts, and what all of them are multiplied by: `10⁻⁵`, empty for one. */
export interface NarrowCells {
  readonly rows: readonly (readonly string[])[];
  readonly factor: string;
}

/** Significant digits of the largest number. */
const DIGITS = 3;
/** Whole numbers below are printed in full. */
const WHOLE = 10_000;
const MINUS = '\u2212';
const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** The cells of row-major numbers whose largest finite magnitude is `scale`. */
export function narrowCells(data: ArrayLike<number>, columns: number, scale: number): NarrowCells {
  const numbers = Array.from(data);
  const { print, power } = formatFor(numbers, scale);
  const rows: string[][] = [];
  for (let i = 0; i < numbers.length; i += columns) {
    rows.push(numbers.slice(i, i + columns).map(print));
  }
  return { rows, factor: power === 0 ? '' : `10${superscript(power)}` };
}

function formatFor(numbers: readonly number[], scale: number) {
  const isWhole = scale < WHOLE && numbers.every((x) => Number.isInteger(x) || !Number.isFinite(x));
  if (scale === 0 || isWhole) return { print: printed(0, 0), power: 0 };
  const exponent = Math.floor(Math.log10(Number(scale.toPrecision(DIGITS))));
  // 0.123, 1.23, 12.3 and 123 need no power of ten.
  const power = exponent >= -1 && exponent < DIGITS ? 0 : exponent;
  // One decimal at least, so that what is small beside 123.4 is no zero.
  return { print: printed(power, Math.max(1, DIGITS - 1 - (exponent - power))), power };
}

function printed(power: number, decimals: number): (x: number) => string {
  return (x) => {
    if (x === 0) return '0';
    if (!Number.isFinite(x)) return formatExact(x);
    // Shifted in text: a product with a power of ten would round twice.
    const [mantissa, exponent] = Math.abs(x).toExponential().split('e');
    const text = Number(`${mantissa}e${Number(exponent) - power}`).toFixed(decimals);
    return x < 0 ? MINUS + text : text;
  };
}

const superscript = (power: number): string =>
  (power < 0 ? '⁻' : '') +
  Array.from(String(Math.abs(power)), (digit) => SUPERSCRIPTS[Number(digit)]).join('');

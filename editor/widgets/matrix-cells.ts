/**
 * The one rule by which numbers stand together, on a wire, in a panel and in the lens: at most six characters each, all
 * with the same decimals, three digits of the largest, and one power of ten before the brackets where they are far from
 * one. Exactly zero, and only that, is `0`. Every digit is read by pointing, by keys and by touch.
 */
import { formatExact } from './format-number.ts';

/** Rows of texts, and what all of them are multiplied by: `10⁻⁵`, empty for one. */
export interface MatrixCells {
  readonly rows: readonly (readonly string[])[];
  readonly factor: string;
}

/** Significant digits of the largest number. */
const DIGITS = 3;
/** Whole numbers below are printed in full. */
const WHOLE = 10_000;
const MINUS = '\u2212';
const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** The cells of row-major numbers. */
export function matrixCells(data: ArrayLike<number>, columns: number): MatrixCells {
  const numbers = Array.from(data);
  const { print, power } = formatFor(numbers, largestMagnitude(numbers));
  const rows: string[][] = [];
  for (let i = 0; i < numbers.length; i += columns) {
    rows.push(numbers.slice(i, i + columns).map(print));
  }
  return { rows, factor: power === 0 ? '' : `10${superscript(power)}` };
}

/** The largest of those that are finite; 0 without. */
export function largestMagnitude(numbers: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < numbers.length; i++) {
    const x = Math.abs(numbers[i]);
    if (x > largest && Number.isFinite(x)) largest = x;
  }
  return largest;
}

/** Pads the cells of a column so that their decimal points stand in one line when it ends flush. */
export function alignAtPoint(cells: readonly string[]): string[] {
  const tails = cells.map((text) => /^[^\d]*\d+(\.\d+)?$/.exec(text)?.[1]?.length ?? 0);
  const longest = Math.max(0, ...tails);
  return cells.map((text, i) => {
    if (tails[i] === longest || !/\d$/.test(text)) return text;
    // A point of its own width, then digits of theirs.
    const point = tails[i] === 0 ? '\u2008' : '';
    return text + point + '\u2007'.repeat(longest - tails[i] - point.length);
  });
}

function formatFor(numbers: readonly number[], scale: number) {
  const isWhole = scale < WHOLE && numbers.every((x) => Number.isInteger(x) || !Number.isFinite(x));
  if (scale === 0 || isWhole) return { print: printed(0, 0), power: 0 };
  const exponent = Math.floor(Math.log10(Number(scale.toPrecision(DIGITS))));
  // 0.123, 1.23, 12.3 and 123 need no power of ten.
  const power = exponent >= -1 && exponent < DIGITS ? 0 : exponent;
  // One decimal at least, so that what is small beside 123.4 is no zero; as few as are exact for all.
  const most = Math.max(1, DIGITS - 1 - (exponent - power));
  const finite = numbers.filter((x) => Number.isFinite(x) && x !== 0);
  const sizes = finite.map((x) => shifted(Math.abs(x), power));
  let decimals = 0;
  // What vanishes beside the largest is not 0 and never exact.
  while (decimals < most && !sizes.every((x) => x !== 0 && Number(x.toFixed(decimals)) === x))
    decimals++;
  return { print: printed(power, decimals), power };
}

function printed(power: number, decimals: number): (x: number) => string {
  return (x) => {
    if (x === 0) return '0';
    if (!Number.isFinite(x)) return formatExact(x);
    const text = shifted(Math.abs(x), power).toFixed(decimals);
    return x < 0 ? MINUS + text : text;
  };
}

/** `x` divided by a power of ten, in text: a division would round twice. */
function shifted(x: number, power: number): number {
  const [mantissa, exponent] = x.toExponential().split('e');
  return Number(`${mantissa}e${Number(exponent) - power}`);
}

const superscript = (power: number): string =>
  (power < 0 ? '⁻' : '') +
  Array.from(String(Math.abs(power)), (digit) => SUPERSCRIPTS[Number(digit)]).join('');

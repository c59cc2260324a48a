/**
 * The numbers of a small matrix as cells of at most seven characters. Numbers of one matrix share
 * their decimals (or, where decimals do not fit, their power of ten), so that columns can be compared
 * at a glance; what would round to zero keeps a power of ten of its own.
 */
import { formatExact } from './format-number.ts';
import type { TensorLike } from './heat-map.ts';

const minus = '\u2212';
/** The room of a cell. */
export interface CellStyle {
  /** Significant digits of the largest number, where they fit. */
  readonly digits: number;
  /** Characters, sign included. */
  readonly widest: number;
}

/** A cell on a wire or in a magnified grid. */
const narrow: CellStyle = { digits: 3, widest: 7 };

/**
 * One text per element, row by row; a vector is one row, a scalar one cell. Every text is correctly
 * rounded: it reads back within half a unit of its last digit. Exact zero, and only that, is `0`.
 * Empty for tensors of more than `most` elements or more than two axes.
 */
export function matrixCells(
  { shape, data }: TensorLike,
  { most }: { readonly most: number },
): string[][] {
  if (shape.length > 2 || data.length === 0 || data.length > most) return [];
  const numbers = Array.from(data);
  const format = cellFormat(numbers);
  const columns = shape.length === 0 ? 1 : shape[shape.length - 1];
  return Array.from({ length: data.length / columns }, (_, row) =>
    numbers.slice(row * columns, (row + 1) * columns).map(format),
  );
}

/** One number with little room, as the only cell of a matrix. */
export function formatCell(x: number): string {
  return cellFormat([x])(x);
}

/** How numbers that stand together are printed. */
export function cellFormat(
  numbers: readonly number[],
  style: CellStyle = narrow,
): (x: number) => string {
  const finite = numbers.filter((x) => Number.isFinite(x) && x !== 0);
  const shared = sharedDecimals(finite, style) ?? sharedPower(finite, style);
  return (x) => (x === 0 ? '0' : Number.isFinite(x) ? shared(x) : formatExact(x));
}

/** Pads the cells of a column so that their decimal points stand in one line when it ends flush. */
export function alignAtPoint(cells: readonly string[]): string[] {
  const tails = cells.map((text) => /^[^\d]*\d+(\.\d+)?$/.exec(text)?.[1]?.length ?? 0);
  const longest = Math.max(0, ...tails);
  return cells.map((text, i) => {
    if (tails[i] === longest || !/\d$/.test(text) || text.includes('e')) return text;
    // A point of its own width, then digits of theirs.
    const point = tails[i] === 0 ? '\u2008' : '';
    return text + point + '\u2007'.repeat(longest - tails[i] - point.length);
  });
}

/** Fixed decimals, as few as are exact for all, else three or four digits of the largest; null if too wide. */
function sharedDecimals(
  numbers: readonly number[],
  { digits, widest }: CellStyle,
): ((x: number) => string) | null {
  const largest = Math.max(0, ...numbers.map(Math.abs));
  if (largest >= 10 ** widest) return null;
  const wanted = Math.max(0, digits - 1 - exponentOf(largest));
  // One more where the smallest would be left with a single digit.
  const smallest = Math.min(...numbers.map(Math.abs));
  const most = Math.min(widest - 2, smallest * 10 ** wanted < 10 ? wanted + 1 : wanted);
  let decimals = 0;
  const isExact = () => numbers.every((x) => Number(x.toFixed(decimals)) === x);
  while (decimals < most && !isExact()) decimals += 1;
  if (decimals < wanted && !isExact()) return null;
  const format = (x: number) => {
    const text = signed(x, Math.abs(x).toFixed(decimals));
    return Number(Math.abs(x).toFixed(decimals)) === 0 ? withOwnPower(x, widest) : text;
  };
  const fits = () => numbers.every((x) => format(x).length <= widest);
  if (!fits() && decimals > wanted) decimals = wanted;
  return fits() ? format : null;
}

/** `213e−5`: whole multiples of one power of ten, with as many digits of the largest as fit. */
function sharedPower(
  numbers: readonly number[],
  { digits, widest }: CellStyle,
): (x: number) => string {
  const largest = Math.max(0, ...numbers.map(Math.abs));
  for (let count = digits; count > 0; count -= 1) {
    // Rounding may carry: 9.996e−3 is 1.00e−2.
    const power = Number(largest.toExponential(count - 1).split('e')[1]) - (count - 1);
    const format = (x: number) => multipleOf(power, x) ?? withOwnPower(x, widest);
    if (numbers.every((x) => format(x).length <= widest)) return format;
  }
  return (x) => withOwnPower(x, widest);
}

/** `x` as a rounded multiple of a power of ten; null when it is smaller than that. */
function multipleOf(power: number, x: number): string | null {
  const places = exponentOf(x) - power;
  if (places < 0) return null;
  // By digits instead of a division, which would round twice.
  const [mantissa, exponent] = Math.abs(x).toExponential(places).split('e');
  const carried = Number(exponent) - places - power;
  return signed(x, mantissa.replace('.', '') + '0'.repeat(carried) + powerText(power));
}

/** `−4.2e−5`, or one digit where two do not fit. */
function withOwnPower(x: number, widest: number): string {
  const texts = [1, 0].map((decimals) => {
    const [mantissa, exponent] = Math.abs(x).toExponential(decimals).split('e');
    return signed(x, mantissa.replace(/\.0$/, '') + powerText(Number(exponent)));
  });
  return texts.find((text) => text.length <= widest) ?? texts[1];
}

function powerText(power: number): string {
  return power === 0 ? '' : `e${power < 0 ? minus : ''}${Math.abs(power)}`;
}

function signed(x: number, magnitude: string): string {
  return x < 0 ? minus + magnitude : magnitude;
}

function exponentOf(x: number): number {
  return Number(Math.abs(x).toExponential().split('e')[1]);
}

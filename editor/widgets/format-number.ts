/** How numbers are printed everywhere in the interface. */

/** U+2212: as wide as a plus, unlike the hyphen. */
const minus = '\u2212';

export interface NumberStyle {
  /** Significant digits; 4 unless told. Digits left of the point are never rounded away. */
  readonly digits?: number;
  /** `always` prints a plus as well. */
  readonly sign?: 'negative' | 'always';
}

/**
 * Four significant digits: `−0.8333`, `12346`, `1.234e−7`. Whole numbers below 10⁵ print in full;
 * the exponent appears below 10⁻⁴ and from 10⁵ on.
 */
export function formatNumber(
  x: number,
  { digits = 4, sign = 'negative' }: NumberStyle = {},
): string {
  const unsigned = formatMagnitude(Math.abs(x), digits);
  // What rounds to zero has no sign; the exponent form never rounds to zero.
  if (unsigned === '0' || unsigned === 'NaN') return unsigned;
  if (x < 0) return minus + unsigned;
  return sign === 'always' ? `+${unsigned}` : unsigned;
}

const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 2 });

/** A count with little room, as at an axis: `500`, `1.5K`, `150K`, `2M`. */
export function formatCount(count: number): string {
  return compact.format(count);
}

/** Every digit a double holds: the shortest text that reads back as the same number. */
export function formatExact(x: number): string {
  if (Number.isNaN(x)) return 'NaN';
  if (!Number.isFinite(x)) return x < 0 ? `${minus}∞` : '∞';
  if (Object.is(x, -0)) return `${minus}0`;
  return String(x).replaceAll('-', minus).replace('e+', 'e');
}

/** `scalar`, `[3]` or `[10, 2]`. */
export function formatShape(shape: readonly (number | string)[]): string {
  return shape.length === 0 ? 'scalar' : `[${shape.join(', ')}]`;
}

function formatMagnitude(x: number, digits: number): string {
  if (Number.isNaN(x)) return 'NaN';
  if (x === Number.POSITIVE_INFINITY) return '∞';
  if (x === 0) return '0';
  if (Number.isInteger(x) && x < 1e5) return String(x);
  const rounded = Number(x.toPrecision(digits));
  if (rounded < 1e-4 || rounded >= 1e5) {
    const [mantissa, exponent] = x.toExponential(digits - 1).split('e');
    return `${trimZeros(mantissa)}e${exponent.replace('+', '').replace('-', minus)}`;
  }
  if (rounded >= 10 ** (digits - 1)) return x.toFixed(0);
  return trimZeros(x.toPrecision(digits));
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

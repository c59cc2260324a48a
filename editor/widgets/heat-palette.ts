/**
 * The diverging scale of a heat map: zero in the middle, one color to each side. It runs straight in
 * OKLab, a space in which equal steps look equal, so that half the scale looks like half of it.
 */

export type Rgb = readonly [number, number, number];

/** Whose numbers: each kind has a palette of its own, as its printed numbers have a color. */
export type HeatKind = 'value' | 'gradient';

/** Colors of the scale of one kind. */
export interface HeatPalette {
  readonly zero: Rgb;
  readonly positive: Rgb;
  readonly negative: Rgb;
  /** NaN; it lies on neither side. */
  readonly missing: Rgb;
}

/** Steps from zero to an end; as many as eyes and eight bits tell apart. */
const steps = 128;
/** The least strength of what is not zero, so that exactly zero can be told from tiny. */
const leastStrength = 0.1;
const missingPlace = 2 * steps + 1;

/** RGB of every place of the scale, −scale first, then NaN: what `rampPlace` points into. */
export function heatRamp(palette: HeatPalette): Uint8ClampedArray {
  const ramp = new Uint8ClampedArray(3 * (missingPlace + 1));
  const zero = toOklab(palette.zero);
  const ends = [toOklab(palette.negative), toOklab(palette.positive)];
  for (let place = 0; place < missingPlace; place += 1) {
    const end = ends[place < steps ? 0 : 1];
    const strength = Math.abs(place - steps) / steps;
    ramp.set(fromOklab(zero.map((x, i) => x + (end[i] - x) * strength)), 3 * place);
  }
  ramp.set(palette.missing, 3 * missingPlace);
  return ramp;
}

/** Where a number lies on the ramp, `scale` being the magnitude of full color. */
export function rampPlace(x: number, scale: number): number {
  if (Number.isNaN(x)) return missingPlace;
  if (x === 0) return steps;
  const share = scale > 0 ? Math.min(1, Math.abs(x) / scale) : 1;
  const strength = Math.round(steps * (leastStrength + (1 - leastStrength) * share));
  return x < 0 ? steps - strength : steps + strength;
}

/** The color of one number. */
export function heatColor(ramp: ArrayLike<number>, x: number, scale: number): Rgb {
  const from = 3 * rampPlace(x, scale);
  return [ramp[from], ramp[from + 1], ramp[from + 2]];
}

/** OKLab of an sRGB color; https://bottosson.github.io/posts/oklab/. */
export function toOklab(color: Rgb): readonly [number, number, number] {
  const [r, g, b] = color.map((channel) => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function fromOklab([lightness, a, b]: readonly number[]): number[] {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return linear.map((c) =>
    Math.round(255 * (c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055)),
  );
}

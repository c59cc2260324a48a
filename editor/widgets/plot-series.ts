/** Curves as data: what a plot says in words and how series with steps of their own are lined up. */
import { formatNumber } from './format-number.ts';

export interface PlotSeries {
  readonly label: string;
  /** Ascending; `y` has the same length. */
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** The name of a color token, for example `value`, `gradient`, `accent`, `class-3`. */
  readonly color: string;
}

/** Rows as uPlot wants them: one shared x, one y (or null) per series. */
export type AlignedRows = [number[], ...(number | null)[][]];

/** Lines series up on all x that occur; with `logScale`, what a logarithm cannot show becomes null. */
export function alignSeries(series: readonly PlotSeries[], logScale: boolean): AlignedRows {
  const places = new Set<number>();
  for (const { x } of series) for (let i = 0; i < x.length; i += 1) places.add(x[i]);
  const shared = [...places].sort((a, b) => a - b);
  const position = new Map(shared.map((x, i) => [x, i]));
  const rows = series.map(({ x, y }) => {
    const row = new Array<number | null>(shared.length).fill(null);
    for (let i = 0; i < x.length; i += 1) {
      const shown = Number.isFinite(y[i]) && (!logScale || y[i] > 0);
      const at = position.get(x[i]);
      if (at !== undefined && shown) row[at] = y[i];
    }
    return row;
  });
  return [shared, ...rows];
}

/** What a curve shows at `at`: its last point up to there, else its first; null where it has none. */
export function valueAt({ x, y }: PlotSeries, at: number): number | null {
  if (x.length === 0) return null;
  let [low, high] = [0, x.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x[middle] <= at) low = middle;
    else high = middle;
  }
  return y[low];
}

/** Ends of an axis that grows: it waits for the next of these, so that it moves now and then and not always. */
const ROUND_ENDS = [1, 1.5, 2, 3, 4, 5, 6, 8, 10];

/** The next round number from `last` on. */
export function roundEnd(last: number): number {
  if (!(last > 0) || !Number.isFinite(last)) return 1;
  const power = 10 ** Math.floor(Math.log10(last));
  const digit = ROUND_ENDS.find((end) => end * power >= last * (1 - 1e-9)) ?? 10;
  return digit * power;
}

/** One sentence per curve: `loss: 2500 points, from 1.099 at step 0 to 0.0112 at step 2499, lowest 0.0111 at step 2480`. */
export function describeSeries({ label, x, y }: PlotSeries, xName = 'step'): string {
  const last = x.length - 1;
  if (last < 0) return `${label}: no points yet`;
  const first = `${formatNumber(y[0])} at ${xName} ${formatNumber(x[0])}`;
  if (last === 0) return `${label}: one point, ${first}`;
  let lowest = -1;
  for (let i = 0; i <= last; i += 1) {
    if (Number.isFinite(y[i]) && (lowest < 0 || y[i] < y[lowest])) lowest = i;
  }
  const end = `to ${formatNumber(y[last])} at ${xName} ${formatNumber(x[last])}`;
  const least =
    lowest < 0 ? '' : `, lowest ${formatNumber(y[lowest])} at ${xName} ${formatNumber(x[lowest])}`;
  return `${label}: ${last + 1} points, from ${first} ${end}${least}`;
}

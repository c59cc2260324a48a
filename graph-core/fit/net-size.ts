/** How large a net is: the widths of its hidden layers, and what of it suits a table. */
import type { TableNeeds } from './table-needs.ts';

/** Widths of the hidden layers, in order; none for a linear model. */
export type HiddenWidths = readonly number[];

/** Hidden layers that are offered, from none on. */
export const MOST_HIDDEN = 2;

/** The widest hidden layer that is offered. */
export const MAX_WIDTH = 512;

/** Rows from which a hidden layer, and from which a second one, has enough to learn from. */
const ROWS_FOR_LAYERS = [20, 1000] as const;

/** The first choice: more layers for more rows, wider ones for more features, and none of more than `MAX_WIDTH`. */
export function suggestHidden(needs: Pick<TableNeeds, 'rows' | 'features'>): HiddenWidths {
  return hiddenWidths(needs, ROWS_FOR_LAYERS.filter((rows) => needs.rows >= rows).length);
}

/** Widths for so many hidden layers: a power of two of some three units a feature, narrower for few rows. */
export function hiddenWidths(
  { rows, features }: Pick<TableNeeds, 'rows' | 'features'>,
  layers: number,
): HiddenWidths {
  const most = rows < 100 ? 8 : rows < 1000 ? 32 : 128;
  const wide = 2 ** Math.ceil(Math.log2(Math.min(3 * features, most)));
  const first = Math.max(8, Math.min(most, wide));
  return [first, Math.max(8, first > 32 ? first / 2 : first)].slice(0, layers);
}

/** How many numbers such a net learns. */
export function weightCount(
  { features, classes }: Pick<TableNeeds, 'features' | 'classes'>,
  hidden: HiddenWidths,
): number {
  const widths = [features, ...hidden, classes ?? 1];
  return widths.slice(1).reduce((sum, width, i) => sum + width * (widths[i] + 1), 0);
}

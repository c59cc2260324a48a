/**
 * What is drawn at which zoom. Text is never smaller than an eye can read: first it grows against the zoom where
 * it has room, then numbers become colors, then nodes are outlines.
 */

/** The part of React Flow's state that holds the zoom. */
interface Zoomed {
  readonly transform: readonly [number, number, number];
}

/** From this zoom on all text has its own size; 15 px are 12 on the screen. */
export const TEXT_FROM = 0.8;

/** Text is so much larger than its own size, from these zooms on: 12 px on the screen at least. */
const GROWTH = [
  { from: TEXT_FROM, by: 1 },
  { from: 0.7, by: 1.14 },
  { from: 0.6, by: 1.34 },
] as const;

/** Symbols and lines are so much larger than their own size, from these zooms on: 12 px, and more than half a point. */
const FAR_GROWTH = [
  { from: 0.4, by: 1 },
  { from: 0.3, by: 1.34 },
  { from: 0.22, by: 1.82 },
  { from: 0.15, by: 2.7 },
  { from: 0.1, by: 4 },
  { from: 0.05, by: 8 },
] as const;

/** From this zoom on wires say something: colors, and single numbers as long as they can be read. */
const COLORS_FROM = 0.3;

/** Below this zoom a node is its outline only. */
const SYMBOLS_FROM = 0.22;

/** How much the labels of wires tell. */
export const labelDetail = ({ transform: [, , zoom] }: Zoomed): 'numbers' | 'colors' | 'none' =>
  zoom >= TEXT_FROM ? 'numbers' : zoom >= COLORS_FROM ? 'colors' : 'none';

/** How much larger text is than its own size; 0 where it cannot be read at all. */
export const textGrowth = ({ transform: [, , zoom] }: Zoomed): number =>
  GROWTH.find(({ from }) => zoom >= from)?.by ?? 0;

/** How much larger symbols and lines are than their own size. */
export const farGrowth = ({ transform: [, , zoom] }: Zoomed): number =>
  FAR_GROWTH.find(({ from }) => zoom >= from)?.by ?? 16;

/** True where nodes have symbols and names. */
export const showsSymbols = ({ transform }: Zoomed): boolean => transform[2] >= SYMBOLS_FROM;

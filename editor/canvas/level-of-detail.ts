/** What is drawn at which zoom: what could not be read is left out, so that large graphs stay quick. */

/** The part of React Flow's state that holds the zoom. */
interface Zoomed {
  readonly transform: readonly [number, number, number];
}

/** Below this zoom numbers on wires are too small to read. */
const LABELS_FROM = 0.5;

/** Below this zoom a node is its outline only. */
const SYMBOLS_FROM = 0.22;

/** True where wires have their numbers. */
export const showsLabels = ({ transform }: Zoomed): boolean => transform[2] >= LABELS_FROM;

/** True where nodes have symbols, names and numbers. */
export const showsSymbols = ({ transform }: Zoomed): boolean => transform[2] >= SYMBOLS_FROM;

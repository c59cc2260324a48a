/** Which tensor is looked at closely: of a wire or a node, for as long as it is pointed at, or pinned. */
import { createStore } from 'zustand/vanilla';
import type { EdgeId, NodeId } from '../../../graph-core/graph/document.ts';

/** What is looked at: the numbers of a wire, or those of a node; where units are pictured, one of them. */
export type LensTarget = (
  | { readonly kind: 'wire'; readonly wire: EdgeId }
  | { readonly kind: 'node'; readonly node: NodeId }
) & { readonly unit?: number };

/** State of the lens. */
export interface LensState {
  readonly target: LensTarget | null;
  readonly isPinned: boolean;
}

/** The one lens. */
export const lensStore = createStore<LensState>(() => ({ target: null, isPinned: false }));

/** A pointer that only passes opens nothing; one that leaves has time to come to the lens. In ms. */
const OPEN_AFTER = 220;
const CLOSE_AFTER = 260;

let timer: ReturnType<typeof setTimeout> | undefined;

function later(act: () => void, after: number): void {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (!lensStore.getState().isPinned) act();
  }, after);
}

/** The pointer is over numbers, or over a unit: of what is looked at already it is shown at once. */
export function pointLens(target: LensTarget): void {
  const { target: shown, isPinned } = lensStore.getState();
  if (shown !== null && !isPinned && isSamePart(shown, target)) {
    clearTimeout(timer);
    if (shown.unit !== target.unit) lensStore.setState({ target });
    return;
  }
  later(() => lensStore.setState({ target }), OPEN_AFTER);
}

/** The pointer left the numbers or the lens. */
export function leaveLens(): void {
  later(closeLens, CLOSE_AFTER);
}

/** The pointer is over the lens itself. */
export const stayLens = (): void => clearTimeout(timer);

/** Looks at this now, and goes on until it is let go. */
export function pinLens(target: LensTarget | null = lensStore.getState().target): void {
  clearTimeout(timer);
  lensStore.setState({ target, isPinned: target !== null });
}

/** A finger came down on numbers: they are looked at until it comes down elsewhere. */
export function touchLens(target: LensTarget): void {
  clearTimeout(timer);
  lensStore.setState({ target, isPinned: false });
}

/** Looks at another unit of the same node. */
export function lookAtUnit(unit: number): void {
  const { target } = lensStore.getState();
  if (target !== null) lensStore.setState({ target: { ...target, unit } });
}

/** True for two units of one wire or one node as well. */
export const isSamePart = (a: LensTarget, b: LensTarget): boolean => partKey(a) === partKey(b);

/** Names the wire or the node. */
export const partKey = (target: LensTarget): string =>
  target.kind === 'wire' ? `wire ${target.wire}` : `node ${target.node}`;

/** Looks at nothing. */
export function closeLens(): void {
  clearTimeout(timer);
  lensStore.setState({ target: null, isPinned: false });
}

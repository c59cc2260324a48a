/** Where in time a graph is looked at: the iteration, the pass, and what has just been written there. */
import type { EdgeId, NodeId } from './keys.ts';

/** The passes of an iteration, in their order. */
export const PASSES = ['forward', 'backward', 'update'] as const;
export type Pass = (typeof PASSES)[number];

/**
 * Plain data, kept in views, lessons and links. It names places, never an index, so it means the same after an edit.
 * Without a place the pass is about to begin.
 */
export interface TimePosition {
  /** Updates that were made before; none when absent. */
  readonly iteration?: number;
  readonly pass: Pass;
  /** The node whose value, gradient (the target's 1, or a sum) or update has just been written. */
  readonly node?: NodeId;
  /** The wire whose gradient has just been written; only on the way back. */
  readonly edge?: EdgeId;
}

/** What combinations of elements have in common, whoever computes them. */
import type { Monoid } from '../../ops/kit/lowering.ts';

/** The neutral elements. */
export const NEUTRAL = { add: 0, max: -Infinity, min: Infinity } as const satisfies Record<
  Monoid,
  number
>;

/** What the compiler is told about a primitive: data about its loop, never code. */
import type { ScalarExpression } from './scalar-expression.ts';

/** An associative combination with its neutral element. */
export type Monoid = 'add' | 'max' | 'min';

/** Loops too particular for a scalar expression; one kernel family each in the compiler. */
export type KernelName =
  | 'matmul'
  | 'logSumExp'
  | 'gather'
  | 'scatterAdd'
  | 'oneHot'
  | 'concat'
  | 'pad';

/**
 * Which strides a view reads through: `stretch` those of broadcasting to the output's shape, `permute`
 * those of the axes in the order of the attribute `permutation` (null reverses), `slice` a start and a
 * step along the attribute `axis`, with Python's meaning of `start`, `end` and `step`.
 */
export type ViewName = 'stretch' | 'permute' | 'slice';

/** How the elements of an output come about. */
export type Lowering =
  /** One element from the same (broadcast) element of each input. */
  | { readonly kind: 'map'; readonly expression: ScalarExpression }
  /** Combines the elements along the `axes` attribute. */
  | { readonly kind: 'reduce'; readonly monoid: Monoid }
  /** The same numbers in the same order: another name or shape only. */
  | { readonly kind: 'alias' }
  /** The same numbers read through other strides. */
  | { readonly kind: 'view'; readonly view: ViewName }
  /** The same number everywhere: attribute `value`. */
  | { readonly kind: 'fill' }
  | { readonly kind: 'kernel'; readonly name: KernelName };

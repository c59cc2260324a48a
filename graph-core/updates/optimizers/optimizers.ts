/** Every optimizer by name. */
import { adagrad } from './adagrad.ts';
import { adam, adamw } from './adam.ts';
import { gradientDescent } from './gradient-descent.ts';
import { momentum, nesterov } from './momentum.ts';
import type { OptimizerDef } from './optimizer.ts';
import { rmsprop } from './rmsprop.ts';

/** The optimizers, by the name that documents use. */
export const OPTIMIZERS: Readonly<Record<string, OptimizerDef>> = {
  sgd: gradientDescent,
  momentum,
  nesterov,
  adagrad,
  rmsprop,
  adam,
  adamw,
};

/** What a document without an optimizer is trained by. */
export const DEFAULT_OPTIMIZER = 'sgd';

/** The optimizer called `kind`, or null. */
export function optimizerDef(kind: string): OptimizerDef | null {
  return Object.hasOwn(OPTIMIZERS, kind) ? OPTIMIZERS[kind] : null;
}

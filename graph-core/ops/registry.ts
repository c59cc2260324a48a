/** Every operation by name. Adding one touches its family's file only. */
import { alongAxisOps } from './along-axis.ts';
import { angleOps } from './angles.ts';
import { arithmeticOps } from './arithmetic.ts';
import { binaryLossOps } from './binary-loss.ts';
import { classificationLossOps } from './classification-loss.ts';
import { comparisonOps } from './comparison.ts';
import { dropoutOps } from './dropout.ts';
import { functionOps } from './functions.ts';
import { indexingOps } from './indexing.ts';
import { joiningOps } from './joining.ts';
import type { OpDef } from './kit/operation.ts';
import { linearAlgebraOps } from './linear-algebra.ts';
import { movementOps } from './movement.ts';
import { powerOps } from './powers.ts';
import { productOps } from './products.ts';
import { rectifierOps } from './rectifiers.ts';
import { reductionOps } from './reduction.ts';
import { regressionLossOps } from './regression-loss.ts';
import { regularizationOps } from './regularization.ts';
import { selectionOps } from './selection.ts';
import { sigmoidOps } from './sigmoids.ts';
import { softmaxOps } from './softmax.ts';
import { sourceOps } from './source.ts';
import { statisticsOps } from './statistics.ts';

/** The records, by the name that documents use. */
export const OPS = {
  ...sourceOps,
  ...arithmeticOps,
  ...powerOps,
  ...selectionOps,
  ...functionOps,
  ...angleOps,
  ...rectifierOps,
  ...sigmoidOps,
  ...softmaxOps,
  ...comparisonOps,
  ...reductionOps,
  ...statisticsOps,
  ...alongAxisOps,
  ...movementOps,
  ...joiningOps,
  ...indexingOps,
  ...linearAlgebraOps,
  ...productOps,
  ...classificationLossOps,
  ...binaryLossOps,
  ...regressionLossOps,
  ...regularizationOps,
  ...dropoutOps,
} satisfies Readonly<Record<string, OpDef>>;

/** The name of an operation. */
export type OpType = keyof typeof OPS;

/** Names of all operations, in the order of the families. */
export const OP_TYPES = Object.keys(OPS) as readonly OpType[];

/** The record of `op`, or null for a name that is no operation (files may hold any string). */
export function opDef(op: string): OpDef | null {
  return Object.hasOwn(OPS, op) ? OPS[op as OpType] : null;
}

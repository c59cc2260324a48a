/** Every operation by name. Adding one touches its family's file only. */
import { arithmeticOps } from './arithmetic.ts';
import type { OpDef } from './kit/operation.ts';
import { linearAlgebraOps } from './linear-algebra.ts';
import { movementOps } from './movement.ts';
import { reductionOps } from './reduction.ts';
import { sourceOps } from './source.ts';

/** The records, by the name that documents use. */
export const OPS = {
  ...sourceOps,
  ...arithmeticOps,
  ...reductionOps,
  ...movementOps,
  ...linearAlgebraOps,
} satisfies Readonly<Record<string, OpDef>>;

/** The name of an operation. */
export type OpType = keyof typeof OPS;

/** Names of all operations, in the order of the families. */
export const OP_TYPES = Object.keys(OPS) as readonly OpType[];

/** The record of `op`, or null for a name that is no operation (files may hold any string). */
export function opDef(op: string): OpDef | null {
  return Object.hasOwn(OPS, op) ? OPS[op as OpType] : null;
}

/** The Jacobian of a node or the Hessian of a number, with what its eigenvalues say. */
import { type DerivativeMatrix, hessian, jacobian } from '../derivatives/derivative-matrix.ts';
import { type Spectrum, spectrum } from '../derivatives/spectrum.ts';
import type { Evaluation } from '../evaluate/evaluation.ts';
import type { NodeId } from '../graph/document.ts';
import type { Problem } from '../graph/problem.ts';
import { elementCount } from '../tensor/shape.ts';

/** Which matrix. */
export interface TableQuestion {
  readonly kind: 'jacobian' | 'hessian';
  readonly node: NodeId;
  /** The node whose elements are moved. */
  readonly by: NodeId;
}

/** A matrix of derivatives. */
export interface DerivativeTable extends DerivativeMatrix {
  /** Null where the matrix is not symmetric, or larger than 200 rows. */
  readonly spectrum: Spectrum | null;
}

/** Computes it, or says why not. */
export function derivativeTable(
  evaluation: Evaluation,
  { kind, node, by }: TableQuestion,
): DerivativeTable | Problem {
  const matrix =
    kind === 'jacobian' ? jacobian(evaluation, node, by) : hessian(evaluation, node, by);
  if ('message' in matrix) return matrix;
  const [rows, columns] = [elementCount(matrix.rows), elementCount(matrix.columns)];
  return { ...matrix, spectrum: rows === columns ? spectrum(matrix.data, rows) : null };
}

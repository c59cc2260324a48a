/** What keeps a document from being trained, as problems. */
import type { NodeId } from '../../graph/document.ts';
import type { Problem } from '../../graph/problem.ts';

/** A problem of the training settings. */
export function trainingProblem(code: string, message: string, hint: string): Problem {
  return { code, message: `training: ${message}`, hint };
}

/** Why a node keeps the document from being trained. */
export function cannotTrain(node: NodeId, message: string, hint: string): Problem {
  return { ...trainingProblem('cannot-train', message, hint), node };
}

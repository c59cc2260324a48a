/** What keeps a derivative from being computed. */
import { type GraphDocument, type NodeId, nodeLabel } from '../graph/document.ts';
import { MAX_TOTAL_ELEMENTS } from '../graph/limits.ts';
import type { Problem } from '../graph/problem.ts';

/** A node that is not there, or has no value. */
export function noValue(document: GraphDocument, node: NodeId): Problem {
  const isThere = Object.hasOwn(document.nodes, node);
  return {
    code: 'no-value',
    ...(isThere ? { node } : {}),
    message: isThere
      ? `${nodeLabel(document, node)} could not be computed, so it has no derivative`
      : `there is no node ${node}`,
    hint: isThere ? 'mend what is wrong before it' : 'use the key of a node that has a value',
  };
}

/** Values and derivatives that are larger together than what is computed. */
export const tooLargeTogether = (elements: number): Problem => ({
  code: 'too-large',
  message: `values and derivatives have ${elements} elements together, the limit is ${MAX_TOTAL_ELEMENTS}`,
  hint: 'use smaller shapes or a smaller batch',
});

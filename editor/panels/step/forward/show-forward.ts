/** Puts derivatives by one number on the wires, in place of gradients, and takes them away again. */
import type { ForwardAnswer } from '../../../../graph-core/studies/forward-derivatives.ts';
import { documentStore } from '../../../state/document/document-store.ts';
import { runStore } from '../../../state/results/run-store.ts';

/** Shows them for the numbers that are there; null shows gradients. */
export function showForward(answer: ForwardAnswer | null, by: string): void {
  const { edges } = documentStore.getState().document;
  runStore.setState(({ snapshot }) => ({
    snapshot: {
      ...snapshot,
      forward:
        answer === null
          ? null
          : {
              by,
              nodes: new Map(Object.entries(answer.nodes)),
              edges: new Map(
                Object.entries(answer.edges).flatMap(([id, tensor]) => {
                  const from = edges[id]?.from;
                  return from === undefined ? [] : [[id, { from, tensor }] as const];
                }),
              ),
            },
    },
  }));
}

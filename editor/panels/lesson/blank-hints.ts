/** Hints for a blank in three strengths, from the derivation of what is asked: in words, by names, with numbers. */

import type { ComputedGraph } from '../../../graph-core/explain/derivation/computed-graph.ts';
import type {
  Derivation,
  DerivationLine,
} from '../../../graph-core/explain/derivation/derivation.ts';
import { deriveNode } from '../../../graph-core/explain/derivation/derive-node.ts';
import { deriveValue } from '../../../graph-core/explain/derivation/derive-step.ts';
import { deriveWire } from '../../../graph-core/explain/derivation/derive-wire.ts';
import { lineLatex } from '../../../graph-core/explain/derivation/print-line.ts';
import { nodeLabel } from '../../../graph-core/graph/document.ts';
import type { LessonBlank } from '../../../graph-core/graph/lesson.ts';
import { opDef } from '../../../graph-core/ops/registry.ts';
import { PAGE_PRINTING } from '../../controls/shown-graph.ts';

/** A hint: words or a formula. */
export type BlankHint = { readonly words: string } | { readonly tex: string };

/** From the weakest to the strongest; none of them is the answer itself. */
export function blankHints(blank: LessonBlank, graph: ComputedGraph): readonly BlankHint[] {
  const { document } = graph;
  switch (blank.kind) {
    case 'number':
      return derivedHints(
        blank.of === 'value' ? deriveValue(graph, blank.node) : gradientOf(graph, blank.node),
      );
    case 'operation': {
      const doc = opDef(document.nodes[blank.node]?.op ?? '')?.doc;
      if (doc === undefined) return [];
      const wrong = blank.choices.filter((choice) => choice !== document.nodes[blank.node]?.op);
      const not = wrong.slice(0, -1).map((choice) => opDef(choice)?.doc.title ?? choice);
      return [
        { words: 'Compare the numbers that come in with the number that goes out.' },
        {
          words:
            not.length === 0 ? `It is one of ${doc.category}.` : `It is not ${not.join(', nor ')}.`,
        },
        { words: doc.summary },
      ];
    }
    case 'wire': {
      const [from, to] = [blank.from, blank.to].map((node) => nodeLabel(document, node));
      return [
        { words: `A node has an empty input: the ring on the left of ${to}.` },
        { words: `The wire begins at ${from}.` },
        { words: `It leads from ${from} into the input ${blank.port} of ${to}.` },
      ];
    }
    default:
      return blank satisfies never;
  }
}

/** By the one wire that brings it, else by all paths. */
function gradientOf(graph: ComputedGraph, node: string): Derivation {
  const outgoing = Object.entries(graph.document.edges).filter(
    ([edge, { from }]) => from === node && graph.edgeGradient(edge) !== null,
  );
  return outgoing.length === 1 ? deriveWire(graph, outgoing[0][0]) : deriveNode(graph, node);
}

function derivedHints({ sentences, lines, terms, title }: Derivation): readonly BlankHint[] {
  const byName = lines.find(({ sides }) => sides.every(({ written }) => written === 'names'));
  const byNumber = lines.find(({ sides }) => sides.some(({ written }) => written === 'numbers'));
  const print = (line: DerivationLine): BlankHint => ({
    tex: lineLatex({ ...line, continues: false }, terms, { ...PAGE_PRINTING, forPage: false }),
  });
  const hints: BlankHint[] = [{ words: sentences[0] ?? `${title}.` }];
  if (byName !== undefined) hints.push(print(byName));
  // Its last side is the result.
  if (byNumber !== undefined && byNumber.sides.length > 2) {
    hints.push(print({ ...byNumber, sides: byNumber.sides.slice(0, -1) }));
  }
  return hints;
}

/** What a node computes as one line of LaTeX, in the names of what is wired to it: before it can be computed, too. */
import { atomTex, formulaLatex, type Tex } from '../../graph-core/explain/formula-latex.ts';
import { nameLatex, nodeLatex } from '../../graph-core/explain/node-names.ts';
import type { GraphDocument, NodeId } from '../../graph-core/graph/document.ts';
import { completeAttrs, type OpDef, portsOf } from '../../graph-core/ops/kit/operation.ts';

/** A node whose operation is known, in its document. */
export interface FormulaPlace {
  readonly document: GraphDocument;
  readonly node: NodeId;
  readonly definition: OpDef;
}

/** Ports by the names of what is wired to them, else by their own. */
function portNames({ document, node, definition }: FormulaPlace): Readonly<Record<string, Tex>> {
  const wires = Object.values(document.edges).filter(({ to }) => to === node);
  const ports = portsOf(definition, completeAttrs(definition, document.nodes[node].attrs));
  return Object.fromEntries(
    ports.map(({ name }) => {
      const source = wires.find(({ port }) => port === name)?.from;
      return [name, atomTex(source === undefined ? nameLatex(name) : nodeLatex(document, source))];
    }),
  );
}

/** `q = x + y`. */
export function valueLine(place: FormulaPlace, rule: Parameters<typeof formulaLatex>[0]): string {
  return `${nodeLatex(place.document, place.node)} = ${formulaLatex(rule, portNames(place))}`;
}

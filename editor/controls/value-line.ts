/** What a node computes as one line of LaTeX, in the names of what is wired to it: for the inspector and the stepper. */
import { atomTex, formulaLatex, type Tex } from '../../graph-core/explain/formula-latex.ts';
import { computedSite, type RuleSite } from '../../graph-core/explain/node-rule.ts';
import type { GraphDocument, NodeId } from '../../graph-core/graph/document.ts';
import { completeAttrs, type OpDef, portsOf } from '../../graph-core/ops/kit/operation.ts';
import type { Shape } from '../../graph-core/tensor/shape.ts';
import { nameLatex, nodeLatex } from '../state/document/node-names.ts';
import type { Snapshot } from '../state/results/run-store.ts';

/** A node whose operation is known, in its document. */
export interface FormulaPlace {
  readonly document: GraphDocument;
  readonly node: NodeId;
  readonly definition: OpDef;
}

/** What is wired to each port; undefined where nothing is. */
function sourcesOf({ document, node, definition }: FormulaPlace): Map<string, NodeId | undefined> {
  const wires = Object.values(document.edges).filter(({ to }) => to === node);
  const ports = portsOf(definition, completeAttrs(definition, document.nodes[node].attrs));
  return new Map(
    ports.map(({ name }) => [name, wires.find(({ port }) => port === name)?.from] as const),
  );
}

/** Where the rules of a node are asked for: its operation at the shapes that arrive. */
export function ruleSite(place: FormulaPlace, { nodes }: Snapshot): RuleSite {
  const { document, node, definition } = place;
  const shapes: Record<string, Shape> = {};
  for (const [port, source] of sourcesOf(place)) {
    const shape = source === undefined ? undefined : nodes.get(source)?.value.shape;
    if (shape !== undefined) shapes[port] = shape;
  }
  const attrs = completeAttrs(definition, document.nodes[node].attrs);
  return computedSite({ definition, attrs, shapes }, nodes.get(node)?.value.shape);
}

/** Ports by the names of what is wired to them, else by their own. */
export function portNames(place: FormulaPlace): Readonly<Record<string, Tex>> {
  return Object.fromEntries(
    [...sourcesOf(place)].map(([port, source]) => [
      port,
      atomTex(source === undefined ? nameLatex(port) : nodeLatex(place.document, source)),
    ]),
  );
}

/** `q = x + y`. */
export function valueLine(place: FormulaPlace, rule: Parameters<typeof formulaLatex>[0]): string {
  return `${nodeLatex(place.document, place.node)} = ${formulaLatex(rule, portNames(place))}`;
}

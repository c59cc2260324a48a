/** The rule of one wire, and its local derivative as a term: ∂h/∂z with its number. */
import type { EdgeId } from '../../graph/document.ts';
import { localDerivative } from '../../interpret/local-derivative.ts';
import { opDef } from '../../ops/registry.ts';
import { type PortRule, portRule } from '../node-rule.ts';
import { type ComputedGraph, nameOf, operandsOf, portWords, ruleSiteOf } from './computed-graph.ts';
import type { DerivationTerm } from './derivation.ts';

/** How a gradient passes the node that a wire goes into; null where none does. */
export function ruleOf(
  graph: ComputedGraph,
  edge: EdgeId,
): Extract<PortRule, { kind: 'rule' }> | null {
  const { to, port } = graph.document.edges[edge];
  const definition = opDef(graph.document.nodes[to].op);
  if (definition === null) return null;
  const rule = portRule(ruleSiteOf(graph, to, definition), port);
  return rule?.kind === 'rule' ? rule : null;
}

/** The local derivative along a wire into an elementwise operation; null where there is none. */
export function slopeTerm(graph: ComputedGraph, edge: EdgeId): DerivationTerm | null {
  const { document } = graph;
  const { from, to, port } = document.edges[edge];
  const rule = ruleOf(graph, edge);
  if (rule === null || rule.local === null) return null;
  const inputs = Object.fromEntries(
    operandsOf(graph, to).map((operand) => [operand.port, operand.tensor]),
  );
  const tensor = localDerivative(document.nodes[to], inputs, port, to);
  if (tensor === null) return null;
  const place = { node: from, edge, pass: 'value' } as const;
  const [of, name] = [nameOf(document, to), nameOf(document, from)];
  // Two wires between the same nodes are told apart by their ports.
  const through = { tex: `\\text{${port}}`, text: port };
  const several = portWords(document, edge) !== '';
  return { name, of, tensor, pass: 'value', place, ...(several ? { through } : {}) };
}

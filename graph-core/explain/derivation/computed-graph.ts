/** A document with its numbers, wherever they were computed: what derivations are made of. */
import type { Evaluation } from '../../evaluate/evaluation.ts';
import { type EdgeId, type GraphDocument, type NodeId, nodeLabel } from '../../graph/document.ts';
import { completeAttrs, type OpDef, portsOf } from '../../ops/kit/operation.ts';
import { opDef } from '../../ops/registry.ts';
import type { Shape } from '../../tensor/shape.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { nodeLatex } from '../node-names.ts';
import { computedSite, type RuleSite } from '../node-rule.ts';
import type { DerivationTerm, WrittenName } from './derivation.ts';

/** A document with its numbers. */
export interface ComputedGraph {
  readonly document: GraphDocument;
  /** The node whose gradients these are. */
  readonly target: NodeId | null;
  readonly value: (node: NodeId) => Tensor | undefined;
  /** Null where the target does not depend on the node. */
  readonly gradient: (node: NodeId) => Tensor | null;
  /** Null where no gradient flows on the wire. */
  readonly edgeGradient: (edge: EdgeId) => Tensor | null;
}

/** The numbers of an evaluation, valid until its next run. */
export function graphOf(evaluation: Evaluation): ComputedGraph {
  return {
    document: evaluation.document,
    target: evaluation.target,
    value: (node) => evaluation.value(node),
    gradient: (node) => (evaluation.reached(node) ? (evaluation.gradient(node) ?? null) : null),
    edgeGradient: (edge) =>
      evaluation.edgeReached(edge) ? (evaluation.edgeGradient(edge) ?? null) : null,
  };
}

/** What arrives at one port of a node. */
export interface Operand {
  readonly port: string;
  readonly node: NodeId;
  readonly edge: EdgeId;
  readonly tensor: Tensor;
}

type WireIndex = Readonly<Record<'from' | 'to', ReadonlyMap<NodeId, readonly EdgeId[]>>>;

const wireIndexes = new WeakMap<GraphDocument['edges'], WireIndex>();

function wireIndex({ edges }: GraphDocument): WireIndex {
  const known = wireIndexes.get(edges);
  if (known !== undefined) return known;
  const index = { from: new Map<NodeId, EdgeId[]>(), to: new Map<NodeId, EdgeId[]>() };
  for (const [edge, wire] of Object.entries(edges)) {
    for (const end of ['from', 'to'] as const) {
      const list = index[end].get(wire[end]);
      if (list === undefined) index[end].set(wire[end], [edge]);
      else list.push(edge);
    }
  }
  wireIndexes.set(edges, index);
  return index;
}

/** The wires into a node. */
export function edgesInto(document: GraphDocument, node: NodeId): readonly EdgeId[] {
  return wireIndex(document).to.get(node) ?? [];
}

/** The wires that leave a node. */
export function edgesFrom(document: GraphDocument, node: NodeId): readonly EdgeId[] {
  return wireIndex(document).from.get(node) ?? [];
}

/** What arrives at a node, in the order of its ports. */
export function operandsOf({ document, value }: ComputedGraph, node: NodeId): readonly Operand[] {
  const { op, attrs } = document.nodes[node];
  const definition = opDef(op);
  if (definition === null) return [];
  const wires = edgesInto(document, node);
  return portsOf(definition, completeAttrs(definition, attrs)).flatMap(({ name: port }) => {
    const edge = wires.find((wire) => document.edges[wire].port === port);
    if (edge === undefined) return [];
    const { from } = document.edges[edge];
    const tensor = value(from);
    return tensor === undefined ? [] : [{ port, node: from, edge, tensor }];
  });
}

/** Where the rules of a node are asked for: its operation at the shapes that arrive. */
export function ruleSiteOf(graph: ComputedGraph, node: NodeId, definition: OpDef): RuleSite {
  const shapes: Record<string, Shape> = {};
  for (const { port, tensor } of operandsOf(graph, node)) shapes[port] = tensor.shape;
  const attrs = completeAttrs(definition, graph.document.nodes[node].attrs);
  return computedSite({ definition, attrs, shapes }, graph.value(node)?.shape);
}

/** What a node is called in LaTeX and in text. */
export function nameOf(document: GraphDocument, node: NodeId): WrittenName {
  return { tex: nodeLatex(document, node), text: nodeLabel(document, node) };
}

/** The value that arrives at a port, as a term. */
export function operandTerm({ document }: ComputedGraph, operand: Operand): DerivationTerm {
  const { node, edge, tensor } = operand;
  const place = { node, edge, pass: 'value' } as const;
  return { name: nameOf(document, node), of: null, tensor, pass: 'value', place };
}

/** The value of a node, as a term. */
export function valueTerm(
  { document }: ComputedGraph,
  node: NodeId,
  tensor: Tensor,
): DerivationTerm {
  const place = { node, pass: 'value' } as const;
  return { name: nameOf(document, node), of: null, tensor, pass: 'value', place };
}

/** The derivative of the target by a node, or what one wire brings of it. */
export function gradientTerm(
  { document, target }: ComputedGraph,
  node: NodeId,
  tensor: Tensor,
  edge?: EdgeId,
): DerivationTerm {
  const place = { node, ...(edge === undefined ? {} : { edge }), pass: 'gradient' } as const;
  const of = nameOf(document, target ?? node);
  return { name: nameOf(document, node), of, tensor, pass: 'gradient', place };
}

/** The terms that the rules of a node speak of: its ports, `out`, and `ct`, the upstream gradient. */
export function passageTerms(
  graph: ComputedGraph,
  node: NodeId,
  upstream: Tensor,
): Record<string, DerivationTerm> {
  const terms: Record<string, DerivationTerm> = {};
  for (const operand of operandsOf(graph, node)) terms[operand.port] = operandTerm(graph, operand);
  const out = graph.value(node);
  if (out !== undefined) terms.out = valueTerm(graph, node, out);
  terms.ct = gradientTerm(graph, node, upstream);
  return terms;
}

/** `, by its input y` where one node is wired to several ports of another; else empty. */
export function portWords(document: GraphDocument, edge: EdgeId): string {
  const { from, to, port } = document.edges[edge];
  const same = edgesFrom(document, from).filter((other) => document.edges[other].to === to);
  return same.length > 1 ? `, by its input ${port}` : '';
}

/**
 * What a gradient goes through: the symbol of the operation, and the node's name too where it has one or
 * where the same symbol stands elsewhere.
 */
export function passageOf(document: GraphDocument, node: NodeId): string {
  const { op, name } = document.nodes[node];
  const definition = opDef(op);
  const label = nodeLabel(document, node);
  if (definition === null || op === 'identity') return label;
  const { symbol } = definition.doc;
  const alone = Object.entries(document.nodes).every(
    ([other, { op: otherOp }]) => other === node || otherOp !== op,
  );
  return alone && name === undefined ? symbol : `${label} (${symbol})`;
}

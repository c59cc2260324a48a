/** What all explanations of steps are made of: operands, numbers in LaTeX, names of passages. */
import { BINDING, numberTex, type Tex } from '../../../graph-core/explain/formula-latex.ts';
import {
  type EdgeId,
  type GraphDocument,
  type NodeId,
  nodeLabel,
} from '../../../graph-core/graph/document.ts';
import { completeAttrs, portsOf } from '../../../graph-core/ops/kit/operation.ts';
import { opDef } from '../../../graph-core/ops/registry.ts';
import type { Tensor } from '../../../graph-core/tensor/tensor.ts';
import type { Snapshot } from '../../state/results/run-store.ts';
import { formatNumber } from '../../widgets/format-number.ts';

/** What arrives at one port of a node. */
export interface Operand {
  readonly port: string;
  readonly node: NodeId;
  readonly label: string;
  readonly tensor: Tensor;
}

/** What arrives at a node, in the order of its ports. */
export function operandsOf(
  document: GraphDocument,
  snapshot: Snapshot,
  node: NodeId,
): readonly Operand[] {
  const { op, attrs } = document.nodes[node];
  const definition = opDef(op);
  if (definition === null) return [];
  const wires = Object.values(document.edges).filter(({ to }) => to === node);
  return portsOf(definition, completeAttrs(definition, attrs)).flatMap(({ name: port }) => {
    const from = wires.find((wire) => wire.port === port)?.from;
    const tensor = from === undefined ? undefined : snapshot.nodes.get(from)?.value;
    return from === undefined || tensor === undefined
      ? []
      : [{ port, node: from, label: nodeLabel(document, from), tensor }];
  });
}

/** Ports by their numbers, for operands that are single numbers; a negative one always in parentheses. */
export function numbersOf(operands: readonly Operand[]): Readonly<Record<string, Tex>> {
  return Object.fromEntries(
    operands.map(({ port, tensor }) => {
      const { tex, binding } = texOf(tensor.data[0]);
      return [port, { tex, binding: tex.startsWith('-') ? BINDING.loose : binding }];
    }),
  );
}

/** ∂of/∂by. */
export const partial = (of: string, by: string): string =>
  `\\frac{\\partial ${of}}{\\partial ${by}}`;
/** In the color of values or of gradients. */
export const colored = (kind: 'value' | 'gradient', tex: string): string =>
  `\\htmlClass{${kind}}{${tex}}`;
/** The result of a line. */
export const bold = (tex: string): string => `\\mathbf{${tex}}`;

/** One element: it can stand in a formula. */
export function isNumber(tensor: Tensor): boolean {
  return tensor.data.length === 1;
}

/** A single number as LaTeX. */
export function number(tensor: Tensor): string {
  return texOf(tensor.data[0]).tex;
}

/** A number inside a formula: in parentheses when a sign or a power of ten would change what is meant. */
export function factor(tensor: Tensor): string {
  const { tex, binding } = texOf(tensor.data[0]);
  return binding === BINDING.atom ? tex : `(${tex})`;
}

const texOf = (x: number): Tex => numberTex(x, formatNumber(x).replaceAll('−', '-'));

/** `Raise q by 0.01 and f falls by 0.04.` for numbers. */
export function meaningOf(
  document: GraphDocument,
  snapshot: Snapshot,
  node: NodeId,
  gradient: Tensor,
): string {
  const { target } = snapshot;
  if (target === null || gradient.data.length !== 1) return '';
  const slope = gradient.data[0];
  const [source, effect] = [nodeLabel(document, node), nodeLabel(document, target)];
  if (!Number.isFinite(slope)) return '';
  if (slope === 0) return `A small change of ${source} does not change ${effect}.`;
  return `Raise ${source} by 0.01 and ${effect} ${slope > 0 ? 'rises' : 'falls'} by about ${formatNumber(Math.abs(slope) * 0.01)}.`;
}

/** `, by its input y` where one node is wired to several ports of another; else empty. */
export function portWords({ edges }: GraphDocument, edge: EdgeId): string {
  const { from, to, port } = edges[edge];
  const same = Object.values(edges).filter((other) => other.from === from && other.to === to);
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

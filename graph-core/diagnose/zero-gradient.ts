/**
 * Why a gradient is 0: the shortest way along the wires to the operation that lets nothing through, or the sum whose
 * parts cancel, or the reason that the target does not depend on the node at all.
 */
import { localJacobians } from '../derivatives/local-jacobians.ts';
import type { Evaluation } from '../evaluate/evaluation.ts';
import { termsValue } from '../explain/derivation/agreement.ts';
import {
  graphOf,
  operandsOf,
  operandTerm,
  passageOf,
  ruleSiteOf,
  valueTerm,
} from '../explain/derivation/computed-graph.ts';
import type { DerivationTerm } from '../explain/derivation/derivation.ts';
import { portRule } from '../explain/node-rule.ts';
import { type EdgeId, type NodeId, nodeLabel, streamOf } from '../graph/document.ts';
import { adjacency } from '../graph/topological-order.ts';
import { opDef } from '../ops/registry.ts';
import { elementLabel, numberWords } from './fault-words.ts';
import { type NumberOrigin, type OriginLink, tensorAt } from './number-origin.ts';
import { type Place, placeIn } from './whole-run.ts';

/** A gradient that is 0. */
interface Zero {
  readonly node: NodeId;
  readonly element: number;
  /** Only what this wire brings is asked about. */
  readonly wire?: EdgeId;
  /** The one that asked for it. */
  readonly before: Zero | null;
}

/** What lets nothing through. */
interface Stop {
  readonly source: NodeId;
  readonly words: string;
}

/** Why an element of a gradient is 0; null where it is not, or where there are too many numbers. */
export function originOfZero(
  evaluation: Evaluation,
  place: Place,
  element: number,
): NumberOrigin | null {
  if (evaluation.target === null || place.pass === 'value') return null;
  if (tensorAt(evaluation, place)?.data[element] !== 0) return null;
  const search = new ZeroSearch(evaluation);
  const first: Zero =
    'node' in place
      ? { node: place.node, element, before: null }
      : {
          ...{ node: evaluation.document.edges[place.edge].from, element },
          ...{ wire: place.edge, before: null },
        };
  const queue = [first];
  const seen = new Set<string>();
  for (const zero of queue) {
    const next = search.stopAt(zero);
    if (next === null) return null;
    if ('words' in next) return told(evaluation, zero, next);
    for (const more of next) {
      const key = `${more.node} ${more.element}`;
      if (!seen.has(key)) queue.push(more);
      seen.add(key);
    }
  }
  return null;
}

function told(evaluation: Evaluation, found: Zero, { source, words }: Stop): NumberOrigin {
  const links: OriginLink[] = [];
  for (let zero: Zero | null = found; zero !== null; zero = zero.before) {
    const shape = evaluation.gradient(zero.node)?.shape ?? [];
    const indices = placeIn(shape, zero.element);
    const edge = zero.wire === undefined ? {} : { edge: zero.wire };
    links.push({ node: zero.node, ...edge, pass: 'gradient', indices, number: 0 });
  }
  const { op } = evaluation.document.nodes[source];
  return { kind: 'zero', source, pass: 'gradient', op, words, links };
}

class ZeroSearch {
  private readonly evaluation: Evaluation;
  private readonly outgoing: ReadonlyMap<NodeId, readonly EdgeId[]>;
  private leading: ReadonlySet<NodeId> | null = null;

  constructor(evaluation: Evaluation) {
    this.evaluation = evaluation;
    this.outgoing = adjacency(evaluation.document).outgoing;
  }

  /** What stops the gradient here, or the zeros further on that it is made of; null where that takes too long. */
  stopAt(zero: Zero): Stop | readonly Zero[] | null {
    const { evaluation } = this;
    const { document } = evaluation;
    const wires = (this.outgoing.get(zero.node) ?? []).filter((edge) =>
      zero.wire === undefined ? this.leadsToTarget(document.edges[edge].to) : edge === zero.wire,
    );
    if (wires.length === 0) return this.independent(zero.node);
    const parts = wires.map((edge) => this.partOf(edge, zero.element));
    if (parts.some((x) => x !== 0)) return this.cancelled(zero, wires, parts);
    const next: Zero[] = [];
    for (const edge of wires) {
      const found = evaluation.edgeReached(edge)
        ? this.along(zero, edge)
        : this.blocked(zero, edge);
      if (found === null || 'words' in found) return found;
      next.push(...found);
    }
    return next;
  }

  private partOf(edge: EdgeId, element: number): number {
    const { evaluation } = this;
    return evaluation.edgeReached(edge) ? (evaluation.edgeGradient(edge)?.data[element] ?? 0) : 0;
  }

  private independent(node: NodeId): Stop {
    const { document, target } = this.evaluation;
    const [label, effect] = [node, target ?? node].map((id) => nodeLabel(document, id));
    return { source: node, words: `${effect} does not depend on ${label}` };
  }

  private cancelled({ node }: Zero, wires: readonly EdgeId[], parts: readonly number[]): Stop {
    const { document } = this.evaluation;
    const sum = parts.map((x) => (x < 0 ? `(${numberWords(x)})` : numberWords(x))).join(' + ');
    const over = wires.map((edge) => passageOf(document, document.edges[edge].to)).join(' and ');
    return { source: node, words: `what comes back through ${over} cancels: ${sum} = 0` };
  }

  /** No gradient comes on this wire: its port takes none, or none arrives at its node. */
  private blocked(zero: Zero, edge: EdgeId): Stop | readonly Zero[] {
    const { document } = this.evaluation;
    const { to, port } = document.edges[edge];
    if (!this.evaluation.reached(to) && to !== this.evaluation.target) {
      return [{ node: to, element: 0, before: zero }];
    }
    const definition = opDef(document.nodes[to].op);
    const rule =
      definition === null
        ? null
        : portRule(ruleSiteOf(graphOf(this.evaluation), to, definition), port);
    const reason = rule?.kind === 'zero' ? `: ${rule.reason}` : '';
    return {
      source: to,
      words: `${passageOf(document, to)} passes no gradient to its input ${port}${reason}`,
    };
  }

  /** The outputs that the element moves, and what comes to them. */
  private along(zero: Zero, edge: EdgeId): Stop | readonly Zero[] | null {
    const { evaluation } = this;
    const { document } = evaluation;
    const { from, to } = document.edges[edge];
    const entries = localJacobians(evaluation, new Set([from, to]));
    if (!(entries instanceof Map)) return null;
    const moved = (entries.get(edge) ?? []).filter(
      ({ input, derivative }: { input: number; derivative: number }) =>
        input === zero.element && derivative !== 0,
    );
    const upstream = evaluation.gradient(to);
    if (moved.length === 0) return { source: to, words: this.localWords(zero, edge) };
    const alive = moved.filter(({ output }: { output: number }) => upstream?.data[output] !== 0);
    if (alive.length > 0) {
      const [{ output, derivative }] = alive;
      const ct = upstream?.data[output] ?? 0;
      const product = `${numberWords(ct)} · ${numberWords(derivative)}`;
      return alive.length === 1
        ? {
            source: to,
            words: `what comes back through ${passageOf(document, to)} is too small for a number: ${product}`,
          }
        : {
            source: to,
            words: `what ${alive.length} outputs of ${passageOf(document, to)} bring back cancels`,
          };
    }
    return moved.map(({ output }: { output: number }) => ({
      node: to,
      element: output,
      before: zero,
    }));
  }

  /** Why the local derivative is 0, as the operation says it, with the number it depends on. */
  private localWords(zero: Zero, edge: EdgeId): string {
    const { evaluation } = this;
    const { document } = evaluation;
    const { from, to, port } = document.edges[edge];
    const shape = evaluation.value(from)?.shape ?? [];
    const x = evaluation.value(from)?.data[zero.element] ?? Number.NaN;
    const at = `${elementLabel(evaluation, from, placeIn(shape, zero.element))} = ${numberWords(x)}`;
    const said = this.caseAt(edge, zero.element);
    const name = passageOf(document, to);
    if (said !== null) return `at ${name}, ${at}: ${said}`;
    const others = operandsOf(graphOf(evaluation), to).filter((operand) => operand.port !== port);
    const zeros = others.filter(({ tensor }) => tensor.data.some((y) => y === 0));
    if (zeros.length > 0) {
      const labels = zeros.map(({ node }) => nodeLabel(document, node)).join(', ');
      return `${name} multiplies by 0: ${labels} ${zeros.length === 1 ? 'is' : 'are'} 0 there`;
    }
    return `the slope of ${name} is 0 at ${at}`;
  }

  /** The case that an operation names for the outputs of an input element. */
  private caseAt(edge: EdgeId, element: number): string | null {
    const graph = graphOf(this.evaluation);
    const { document } = this.evaluation;
    const { to, port } = document.edges[edge];
    const definition = opDef(document.nodes[to].op);
    const rule = definition === null ? null : portRule(ruleSiteOf(graph, to, definition), port);
    if (rule?.kind !== 'rule') return null;
    const terms: Record<string, DerivationTerm> = {};
    for (const operand of operandsOf(graph, to)) terms[operand.port] = operandTerm(graph, operand);
    const out = this.evaluation.value(to);
    if (out !== undefined) terms.out = valueTerm(graph, to, out);
    const owner = { node: to, stream: streamOf(document.nodes, to) };
    const size = terms[port]?.tensor.data.length ?? 0;
    for (const { where, words } of rule.cases) {
      const { data } = termsValue(where, terms, owner);
      // Outputs as many as inputs stand one for one; else one output may stand for several inputs.
      if (data[data.length === size ? element : 0] !== 0) return words;
    }
    return null;
  }

  /** True when the target is a node or behind it. */
  private leadsToTarget(node: NodeId): boolean {
    this.leading ??= this.nodesLeading();
    return this.leading.has(node);
  }

  private nodesLeading(): ReadonlySet<NodeId> {
    const { document, target } = this.evaluation;
    const { incoming } = adjacency(document);
    const found = new Set<NodeId>(target === null ? [] : [target]);
    for (const node of found) {
      for (const edge of incoming.get(node) ?? []) found.add(document.edges[edge].from);
    }
    return found;
  }
}

/** Rewrites that mend a number, with the proof that other values stay what they are. */
import { type Evaluation, evaluateDocument } from '../evaluate/evaluation.ts';
import type { GraphDocument, NodeId } from '../graph/document.ts';
import { edited } from '../graph/edit.ts';
import { adjacency } from '../graph/topological-order.ts';
import { opDef } from '../ops/registry.ts';
import { RandomStream } from '../tensor/random.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { isBad } from './bad-number.ts';
import { type NumberOrigin, tensorAt } from './number-origin.ts';
import { type PlacedRewrite, rewritesAmong } from './rewrites.ts';
import type { Place } from './whole-run.ts';

/** How far a rewritten graph is from the one before, where both have numbers. */
export interface Agreement {
  /** Numbers compared, over all draws. */
  readonly numbers: number;
  /** The largest difference, relative to the larger of the number and 1. */
  readonly largest: number;
}

/** A rewrite that mends what was asked about. */
export interface Repair extends PlacedRewrite {
  readonly repaired: GraphDocument;
  readonly agreement: Agreement;
}

/** Draws of the variables at which both graphs are compared. */
const DRAWS = 12;
/** Rounding of some operations in f64. */
const ROUNDING = 1e-9;
/** How far an ε may move a number. */
const SEEN = 1e-4;

/** What mends the number at a place, the exact ones first. */
export function repairsOf(
  evaluation: Evaluation,
  { place, element }: { readonly place: Place; readonly element: number },
  origin: NumberOrigin,
): readonly Repair[] {
  if (origin.kind === 'zero') return [];
  const { document } = evaluation;
  const feeds = valuesNow(evaluation);
  const mended: Repair[] = [];
  for (const rewrite of rewritesAmong(document, around(document, origin))) {
    const repaired = edited(document, rewrite.write);
    const number = tensorAt(evaluateDocument(repaired, { feeds }), place)?.data[element];
    if (number === undefined || isBad(number)) continue;
    const agreement = compared(document, repaired, rewrite);
    const most = rewrite.epsilon === undefined ? ROUNDING : SEEN;
    if (agreement.numbers > 0 && agreement.largest <= most) {
      mended.push({ ...rewrite, repaired, agreement });
    }
  }
  return mended;
}

/** The variables as they are: those of a run are not in the document. */
function valuesNow(evaluation: Evaluation): ReadonlyMap<NodeId, Tensor> {
  const { document, order } = evaluation;
  return new Map(
    order.flatMap((id) => {
      const value = evaluation.value(id);
      const isSource = opDef(document.nodes[id].op)?.kind === 'source';
      return isSource && value !== undefined ? [[id, value] as const] : [];
    }),
  );
}

/** The source, what is on the way from it, and what feeds and reads the source. */
function around(document: GraphDocument, { source, links }: NumberOrigin): readonly NodeId[] {
  const { incoming, outgoing } = adjacency(document);
  const near = source === null ? [] : [source];
  for (let i = 0; i < 2; i++) {
    for (const node of [...near]) {
      near.push(...(outgoing.get(node) ?? []).map((edge) => document.edges[edge].to));
      near.push(...(incoming.get(node) ?? []).map((edge) => document.edges[edge].from));
    }
  }
  return [...near, ...links.map(({ node }) => node)];
}

/** Both graphs at drawn values of their variables: the rewritten node and what it feeds, where both numbers are finite. */
export function compared(
  before: GraphDocument,
  after: GraphDocument,
  { node, epsilon }: Pick<PlacedRewrite, 'node' | 'epsilon'>,
): Agreement {
  let [numbers, largest] = [0, 0];
  const random = new RandomStream(1, 'dataset');
  const start = evaluateDocument(before);
  const variables = Object.keys(before.nodes).filter((id) => isDrawn(before, id));
  const shared = behind(before, node);
  for (let draw = 0; draw < DRAWS; draw++) {
    const feeds = new Map<NodeId, Tensor>();
    for (const id of variables) {
      const tensor = start.value(id);
      if (tensor === undefined) continue;
      const { shape } = tensor;
      const data = Float64Array.from(tensor.data, () => {
        const x = 2 * random.normal();
        // Half of the draws are positive, so that roots and logarithms have numbers.
        return epsilon !== undefined || draw % 2 === 0 ? Math.abs(x) + 0.01 : x;
      });
      feeds.set(id, { shape, data });
    }
    const [one, two] = [before, after].map((document) => evaluateDocument(document, { feeds }));
    for (const id of shared) {
      one.value(id)?.data.forEach((x, i) => {
        const y = two.value(id)?.data[i] ?? Number.NaN;
        if (isBad(x) || isBad(y)) return;
        numbers++;
        largest = Math.max(largest, Math.abs(x - y) / Math.max(1, Math.abs(x)));
      });
    }
  }
  return { numbers, largest };
}

/** A node and all that depends on it. */
function behind(document: GraphDocument, node: NodeId): ReadonlySet<NodeId> {
  const { outgoing } = adjacency(document);
  const found = new Set([node]);
  for (const id of found) {
    for (const edge of outgoing.get(id) ?? []) found.add(document.edges[edge].to);
  }
  return found;
}

/** True for variables whose numbers may be any: not those that select something, nor constants. */
function isDrawn(document: GraphDocument, id: NodeId): boolean {
  const { op } = document.nodes[id];
  if (op !== 'input' && op !== 'parameter') return false;
  return Object.values(document.edges).every(({ from, to, port }) => {
    if (from !== id) return true;
    const definition = opDef(document.nodes[to].op);
    const ports =
      definition === null || typeof definition.inputs === 'function' ? [] : definition.inputs;
    const role = ports.find(({ name }) => name === port)?.role;
    return role === undefined && port !== 'target';
  });
}

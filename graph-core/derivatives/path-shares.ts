/**
 * Which paths a gradient comes along: the paths from one element of a node to the target, each with the product of the
 * local derivatives on it. A path goes from element to element, so there may be 2^40 of them; none is listed that is
 * not among the largest. For every element on the way, from the target back, these are kept:
 *
 *     g  the sum over its paths (the gradient)      a  the sum of their sizes      n  their number
 *     the k largest paths, found among the k largest of what it feeds (no other can be among them)
 *
 * A share is a path's contribution by the sum of the sizes of all, so shares of both signs add up to at most 1.
 */
import type { Evaluation } from '../evaluate/evaluation.ts';
import { type EdgeId, type NodeId, nodeLabel } from '../graph/document.ts';
import type { Problem } from '../graph/problem.ts';
import { elementCount } from '../tensor/shape.ts';
import { noValue } from './derivative-problems.ts';
import { type LocalEntries, localJacobians } from './local-jacobians.ts';

/** One element of a value on a path. */
export interface PathPlace {
  readonly node: NodeId;
  /** Row-major position. */
  readonly element: number;
}

/** One path. */
export interface PathShare {
  /** The product of the local derivatives. */
  readonly contribution: number;
  /** `contribution` by the sum of the sizes of all contributions. */
  readonly share: number;
  /** Wires from the node to the target, in the direction of the data. */
  readonly edges: readonly EdgeId[];
  /** Elements passed, from the node's to the target's: one more than wires. */
  readonly places: readonly PathPlace[];
}

/** The paths of one gradient. */
export interface PathShares {
  readonly gradient: number;
  /** The largest first; equal ones in the order of their wires. */
  readonly paths: readonly PathShare[];
  /** What all other paths bring together: `gradient` minus those shown. */
  readonly rest: number;
  /** Paths with a contribution that is not 0; exact up to 2^53. */
  readonly count: number;
}

/** A path from an element on, as a list that shares its tail. */
interface Tail {
  readonly weight: number;
  readonly edge: EdgeId | null;
  readonly place: PathPlace;
  readonly next: Tail | null;
}

/** What is known of one element. */
interface Known {
  gradient: number;
  sizes: number;
  count: number;
  tails: Tail[];
}

/** The `most` largest paths from `element` of `node` to the target of `evaluation`. */
export function pathShares(
  evaluation: Evaluation,
  node: NodeId,
  element: number,
  most = 10,
): PathShares | Problem {
  const { document, target } = evaluation;
  const value = evaluation.value(node);
  if (value === undefined || target === null) return noValue(document, node);
  if (!(Number.isInteger(element) && element >= 0 && element < value.data.length)) {
    return {
      code: 'no-element',
      node,
      message: `${nodeLabel(document, node)} has ${value.data.length} numbers, none with number ${element}`,
      hint: `choose one from 0 to ${value.data.length - 1}`,
    };
  }
  const between = nodesBetween(evaluation, node, target);
  const jacobians = localJacobians(evaluation, between);
  if ('code' in jacobians) return jacobians;
  const known = gather(evaluation, { node, target, most, between, jacobians });
  const found = known.get(node)?.[element];
  if (found === undefined) return { gradient: 0, paths: [], rest: 0, count: 0 };
  if (!Number.isFinite(found.gradient)) {
    return {
      code: 'no-shares',
      node,
      message: `the gradient of ${nodeLabel(document, node)} is ${found.gradient}, which has no parts`,
      hint: 'find out where it comes from first',
    };
  }
  const paths = found.tails.map((tail) => asPath(tail, found.sizes));
  const shown = paths.reduce((sum, { contribution }) => sum + contribution, 0);
  return { gradient: found.gradient, paths, rest: found.gradient - shown, count: found.count };
}

interface Search {
  readonly node: NodeId;
  readonly target: NodeId;
  readonly most: number;
  readonly between: ReadonlySet<NodeId>;
  readonly jacobians: ReadonlyMap<EdgeId, LocalEntries>;
}

/** What is known of every element between, the target's first. */
function gather(evaluation: Evaluation, search: Search): Map<NodeId, (Known | undefined)[]> {
  const { target, most, between, jacobians } = search;
  const known = new Map<NodeId, (Known | undefined)[]>();
  const { shape } = evaluation.value(target) ?? { shape: [] };
  known.set(
    target,
    Array.from({ length: elementCount(shape) }, (_, element) => ({
      gradient: 1,
      sizes: 1,
      count: 1,
      tails: [{ weight: 1, edge: null, place: { node: target, element }, next: null }],
    })),
  );
  for (const reader of [...evaluation.order].reverse()) {
    const ends = known.get(reader);
    if (ends === undefined || !between.has(reader)) continue;
    for (const edge of evaluation.flattened.inference.nodes.get(reader)?.edges ?? []) {
      const { from } = evaluation.document.edges[edge];
      const entries = jacobians.get(edge);
      if (!between.has(from) || entries === undefined) continue;
      const list = known.get(from) ?? [];
      known.set(from, list);
      entries.forEach(({ output, input, derivative }) => {
        const end = ends[output];
        if (end === undefined || derivative === 0) return;
        add(list, { input, derivative, edge, node: from, end, most });
      });
    }
  }
  return known;
}

interface Addition {
  readonly input: number;
  readonly derivative: number;
  readonly edge: EdgeId;
  readonly node: NodeId;
  readonly end: Known;
  readonly most: number;
}

function add(list: (Known | undefined)[], from: Addition): void {
  const { input, derivative, edge, node, end, most } = from;
  const known = list[input] ?? { gradient: 0, sizes: 0, count: 0, tails: [] };
  list[input] = known;
  known.gradient += derivative * end.gradient;
  known.sizes += Math.abs(derivative) * end.sizes;
  known.count += end.count;
  const place = { node, element: input };
  for (const tail of end.tails) {
    insert(known.tails, { weight: derivative * tail.weight, edge, place, next: tail }, most);
  }
}

/** Keeps the list in order of size and no longer than `most`. */
function insert(tails: Tail[], tail: Tail, most: number): void {
  const size = Math.abs(tail.weight);
  let at = tails.length;
  while (at > 0 && Math.abs(tails[at - 1].weight) < size) at--;
  if (at >= most) return;
  tails.splice(at, 0, tail);
  if (tails.length > most) tails.pop();
}

function asPath(tail: Tail, sizes: number): PathShare {
  const edges: EdgeId[] = [];
  const places: PathPlace[] = [];
  for (let at: Tail | null = tail; at !== null; at = at.next) {
    places.push(at.place);
    if (at.edge !== null) edges.push(at.edge);
  }
  return { contribution: tail.weight, share: tail.weight / sizes, edges, places };
}

/** The nodes on a path from `node` to `target`, both included. */
function nodesBetween(
  { document, order, flattened }: Evaluation,
  node: NodeId,
  target: NodeId,
): Set<NodeId> {
  const edgesInto = (id: NodeId) => flattened.inference.nodes.get(id)?.edges ?? [];
  const after = new Set([node]);
  for (const id of order) {
    if (edgesInto(id).some((edge) => after.has(document.edges[edge].from))) after.add(id);
  }
  const between = new Set<NodeId>();
  const wanted = new Set([target]);
  for (const id of [...order].reverse()) {
    if (!wanted.has(id) || !after.has(id)) continue;
    between.add(id);
    for (const edge of edgesInto(id)) wanted.add(document.edges[edge].from);
  }
  return between;
}

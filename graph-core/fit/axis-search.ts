/**
 * Which sizes of which parameters to change so that a graph infers again and its prediction gets a width. Nothing here
 * knows an operation: a change is right when inference says so. Weights are tried before biases (which are stretched without
 * a fault), the nearest first, and what makes the faulty node sound before what only moves its fault.
 */
import type { GraphDocument, NodeId } from '../graph/document.ts';
import type { Problem } from '../graph/problem.ts';
import { type Inference, inferDocument } from '../infer/infer-document.ts';
import { changesInTraining } from '../ops/kit/operation.ts';
import { opDef } from '../ops/registry.ts';
import { isConcrete, type Shape } from '../tensor/shape.ts';

/** What is to hold in the end. */
export interface AxisGoal {
  /** Nodes that have to infer. */
  readonly relevant: ReadonlySet<NodeId>;
  /** The node whose last size is to be `width`; null where only inference has to go through. */
  readonly prediction: NodeId | null;
  readonly width: number;
  /** Sizes that may become others: `[from, to]`. */
  readonly changes: readonly (readonly [number, number])[];
}

/** Shapes of parameters that were changed. */
export type NewShapes = ReadonlyMap<NodeId, readonly number[]>;

/** Changes made at most, on the way to a graph that fits. */
const MOST_CHANGES = 32;

/** Nodes that may be inferred together: some tenths of a second. */
const BUDGET = 200_000;

/** The shapes that reach the goal, or null where none do. */
export function searchShapes(document: GraphDocument, goal: AxisGoal): NewShapes | null {
  return new AxisSearch(goal, Object.keys(document.nodes).length).from(document, new Map());
}

interface Candidate {
  readonly id: NodeId;
  readonly shape: readonly number[];
}

class AxisSearch {
  private readonly goal: AxisGoal;
  private inferencesLeft: number;

  constructor(goal: AxisGoal, nodes: number) {
    this.goal = goal;
    this.inferencesLeft = Math.max(8, Math.min(400, Math.floor(BUDGET / Math.max(1, nodes))));
  }

  from(document: GraphDocument, done: NewShapes): NewShapes | null {
    const inference = this.infer(document);
    if (inference === null || done.size > MOST_CHANGES) return null;
    const { relevant, prediction, width } = this.goal;
    const fault = firstFault(inference, relevant);
    const last = prediction === null ? width : inference.nodes.get(prediction)?.shape.at(-1);
    if (fault === null && last === width) return this.widened(document, done);
    const place = fault?.node ?? prediction;
    if (place === null) return null;
    const tried = this.candidates(document, inference, place, done).flatMap((candidate) => {
      const next = withShape(document, candidate);
      const after = this.infer(next);
      if (after === null) return [];
      const isSound = after.nodes.has(place);
      const differs = firstFault(after, relevant)?.message !== fault?.message;
      return isSound || differs ? [{ candidate, next, isSound }] : [];
    });
    tried.sort((a, b) => Number(b.isSound) - Number(a.isSound));
    for (const { candidate, next } of tried) {
      const reached = this.from(next, new Map([...done, [candidate.id, candidate.shape]]));
      if (reached !== null) return reached;
    }
    return null;
  }

  private infer(document: GraphDocument): Inference | null {
    return this.inferencesLeft-- > 0 ? inferDocument(document) : null;
  }

  /** One change each of the parameters behind `place`, the nearest first. */
  private candidates(
    document: GraphDocument,
    { wires, topology }: Inference,
    place: NodeId,
    done: NewShapes,
  ): readonly Candidate[] {
    const behind = new Set([place]);
    for (const id of behind) {
      for (const edge of wires.incoming.get(id) ?? []) behind.add(document.edges[edge].from);
    }
    // A parameter is as near as the first node it feeds.
    const depthOf = (id: NodeId): number =>
      Math.max(
        ...(wires.outgoing.get(id) ?? [])
          .map((edge) => document.edges[edge].to)
          .filter((to) => behind.has(to))
          .map((to) => topology.depth.get(to) ?? 0),
      );
    const found = [...behind].flatMap((id) => {
      const shape = parameterShape(document, id);
      if (shape === null) return [];
      const axes = shape.flatMap((size, axis) =>
        this.goal.changes.flatMap(([from, to]) => {
          if (size !== from || from === to) return [];
          return [{ id, shape: shape.map((one, at) => (at === axis ? to : one)) }];
        }),
      );
      return done.has(id) && shape.length < 2 ? [] : axes;
    });
    const isWeight = ({ shape }: Candidate): number => Number(shape.length > 1);
    return found.sort((a, b) => isWeight(b) - isWeight(a) || depthOf(b.id) - depthOf(a.id));
  }

  /**
   * A size of 1 is stretched without a fault, but one number for all outputs is not what a bias is: those that
   * can grow with the outputs do.
   */
  private widened(document: GraphDocument, done: NewShapes): NewShapes {
    const { prediction, width, changes, relevant } = this.goal;
    const grows = changes.some(([from, to]) => from === 1 && to === width);
    if (prediction === null || !grows) return done;
    const inference = this.infer(document);
    if (inference === null) return done;
    let [grown, shapes] = [document, done];
    for (const candidate of this.candidates(document, inference, prediction, done)) {
      if (candidate.shape.length !== 1 || candidate.shape[0] !== width) continue;
      const feeds = (inference.wires.outgoing.get(candidate.id) ?? []).map((edge) =>
        inference.nodes.get(document.edges[edge].to)?.shape.at(-1),
      );
      if (!feeds.includes(width)) continue;
      const next = withShape(grown, candidate);
      const after = this.infer(next);
      if (after === null || firstFault(after, relevant) !== null) continue;
      if (after.nodes.get(prediction)?.shape.at(-1) !== width) continue;
      [grown, shapes] = [next, new Map([...shapes, [candidate.id, candidate.shape]])];
    }
    return shapes;
  }
}

/** The first problem on the way to what has to infer; null without. */
export function firstFault(inference: Inference, relevant: ReadonlySet<NodeId>): Problem | null {
  const places = new Map(inference.topology.order.map((id, at) => [id, at]));
  const behind = inference.problems.filter(({ node }) => node === undefined || relevant.has(node));
  const at = ({ node }: Problem): number => places.get(node ?? '') ?? -1;
  return behind.length === 0 ? null : behind.reduce((a, b) => (at(b) < at(a) ? b : a));
}

/** The sizes of a parameter that training changes; null for other nodes, and for single numbers. */
export function parameterShape(document: GraphDocument, id: NodeId): readonly number[] | null {
  const { op, attrs } = document.nodes[id];
  const definition = opDef(op);
  if (definition?.kind !== 'source' || !changesInTraining(definition, attrs)) return null;
  const single = { ...document, nodes: { [id]: document.nodes[id] }, edges: {} };
  const shape: Shape | undefined = inferDocument(single).nodes.get(id)?.shape;
  return shape !== undefined && shape.length > 0 && isConcrete(shape) ? shape.map(Number) : null;
}

/** The document with a parameter drawn in another shape. */
function withShape(document: GraphDocument, { id, shape }: Candidate): GraphDocument {
  const node = document.nodes[id];
  const attrs = reshapedAttrs(node.attrs, shape);
  return { ...document, nodes: { ...document.nodes, [id]: { ...node, attrs } } };
}

/** Attributes of a parameter for another shape: numbers of its own are let go, and drawn. */
export function reshapedAttrs(
  attrs: GraphDocument['nodes'][string]['attrs'],
  shape: readonly number[],
): GraphDocument['nodes'][string]['attrs'] {
  const { value: _, ...others } = attrs;
  const drawn = typeof attrs.init === 'string' && attrs.init !== 'value';
  const init = drawn ? attrs.init : shape.length > 1 ? 'xavier' : 'zeros';
  return { ...others, init, shape: [...shape] };
}

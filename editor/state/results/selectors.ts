/** Selectors used in more than one place: what the trace has reached, what a wire shows, what is wrong where. */
import type { TraceStep } from '../../../graph-core/evaluate/trace.ts';
import type { EdgeId, GraphDocument, NodeId } from '../../../graph-core/graph/document.ts';
import { isWaiting, type Problem } from '../../../graph-core/graph/problem.ts';
import type { Tensor } from '../../../graph-core/tensor/tensor.ts';
import type { ModeState } from '../look/mode-store.ts';
import type { Snapshot } from './run-store.ts';

/** For each node and wire, the number of steps after which it is written. */
interface Reach {
  readonly value: ReadonlyMap<NodeId, number>;
  readonly nodeGradient: ReadonlyMap<NodeId, number>;
  readonly edgeGradient: ReadonlyMap<EdgeId, number>;
  readonly sum: ReadonlyMap<NodeId, number>;
}

const reachOf = new WeakMap<readonly TraceStep[], Reach>();

function reach(steps: readonly TraceStep[]): Reach {
  const remembered = reachOf.get(steps);
  if (remembered !== undefined) return remembered;
  const value = new Map<NodeId, number>();
  const nodeGradient = new Map<NodeId, number>();
  const edgeGradient = new Map<EdgeId, number>();
  const sum = new Map<NodeId, number>();
  steps.forEach((step, i) => {
    const done = i + 1;
    switch (step.kind) {
      case 'node':
        value.set(step.node, done);
        break;
      case 'seed':
        nodeGradient.set(step.node, done);
        break;
      case 'accumulate':
        nodeGradient.set(step.node, done);
        sum.set(step.node, done);
        break;
      case 'wire':
        edgeGradient.set(step.edge, done);
        nodeGradient.set(step.source, done);
        break;
      case 'update':
        break;
      default:
        step satisfies never;
    }
  });
  const result = { value, nodeGradient, edgeGradient, sum };
  reachOf.set(steps, result);
  return result;
}

/** Steps shown: all of them unless stepping. */
export function stepsDone(
  { mode, step }: Pick<ModeState, 'mode' | 'step'>,
  snapshot: Snapshot,
): number {
  return mode === 'step' ? Math.min(step, snapshot.steps.length) : snapshot.steps.length;
}

/** The step last done, or null before the first and outside of stepping. */
export function currentStep(
  shown: Pick<ModeState, 'mode' | 'step'>,
  snapshot: Snapshot,
): TraceStep | null {
  return shown.mode === 'step' ? (snapshot.steps[stepsDone(shown, snapshot) - 1] ?? null) : null;
}

/** The value a node shows after so many steps; null before its turn or without one. */
export function shownValue(snapshot: Snapshot, done: number, node: NodeId): Tensor | null {
  const at = reach(snapshot.steps).value.get(node);
  return at !== undefined && at <= done ? (snapshot.nodes.get(node)?.value ?? null) : null;
}

/** A derivative in forward mode comes with the value of its node. */
function writtenForward({ steps }: Snapshot, done: number, node: NodeId): boolean {
  const at = reach(steps).value.get(node);
  return at !== undefined && at <= done;
}

/** The gradient a node shows after so many steps. */
export function shownGradient(snapshot: Snapshot, done: number, node: NodeId): Tensor | null {
  const { forward } = snapshot;
  if (forward !== null) {
    return writtenForward(snapshot, done, node) ? (forward.nodes.get(node) ?? null) : null;
  }
  const at = reach(snapshot.steps).nodeGradient.get(node);
  return at !== undefined && at <= done ? (snapshot.nodes.get(node)?.gradient ?? null) : null;
}

/** The gradient a wire shows after so many steps. */
export function shownEdgeGradient(snapshot: Snapshot, done: number, edge: EdgeId): Tensor | null {
  const moved = snapshot.forward?.edges.get(edge);
  if (moved !== undefined) return writtenForward(snapshot, done, moved.from) ? moved.tensor : null;
  if (snapshot.forward !== null) return null;
  const at = reach(snapshot.steps).edgeGradient.get(edge);
  return at !== undefined && at <= done ? (snapshot.edges.get(edge) ?? null) : null;
}

/** The gradient a node shows as the sum of what several wires brought; null where there is one wire. */
export function shownSum(snapshot: Snapshot, done: number, node: NodeId): Tensor | null {
  if (snapshot.forward !== null) return null;
  const at = reach(snapshot.steps).sum.get(node);
  return at !== undefined && at <= done ? (snapshot.nodes.get(node)?.gradient ?? null) : null;
}

/** After how many steps a number is written, of a wire where one is meant; null where no step writes it. */
export function stepsUntil(
  { steps }: Snapshot,
  { node, edge, pass }: { readonly node: NodeId; readonly edge?: EdgeId; readonly pass: Pass },
): number | null {
  const { value, nodeGradient, edgeGradient } = reach(steps);
  if (pass === 'value') return value.get(node) ?? null;
  return (edge === undefined ? nodeGradient.get(node) : edgeGradient.get(edge)) ?? null;
}

/** Which of the two numbers of a place. */
type Pass = 'value' | 'gradient';

interface WireIndex {
  readonly sources: ReadonlySet<NodeId>;
  /** Ports that have a wire, in one text a node: comparing texts is cheap for a store. */
  readonly ports: ReadonlyMap<NodeId, string>;
}

const wireIndexes = new WeakMap<GraphDocument['edges'], WireIndex>();

function wireIndex({ edges }: GraphDocument): WireIndex {
  const remembered = wireIndexes.get(edges);
  if (remembered !== undefined) return remembered;
  const sources = new Set<NodeId>();
  const ports = new Map<NodeId, string>();
  for (const { from, to, port } of Object.values(edges)) {
    sources.add(from);
    ports.set(to, `${ports.get(to) ?? ' '}${port} `);
  }
  const index = { sources, ports };
  wireIndexes.set(edges, index);
  return index;
}

/** True when no wire leaves the node. */
export function isEnd(document: GraphDocument, node: NodeId): boolean {
  return !wireIndex(document).sources.has(node);
}

/** The ports of a node that have a wire, each between blanks: ` x y `. */
export function wiredPorts(document: GraphDocument, node: NodeId): string {
  return wireIndex(document).ports.get(node) ?? '';
}

interface ProblemIndex {
  readonly nodes: ReadonlyMap<NodeId, readonly Problem[]>;
  readonly edges: ReadonlyMap<EdgeId, Problem>;
}

const indexes = new WeakMap<readonly Problem[], ProblemIndex>();

function problemIndex(problems: readonly Problem[]): ProblemIndex {
  const remembered = indexes.get(problems);
  if (remembered !== undefined) return remembered;
  const nodes = new Map<NodeId, Problem[]>();
  const edges = new Map<EdgeId, Problem>();
  for (const problem of problems) {
    const { node, edge } = problem;
    if (node !== undefined) {
      const list = nodes.get(node);
      if (list === undefined) nodes.set(node, [problem]);
      else list.push(problem);
    }
    if (edge !== undefined) edges.set(edge, problem);
  }
  const index = { nodes, edges };
  indexes.set(problems, index);
  return index;
}

const NO_PROBLEMS: readonly Problem[] = [];

/** Problems at a node or at one of its ports. */
export function problemsAtNode({ problems }: Snapshot, node: NodeId): readonly Problem[] {
  return problemIndex(problems).nodes.get(node) ?? NO_PROBLEMS;
}

/** What is wrong with a node, first things first; null where something is only still to come. */
export function faultAtNode(snapshot: Snapshot, node: NodeId): string | null {
  return problemsAtNode(snapshot, node).find((problem) => !isWaiting(problem))?.message ?? null;
}

/** What a node still waits for, in words. */
export function waitsAtNode(snapshot: Snapshot, node: NodeId): string {
  const waiting = problemsAtNode(snapshot, node).filter(isWaiting);
  return waiting.map(({ message }) => message).join(', ');
}

/** The problem at a wire, if there is one. */
export function problemAtEdge({ problems }: Snapshot, edge: EdgeId): Problem | undefined {
  return problemIndex(problems).edges.get(edge);
}

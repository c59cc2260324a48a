/** Numbers that ask for an explanation: what is no number, an infinity, a gradient of 0. */
import type { Place } from '../../../graph-core/diagnose/whole-run.ts';
import type { EdgeId, NodeId } from '../../../graph-core/graph/document.ts';
import type { Tensor } from '../../../graph-core/tensor/tensor.ts';
import type { Snapshot } from './run-store.ts';

const hasBad = (tensor: Tensor | null | undefined): boolean =>
  tensor?.data.some((x) => !Number.isFinite(x)) ?? false;
const hasZero = (tensor: Tensor | null | undefined): boolean => tensor?.data.includes(0) ?? false;

/** What at a node asks for an explanation: its value, else its gradient; null for nothing. */
export function questionableNode({ nodes }: Snapshot, node: NodeId): Place | null {
  const numbers = nodes.get(node);
  if (numbers === undefined) return null;
  if (hasBad(numbers.value)) return { pass: 'value', node };
  const isAsked = hasBad(numbers.gradient) || hasZero(numbers.gradient);
  // Where no gradient comes, the reason is a question as well.
  return isAsked || numbers.gradient === null ? { pass: 'gradient', node } : null;
}

/** The same for a wire: its gradient, else the value of where it comes from. */
export function questionableWire(snapshot: Snapshot, edge: EdgeId, from: NodeId): Place | null {
  const gradient = snapshot.edges.get(edge);
  if (hasBad(snapshot.nodes.get(from)?.value)) return { pass: 'value', node: from };
  return hasBad(gradient) || hasZero(gradient) ? { pass: 'gradient', edge } : null;
}

/** The first number that is none, as it is computed: a value, else a gradient; null where all are fine. */
export function firstWithoutNumber({ nodes, steps }: Snapshot): Place | null {
  for (const { phase, kind, node } of steps) {
    const numbers = nodes.get(node);
    if (phase === 'forward' && hasBad(numbers?.value)) return { pass: 'value', node };
    if (kind !== 'wire' && phase === 'backward' && hasBad(numbers?.gradient)) {
      return { pass: 'gradient', node };
    }
  }
  // What has one wire only has no step of its own on the way back.
  for (const [node, { gradient }] of nodes) if (hasBad(gradient)) return { pass: 'gradient', node };
  return null;
}

/** Positions in time as counts of steps done in a trace, and back. */
import type { TimePosition } from '../graph/time-position.ts';
import type { TraceStep } from './trace.ts';

/** The position after the first `done` steps: what the last of them wrote. */
export function positionAfter(steps: readonly TraceStep[], done: number): TimePosition {
  const last = steps[Math.min(done, steps.length) - 1];
  if (last === undefined) return { pass: 'forward' };
  return last.kind === 'wire'
    ? { pass: 'backward', edge: last.edge }
    : { pass: last.phase, node: last.node };
}

/**
 * How many steps are done at a position within its iteration; null where nothing is written by its place, as when that
 * place is gone or no gradient comes there.
 */
export function stepsDoneAt(steps: readonly TraceStep[], position: TimePosition): number | null {
  const { pass, node, edge } = position;
  if (node === undefined && edge === undefined) {
    if (pass === 'forward') return 0;
    const first = steps.findIndex(({ phase }) => phase === 'backward');
    return pass === 'backward' && first >= 0 ? first : steps.length;
  }
  const at = steps.findIndex((step) => {
    if (step.phase !== pass) return false;
    return step.kind === 'wire' ? step.edge === edge : edge === undefined && step.node === node;
  });
  return at < 0 ? null : at + 1;
}

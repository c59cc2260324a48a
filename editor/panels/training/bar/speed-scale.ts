/** The speeds that can be chosen, from one step at a time to all that the machine does, and what they are called. */
import type { TrainingMessage } from '../../../../graph-core/worker/messages/protocol.ts';

/** Steps a second, or everything. */
export type Speed = TrainingMessage['speed'];

/** From slow to fast. */
export const SPEEDS: readonly Speed[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000],
  'full',
];

/** The place of a speed on the scale; of one that is not on it, the next faster one's. */
export function speedPlace(speed: Speed): number {
  if (speed === 'full') return SPEEDS.length - 1;
  return SPEEDS.findIndex((one) => one === 'full' || one >= speed);
}

/** `1 step/s`, `2,000 steps/s`, `full speed`. */
export function speedWords(speed: Speed): string {
  if (speed === 'full') return 'full speed';
  return `${speed.toLocaleString('en-US')} ${speed === 1 ? 'step' : 'steps'}/s`;
}

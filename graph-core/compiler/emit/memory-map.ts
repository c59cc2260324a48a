/** Where everything lies in the one linear memory: control words, the ring of losses, the buffers. */
import { type Addresses, assertAddress, BYTES } from '../ir/buffer.ts';
import type { Access } from '../ir/scalar-code.ts';
import type { Address } from './walk.ts';

/** Byte addresses of the control words; 32-bit whole numbers. */
export const CONTROL = {
  /** Steps done since the initial weights. */
  step: 0,
  /** Not 0: `run` returns before its next step. */
  stop: 4,
  /** The epoch whose order is in memory, plus one; 0 when there is none. */
  drawn: 8,
  /** Threads that have come to the present meeting. */
  arrived: 12,
  /** Meetings held; who waits for one waits for this word. */
  round: 16,
  /** Threads asleep. */
  asleep: 20,
  /** Whether another step follows. */
  go: 24,
  /** Calls of `together`; who serves waits for this word between them. */
  start: 28,
  /** Threads that serve. */
  present: 32,
  /** Not 0: those who serve return. */
  dismissed: 36,
} as const;

/** Losses kept; a power of two. The loss of step s is at index s mod this. */
export const RING_LENGTH = 1024;
/** Byte address of the ring of losses, f32. */
export const RING = 64;
/** The first byte for buffers. */
export const HEAP = RING + RING_LENGTH * BYTES;

/** Where an access starts. */
export function startOf(addresses: Addresses, { buffer, offset }: Access): Address {
  return { pointer: null, offset: assertAddress(addresses, buffer) + offset * BYTES };
}

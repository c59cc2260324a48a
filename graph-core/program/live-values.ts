/** Which values of a program others are computed from. */
import type { Program } from './program.ts';

/** 1 for every value that one of `wanted` depends on, itself included. */
export function liveValues({ instructions }: Program, wanted: Iterable<number>): Uint8Array {
  const live = new Uint8Array(instructions.length);
  for (const id of wanted) live[id] = 1;
  for (let id = instructions.length - 1; id >= 0; id--) {
    if (live[id] === 1) for (const input of instructions[id].inputs) live[input] = 1;
  }
  return live;
}

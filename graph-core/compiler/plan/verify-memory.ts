/**
 * The law of memory, checked before anything is emitted: whatever is touched, given from outside or looked
 * at has an address behind the control words and inside the memory, and what has to keep its numbers from
 * one step to the next shares them with nobody. A breach is our bug.
 */
import type { Addresses, Buffer } from '../ir/buffer.ts';
import { buffersRead, buffersWritten, type KernelProgram } from '../ir/kernel.ts';

const BYTES = 4;

/** What is wrong with a plan of the memory from `first` on, one sentence each; empty when it is sound. */
export function verifyMemory(
  program: KernelProgram,
  plan: { readonly addresses: Addresses; readonly end: number },
  first: number,
): string[] {
  const problems: string[] = [];
  const { buffers, kernels, outputs, updates } = program;
  const needed = new Map<number, string>();
  for (const { id, role } of buffers) if (role === 'source') needed.set(id, 'a source');
  kernels.forEach((kernel, i) => {
    for (const id of buffersRead(kernel)) needed.set(id, `read by kernel ${i}`);
    for (const id of buffersWritten(kernel)) needed.set(id, `written by kernel ${i}`);
  });
  for (const [value, place] of outputs) {
    if (place.kind === 'view') needed.set(place.access.buffer, `output ${value}`);
  }
  for (const [source, next] of updates) {
    needed.set(next, `the next value of buffer ${source}`);
  }
  const lying: { readonly buffer: Buffer; readonly at: number }[] = [];
  for (const [id, why] of needed) {
    const at = plan.addresses.get(id);
    const buffer = buffers[id];
    if (at === undefined) problems.push(`buffer ${id}, ${why}, has no address`);
    else if (at < first || at + buffer.size * BYTES > plan.end) {
      problems.push(`buffer ${id}, ${why}, lies at ${at}, outside of ${first} to ${plan.end}`);
    } else lying.push({ buffer, at });
  }
  lying.sort((p, q) => p.at - q.at || p.buffer.size - q.buffer.size);
  // The one that reaches farthest so far, and the one that reaches farthest and is kept.
  let any: (typeof lying)[number] | null = null;
  let kept: (typeof lying)[number] | null = null;
  for (const next of lying) {
    const over = next.buffer.role === 'computed' ? kept : any;
    if (over !== null && endOf(over) > next.at) {
      problems.push(`buffers ${over.buffer.id} and ${next.buffer.id} share memory at ${next.at}`);
    }
    if (any === null || endOf(next) > endOf(any)) any = next;
    if (next.buffer.role !== 'computed' && (kept === null || endOf(next) > endOf(kept)))
      kept = next;
  }
  return problems;
}

const endOf = ({ buffer, at }: { readonly buffer: Buffer; readonly at: number }): number =>
  at + buffer.size * BYTES;

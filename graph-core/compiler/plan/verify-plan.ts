/**
 * The laws of a thread plan. Every kernel is in one phase, in the order of the program. Its parts together do
 * what it does: each writes a stretch of one axis of its outputs, the stretches follow one another without a
 * gap or an overlap, and what a part reads begins where its writes begin. Within a phase no thread touches
 * an element that another one writes, since they meet only between phases. A breach is our bug.
 */
import { elementCount } from '../../tensor/shape.ts';
import { type Kernel, type KernelProgram, readsOf, type Walk, writesOf } from '../ir/kernel.ts';
import { meet } from '../ir/meeting.ts';
import { kernelTitle } from '../ir/print-kernels.ts';
import type { Part, Phase, ThreadPlan } from './split.ts';

type Say = (problem: string) => void;

/** What is wrong with a plan, one sentence each; empty when it is sound. */
export function verifyPlan({ kernels }: KernelProgram, { threads, phases }: ThreadPlan): string[] {
  const problems: string[] = [];
  let next = 0;
  phases.forEach((phase, p) => {
    const say = (problem: string) => problems.push(`phase ${p}: ${problem}`);
    for (const index of phase.kernels) {
      if (index !== next) say(`kernel ${index} stands where kernel ${next} should`);
      next = index + 1;
    }
    verifyThreads(phase, threads, say);
    for (const index of phase.kernels) {
      const parts = phase.parts.filter((part) => part.index === index);
      verifyParts(kernels[index], parts, (problem) =>
        say(`kernel ${index} (${kernelTitle(kernels[index])}): ${problem}`),
      );
    }
    if (threads > 1) verifyMeetings(phase.parts, say);
  });
  if (next !== kernels.length) problems.push(`${kernels.length - next} kernels are in no phase`);
  return problems;
}

/** Parts belong to threads that there are and to kernels of the phase, each thread's in their order. */
function verifyThreads({ kernels, parts }: Phase, threads: number, say: Say): void {
  const latest = new Map<number, number>();
  for (const { thread, index } of parts) {
    if (!(thread >= 0 && thread < threads)) say(`thread ${thread} is none of ${threads}`);
    if (!kernels.includes(index)) say(`a part of kernel ${index}, which is not in the phase`);
    if ((latest.get(thread) ?? -1) > index) say(`thread ${thread} does kernel ${index} too late`);
    latest.set(thread, index);
  }
}

/** The stretch of its kernel that a part writes: from which position of which axis, how many. */
interface Stretch {
  readonly axis: number;
  readonly start: number;
  readonly count: number;
}

/** The parts cover the kernel. */
function verifyParts(kernel: Kernel, parts: readonly Part[], say: Say): void {
  if (parts.length === 1 && parts[0].kernel === kernel) return;
  const [whole, ...more] = writesOf(kernel);
  const stretches: Stretch[] = [];
  for (const { kernel: part } of parts) {
    const [write, ...others] = writesOf(part);
    const stretch = stretchOf(whole, write);
    if (stretch === null || part.family !== kernel.family) {
      say('a part is none of it');
      return;
    }
    const moved = [...more, ...readsOf(kernel)];
    const alike = [...others, ...readsOf(part)].every((walk, i) =>
      follows(moved[i], walk, stretch),
    );
    if (!alike || others.length !== more.length) say('a part reads or writes elsewhere');
    stretches.push(stretch);
  }
  stretches.sort((p, q) => p.start - q.start);
  let done = 0;
  for (const { start, count } of stretches) {
    if (start > done) say(`nobody does ${done} to ${start - 1}`);
    if (start < done) say(`${start} to ${done - 1} are done twice`);
    done = start + count;
  }
  const axis = stretches[0]?.axis ?? 0;
  if (stretches.some((stretch) => stretch.axis !== axis)) say('parts are cut along several axes');
  const size = whole.shape[axis] ?? 1;
  if (done < size) say(`nobody does ${done} to ${size - 1}`);
}

/** Which stretch of `whole` a walk is; null when it is none. */
function stretchOf(whole: Walk, part: Walk | undefined): Stretch | null {
  if (part === undefined || part.access.buffer !== whole.access.buffer) return null;
  if (part.access.strides.join() !== whole.access.strides.join()) return null;
  const cut = whole.shape.findIndex((size, axis) => part.shape[axis] !== size);
  const axis = Math.max(0, cut);
  const same = whole.shape.every((size, k) => k === axis || part.shape[k] === size);
  const stride = whole.access.strides[axis];
  const start = (part.access.offset - whole.access.offset) / stride;
  const count = part.shape[axis];
  if (!same || part.shape.length !== whole.shape.length || !Number.isInteger(start)) return null;
  return start < 0 || start + count > whole.shape[axis] ? null : { axis, start, count };
}

/** Whether another walk of the part begins where its writes do: cut at the same positions, or not at all. */
function follows(whole: Walk | undefined, part: Walk, { start, count }: Stretch): boolean {
  if (whole === undefined || part.access.buffer !== whole.access.buffer) return false;
  if (part.access.strides.join() !== whole.access.strides.join()) return false;
  const distance = part.access.offset - whole.access.offset;
  const differing = whole.shape.flatMap((size, axis) => (part.shape[axis] === size ? [] : [axis]));
  if (differing.length === 0) return distance === 0;
  const [axis] = differing;
  return (
    differing.length === 1 &&
    part.shape[axis] === count &&
    distance === start * whole.access.strides[axis]
  );
}

interface Touch {
  readonly walk: Walk;
  readonly writes: boolean;
  readonly part: Part;
}

/** What one thread writes no other one touches before they meet. */
function verifyMeetings(parts: readonly Part[], say: Say): void {
  const touches = new Map<number, Touch[]>();
  const written = new Set<number>();
  for (const part of parts) {
    for (const { access } of writesOf(part.kernel)) written.add(access.buffer);
  }
  const add = (part: Part, walks: readonly Walk[], writes: boolean) => {
    for (const walk of walks) {
      const { buffer } = walk.access;
      if (!written.has(buffer) || elementCount(walk.shape) === 0) continue;
      const list = touches.get(buffer);
      if (list === undefined) touches.set(buffer, [{ walk, writes, part }]);
      else list.push({ walk, writes, part });
    }
  };
  for (const part of parts) {
    add(part, readsOf(part.kernel), false);
    add(part, writesOf(part.kernel), true);
  }
  for (const [buffer, list] of touches) {
    for (const a of list) {
      if (!a.writes) continue;
      const b = list.find(
        (other) => other.part.thread !== a.part.thread && meet(a.walk, other.walk),
      );
      if (b === undefined) continue;
      const [p, q] = [a.part, b.part].map(
        ({ index, thread }) => `kernel ${index} on thread ${thread}`,
      );
      say(`${p} writes what ${q} ${b.writes ? 'writes' : 'reads'} of buffer ${buffer}`);
    }
  }
}

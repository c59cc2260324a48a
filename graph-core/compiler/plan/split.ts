/**
 * Work for several threads. Large kernels are cut along one axis of their *outputs*, never along a sum, so
 * results do not depend on the number of threads; small ones go to the thread with the least to do. Kernels
 * stand in phases: within a phase no thread touches what another one writes, between phases all wait for
 * each other. A layer of 64 rows and its gradient by the weights on two threads:
 *
 *   phase   thread 0                    thread 1
 *   0       h = x W, rows 0 to 31       h = x W, rows 32 to 63
 *           y = tanh h, rows 0 to 31    y = tanh h, rows 32 to 63     same rows: no meeting between them
 *   1       dW = xᵀ dy, its rows 0 …    dW, its other rows            reads all rows of x and dy
 *
 * The sum over 64 examples in dW is whole in each thread: its bits are those of one thread.
 */

import { estimateCycles } from '../cost/estimate-cycles.ts';
import { type Kernel, type KernelProgram, readsOf, writesOf } from '../ir/kernel.ts';
import type { Access } from '../ir/scalar-code.ts';
import { type Cut, cutAxis, partOf } from './kernel-parts.ts';

/** Cycles below which a kernel is not worth cutting. */
const SMALL = 4000;
/** Cycles of a step for each thread below which fewer threads are better: some 15 µs. */
const WORTHWHILE = 60_000;

/** What one thread does of a kernel. */
export interface Part {
  readonly thread: number;
  /** Number of the kernel in the program. */
  readonly index: number;
  readonly kernel: Kernel;
}

/** Kernels between two meetings of all threads. */
export interface Phase {
  /** Numbers of the kernels, in order. */
  readonly kernels: readonly number[];
  readonly parts: readonly Part[];
}

/** The work of all threads. */
export interface ThreadPlan {
  readonly threads: number;
  readonly phases: readonly Phase[];
}

/** How many threads a step is worth, at most `available`. */
export function worthwhileThreads({ kernels }: KernelProgram, available: number): number {
  let divisible = 0;
  for (const kernel of kernels) {
    const cycles = estimateCycles(kernel);
    if (cycles >= SMALL && cutAxis(kernel, 2) !== null) divisible += cycles;
  }
  return Math.max(1, Math.min(available, Math.floor(divisible / WORTHWHILE)));
}

/** The plan for so many threads; with one, every kernel is a phase of its own. */
export function splitAmong(program: KernelProgram, threads: number): ThreadPlan {
  const { kernels } = program;
  if (threads === 1) {
    const phases = kernels.map((kernel, index) => ({
      kernels: [index],
      parts: [{ thread: 0, index, kernel }],
    }));
    return { threads, phases };
  }
  const phases: Phase[] = [];
  let numbers: number[] = [];
  let parts: Part[] = [];
  let touched: Touch[] = [];
  let load = new Array<number>(threads).fill(0);
  const meet = () => {
    if (numbers.length > 0) phases.push({ kernels: numbers, parts });
    numbers = [];
    parts = [];
    touched = [];
    load = new Array<number>(threads).fill(0);
  };
  kernels.forEach((kernel, index) => {
    const cycles = estimateCycles(kernel);
    const cut = cycles < SMALL ? null : cutAxis(kernel, threads);
    let thread = load.indexOf(Math.min(...load));
    if (cut === null) {
      // A thread that already has everything the kernel needs spares a meeting.
      const free = load.map((_, t) => t).filter((t) => !clash(touched, touchesOf(kernel, null, t)));
      if (free.length === 0) meet();
      else if (!free.includes(thread)) [thread] = free;
    } else if (clash(touched, touchesOf(kernel, cut, 0))) meet();
    touched.push(...touchesOf(kernel, cut, thread));
    numbers.push(index);
    if (cut === null) {
      parts.push({ thread, index, kernel });
      load[thread] += cycles;
      return;
    }
    for (let t = 0; t < threads; t++) {
      const part = partOf(kernel, cut, t);
      if (part !== null) parts.push({ thread: t, index, kernel: part });
      load[t] += cycles / threads;
    }
  });
  meet();
  return { threads, phases };
}

/** One access of a kernel, and which thread does which elements of it. */
interface Touch {
  readonly access: Access;
  readonly shape: readonly number[];
  readonly writes: boolean;
  /** Size and position of the axis that is cut; null when one thread does everything. */
  readonly cut: { readonly size: number; readonly axis: number } | null;
  readonly thread: number;
}

function touchesOf(kernel: Kernel, cut: Cut | null, thread: number): Touch[] {
  const touches: Touch[] = [];
  const add = (list: ReturnType<typeof readsOf>, writes: boolean) => {
    for (const { access, shape } of list) {
      const own = cut === null ? null : { size: cut.size, axis: cut.axisOf(access, shape) };
      touches.push({ access, shape, writes, cut: own, thread });
    }
  };
  add(readsOf(kernel), false);
  add(writesOf(kernel), true);
  return touches;
}

/** Whether one thread may touch what another writes. */
function clash(before: readonly Touch[], after: readonly Touch[]): boolean {
  return after.some((b) =>
    before.some(
      (a) =>
        a.access.buffer === b.access.buffer && (a.writes || b.writes) && !touchOwnElements(a, b),
    ),
  );
}

/** Whether the two touches of a buffer are surely such that each thread meets only its own elements. */
function touchOwnElements(a: Touch, b: Touch): boolean {
  if (a.cut === null && b.cut === null) return a.thread === b.thread;
  if (a.cut === null || b.cut === null || a.cut.size !== b.cut.size) return false;
  if (a.access.offset !== b.access.offset) return false;
  const own = [a, b].map(({ access, shape, cut }) => {
    const axis = cut?.axis ?? -1;
    const stride = axis < 0 ? 0 : access.strides[axis];
    let inside = 0;
    const outside: number[] = [];
    access.strides.forEach((other, k) => {
      if (k === axis || shape[k] === 1 || other === 0) return;
      if (other < stride) inside += (shape[k] - 1) * other;
      else outside.push(other);
    });
    // Elements of the same position lie within one stride; axes further out repeat the pattern.
    const tidy =
      stride > 0 && inside < stride && outside.every((o) => o >= stride * (cut?.size ?? 0));
    return { stride, tidy, outside: outside.sort((p, q) => p - q).join() };
  });
  return (
    own[0].tidy &&
    own[1].tidy &&
    own[0].stride === own[1].stride &&
    own[0].outside === own[1].outside
  );
}

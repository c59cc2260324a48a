/**
 * The laws of kernel programs, checked after every pass: those of each kernel, and those between them. What
 * is read was written before, all of it; an order has the rows of the data it is used on; what replaces a
 * source lies as the source does, and is written over it only when nobody is left to read the old numbers.
 * A breach is our bug.
 */
import { elementCount } from '../../tensor/shape.ts';
import { type Buffer, lastElement } from './buffer.ts';
import { type Kernel, type KernelProgram, readsOf, type Walk, writesOf } from './kernel.ts';
import { meet, reachOf } from './meeting.ts';
import { kernelTitle } from './print-kernels.ts';
import { verifyKernel } from './verify-kernel.ts';

type Say = (problem: string) => void;

/**
 * Verifies the programs of one pipeline, one after the other. A pass leaves most kernels as they were: their
 * own laws are checked once, as long as the buffers are the same.
 */
export class KernelVerifier {
  private readonly sound = new Set<Kernel>();
  private buffers: readonly Buffer[] = [];

  /** What is wrong with a program, one sentence each; empty when it is sound. */
  verify(program: KernelProgram): string[] {
    const problems: string[] = [];
    if (this.buffers.some((buffer, id) => buffer !== program.buffers[id])) this.sound.clear();
    this.buffers = program.buffers;
    const written = new WrittenElements(program);
    const replaced = new Set<number>();
    const orders = new Map<number, number>();
    program.kernels.forEach((kernel, index) => {
      const say = (problem: string) => {
        problems.push(`kernel ${index} (${kernelTitle(kernel)}): ${problem}`);
      };
      this.verifyKernel(kernel, say);
      verifyReads(kernel, written, say);
      verifyReplaced(program, kernel, replaced, say);
      verifyOrder(kernel, orders, say);
    });
    verifyEnd(program, written, (problem) => problems.push(problem));
    return problems;
  }

  private verifyKernel(kernel: Kernel, say: Say): void {
    if (this.sound.has(kernel)) return;
    const problems = verifyKernel(kernel, this.buffers);
    if (problems.length === 0) this.sound.add(kernel);
    else problems.forEach(say);
  }
}

/** What is wrong with a single program. */
export const verifyKernels = (program: KernelProgram): string[] =>
  new KernelVerifier().verify(program);

/** What of each buffer is written so far. */
class WrittenElements {
  private readonly buffers: KernelProgram['buffers'];
  private readonly counts: Float64Array;
  /** The walks that wrote a part of a buffer. */
  private readonly parts = new Map<number, Walk[]>();

  constructor({ buffers }: KernelProgram) {
    this.buffers = buffers;
    this.counts = new Float64Array(buffers.length);
  }

  add(walk: Walk): void {
    const { buffer } = walk.access;
    const count = elementCount(walk.shape);
    this.counts[buffer] += count;
    if (count >= elementCount(this.buffers[buffer]?.shape ?? [])) return;
    const parts = this.parts.get(buffer);
    if (parts === undefined) this.parts.set(buffer, [walk]);
    else parts.push(walk);
  }

  /** Why the numbers of a buffer are not all there; null when they are. */
  lacking(id: number): string | null {
    const count = this.counts[id];
    const all = elementCount(this.buffers[id].shape);
    if (count >= all) return null;
    return count === 0
      ? 'before it is written'
      : `when ${count} of its ${all} elements are written`;
  }

  /** Why a walk may not read yet; null when it may: what is computed is there, where it goes at least. */
  lackingFor(read: Walk): string | null {
    const { access, shape } = read;
    if (this.buffers[access.buffer]?.role !== 'computed') return null;
    const lacking = this.lacking(access.buffer);
    if (lacking === null) return null;
    let open = 1;
    for (let axis = 0; axis < shape.length; axis++) {
      if (access.strides[axis] !== 0) open *= shape[axis];
    }
    const { first, last } = reachOf(read);
    let [begin, end] = [Number.POSITIVE_INFINITY, -1];
    for (const write of this.parts.get(access.buffer) ?? []) {
      if (!meet(write, read)) continue;
      const reach = reachOf(write);
      begin = Math.min(begin, reach.first);
      end = Math.max(end, reach.last);
      open -= elementCount(write.shape);
    }
    return open > 0 || first < begin || last > end ? lacking : null;
  }
}

/** Inside a rowwise kernel a stage reads what an earlier one wrote. */
function verifyReads(kernel: Kernel, written: WrittenElements, say: Say): void {
  for (const stage of kernel.family === 'rowwise' ? kernel.stages : [kernel]) {
    for (const read of readsOf(stage)) {
      const lacking = written.lackingFor(read);
      if (lacking !== null) say(`reads buffer ${read.access.buffer} ${lacking}`);
    }
    for (const write of writesOf(stage)) written.add(write);
  }
}

/** What is written over a source in place stands behind all that reads the old numbers. */
function verifyReplaced(
  { updates }: KernelProgram,
  kernel: Kernel,
  replaced: Set<number>,
  say: Say,
): void {
  if (replaced.size > 0) {
    for (const { access } of readsOf(kernel)) {
      if (replaced.has(access.buffer)) {
        say(`reads buffer ${access.buffer} after its next value was written over it`);
      }
    }
  }
  for (const { access } of writesOf(kernel)) {
    if (updates.get(access.buffer) === access.buffer) replaced.add(access.buffer);
  }
}

/** An order is drawn before it is used, for as many rows as there are. */
function verifyOrder(kernel: Kernel, orders: Map<number, number>, say: Say): void {
  if (kernel.family === 'shuffle') orders.set(kernel.to.buffer, kernel.count);
  if (kernel.family !== 'batch') return;
  const rows = orders.get(kernel.indices.buffer) ?? 0;
  if (rows !== kernel.size) say(`takes an order of ${rows} rows for ${kernel.size}`);
}

/** What can be looked at after a step, and what replaces the sources. */
function verifyEnd(
  { buffers, outputs, updates }: KernelProgram,
  written: WrittenElements,
  say: Say,
): void {
  for (const [value, place] of outputs) {
    if (place.kind !== 'view') continue;
    const { buffer } = place.access;
    if (buffers[buffer].role === 'computed' && written.lackingFor(place) !== null) {
      say(`output ${value} is never written`);
    }
    if (place.shape.includes(0)) continue;
    const { first, last } = reachOf(place);
    if (first < 0 || last > lastElement(buffers[buffer])) {
      say(`output ${value} reaches out of buffer ${buffer}`);
    }
  }
  for (const [source, next] of updates) {
    if (written.lacking(next) !== null) say(`the next value of buffer ${source} is never written`);
    if (buffers[source].strides.join() !== buffers[next].strides.join()) {
      say(`the next value of buffer ${source} lies otherwise`);
    } else if (buffers[source].size !== buffers[next].size) {
      say(`the next value of buffer ${source} has another size`);
    }
  }
}

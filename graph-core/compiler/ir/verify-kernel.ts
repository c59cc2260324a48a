/**
 * The laws of one kernel. Scalar code uses earlier nodes, a result only behind a reduction or product. An
 * access has one stride for each axis and stays among the elements of its buffer, never in its padding; what
 * is written is no constant, and no element is written twice. A kernel that reads what it writes reads the
 * very element it writes. Whole numbers are drawn by shuffles and read by batches only. What a scatter adds to
 * lies without gaps, for it is cleared as one block.
 */
import { type Buffer, lastElement } from './buffer.ts';
import {
  buffersWritten,
  hasCode,
  type Kernel,
  type RowwiseKernel,
  readsOf,
  type ScatterKernel,
  type Walk,
  writesOf,
} from './kernel.ts';
import { isOnce, isSameElement, meet, reachOf } from './meeting.ts';
import { operandsOf, type ScalarNode } from './scalar-code.ts';

type Say = (problem: string) => void;

/** What is wrong with a kernel over these buffers, one sentence each. */
export function verifyKernel(kernel: Kernel, buffers: readonly Buffer[]): readonly string[] {
  const problems: string[] = [];
  const say: Say = (problem) => problems.push(problem);
  if (kernel.family === 'rowwise') for (const stage of kernel.stages) verifyCode(stage, say);
  else verifyCode(kernel, say);
  verifySizes(kernel, say);
  const [reads, writes] = [readsOf(kernel), writesOf(kernel)];
  let reached = true;
  for (const walk of reads) reached = verifyAccess(walk, buffers, say) && reached;
  for (const walk of writes) reached = verifyAccess(walk, buffers, say) && reached;
  // The other laws are about accesses that can be followed.
  if (reached) {
    verifyWrites(writes, buffers, say);
    verifyOwnElements(kernel, say);
    for (const walk of reads) verifyWholeNumbers(kernel, walk, buffers, say);
    for (const walk of writes) verifyWholeNumbers(kernel, walk, buffers, say);
  }
  return problems;
}

function verifyCode(kernel: Kernel, say: Say): void {
  const verifyNodes = (nodes: readonly ScalarNode[], mayUseResult: boolean) => {
    nodes.forEach((node, i) => {
      for (const operand of operandsOf(node)) {
        if (operand >= i) say(`node ${i} uses a later one`);
        else if (!(operand >= 0)) say(`node ${i} uses node ${operand}, there is none`);
      }
      if (node.op === 'result' && !mayUseResult) say(`node ${i} uses a result there is none of`);
    });
  };
  if (kernel.family === 'reduce') {
    verifyNodes(kernel.element, false);
    if (kernel.element[kernel.node] === undefined) {
      say(`combines node ${kernel.node}, there is none`);
    }
  }
  if (!hasCode(kernel)) return;
  const { nodes, stores } = kernel.code;
  verifyNodes(nodes, kernel.family !== 'map');
  for (const { node } of stores) {
    if (nodes[node] === undefined) say(`stores node ${node}, there is none`);
  }
}

function verifySizes(kernel: Kernel, say: Say): void {
  if (kernel.family === 'gemm' && kernel.shape.length < 2) say('has no rows and columns');
  if (kernel.family === 'rowwise') verifyStages(kernel, say);
  if (kernel.family === 'scatter') verifyBlock(kernel, say);
  if (kernel.family === 'batch') {
    const { batch, every, size, count } = kernel;
    if (batch * every > size) say(`takes ${every} batches of ${batch} from ${size} rows`);
    if (count > batch) say(`copies ${count} rows of a batch of ${batch}`);
  }
}

function verifyBlock({ outer, size, inner, to }: ScatterKernel, say: Say): void {
  const dense = [size * inner, inner, 1];
  const hasGaps = [outer, size, inner].some((n, axis) => n > 1 && to.strides[axis] !== dense[axis]);
  if (hasGaps) say(`clears a block of strides [${dense}], adds by [${to.strides}]`);
}

function verifyStages({ rows, columns, stages }: RowwiseKernel, say: Say): void {
  stages.forEach((stage, s) => {
    const space = stage.family === 'map' ? stage.shape : [...stage.shape, ...stage.reduced];
    const isRow = space.length === 1 && stage.family === 'map';
    if (space[0] !== rows || !(isRow || (space.length === 2 && space[1] === columns))) {
      say(`stage ${s} goes over [${space.join(', ')}], the rows over [${rows}, ${columns}]`);
    }
  });
}

/** True when the access can be followed. */
function verifyAccess(walk: Walk, buffers: readonly Buffer[], say: Say): boolean {
  const { access, shape } = walk;
  const buffer = buffers[access.buffer];
  if (buffer === undefined) {
    say(`names buffer ${access.buffer}, there is none`);
    return false;
  }
  if (access.strides.length !== shape.length) {
    say(`${access.strides.length} strides for ${shape.length} axes of buffer ${buffer.id}`);
    return false;
  }
  if (shape.includes(0)) return true;
  if (buffer.size === 0) {
    say(`touches buffer ${buffer.id}, which is empty`);
    return false;
  }
  const { first, last } = reachOf(walk);
  const end = lastElement(buffer);
  if (first >= 0 && last <= end) return true;
  say(`touches element ${first < 0 ? first : last} of buffer ${buffer.id}, which ends at ${end}`);
  return false;
}

function verifyWrites(writes: readonly Walk[], buffers: readonly Buffer[], say: Say): void {
  writes.forEach((walk, i) => {
    const { buffer } = walk.access;
    if (buffers[buffer].role === 'constant') say(`writes buffer ${buffer}, a constant`);
    // Straight-line code writes in its own order.
    if (walk.shape.length === 0) return;
    const again = writes.some(
      (other, k) => k < i && other.access.buffer === buffer && meet(walk, other),
    );
    if (again || !isOnce(walk)) say(`writes an element of buffer ${buffer} twice`);
  });
}

function verifyOwnElements(kernel: Kernel, say: Say): void {
  const [writes, written] = [writesOf(kernel), buffersWritten(kernel)];
  for (const read of readsOf(kernel)) {
    if (!written.has(read.access.buffer)) continue;
    for (const write of writes) {
      if (write.access.buffer !== read.access.buffer || isOwnElement(kernel, read, write)) continue;
      if (meet(read, write)) {
        say(`reads elements of buffer ${read.access.buffer} that it writes at others`);
      }
    }
  }
}

/** Whether a kernel that writes an element has read it by then, and reads it no more. */
function isOwnElement(kernel: Kernel, read: Walk, write: Walk): boolean {
  if (kernel.family === 'gemm' && (read.access === kernel.a || read.access === kernel.b)) {
    return false;
  }
  return kernel.family === 'rowwise' ? isSameRow(read, write) : isSameElement(read, write);
}

const isSameRow = ({ access: read }: Walk, { access: written }: Walk): boolean =>
  read.offset === written.offset &&
  read.strides[0] === written.strides[0] &&
  (read.strides[1] ?? 0) === (written.strides[1] ?? 0);

function verifyWholeNumbers(
  kernel: Kernel,
  { access }: Walk,
  buffers: readonly Buffer[],
  say: Say,
): void {
  const wanted =
    kernel.family === 'shuffle' || (kernel.family === 'batch' && access === kernel.indices);
  const { id, integers = false } = buffers[access.buffer];
  if (integers === wanted) return;
  say(
    wanted
      ? `takes buffer ${id} for an order, which holds f32`
      : `takes buffer ${id} for f32, which holds an order`,
  );
}

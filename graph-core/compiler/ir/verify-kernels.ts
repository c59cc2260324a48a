/**
 * The law of kernel programs, checked after every pass: nodes use earlier nodes, accesses have one stride
 * for each axis and stay inside their buffer, nothing is read before it is written. A breach is our bug.
 */
import type { Size } from '../../tensor/shape.ts';
import { type Kernel, type KernelProgram, readsOf, writesOf } from './kernel.ts';
import { kernelTitle } from './print-kernels.ts';
import { type Access, operandsOf, type ScalarNode } from './scalar-code.ts';

/** What is wrong with a program, one sentence each; empty when it is sound. */
export function verifyKernels(program: KernelProgram): string[] {
  const problems: string[] = [];
  const written = new Set<number>();
  for (const { id, role } of program.buffers) if (role !== 'computed') written.add(id);
  program.kernels.forEach((kernel, index) => {
    const say = (problem: string) => {
      problems.push(`kernel ${index} (${kernelTitle(kernel)}): ${problem}`);
    };
    // Inside a rowwise kernel a stage reads what an earlier one wrote.
    const local = kernel.family === 'rowwise' ? new Set(written) : written;
    for (const part of kernel.family === 'rowwise' ? kernel.stages : [kernel]) {
      verifyNodes(part, say);
      for (const { access, shape } of readsOf(part)) {
        verifyAccess(program, access, shape, say);
        if (!local.has(access.buffer)) say(`reads buffer ${access.buffer} before it is written`);
      }
      for (const { access, shape } of writesOf(part)) {
        verifyAccess(program, access, shape, say);
        local.add(access.buffer);
      }
    }
    for (const { access } of writesOf(kernel)) written.add(access.buffer);
  });
  for (const [value, place] of program.outputs) {
    if (place.kind !== 'view') continue;
    verifyAccess(program, place.access, place.shape, (text) =>
      problems.push(`output ${value}: ${text}`),
    );
    if (!written.has(place.access.buffer)) problems.push(`output ${value} is never written`);
  }
  for (const [source, next] of program.updates) {
    if (!written.has(next)) problems.push(`the next value of buffer ${source} is never written`);
    if (program.buffers[source].size !== program.buffers[next].size) {
      problems.push(`the next value of buffer ${source} has another size`);
    }
  }
  return problems;
}

function verifyNodes(kernel: Kernel, say: (problem: string) => void): void {
  const check = (nodes: readonly ScalarNode[], mayUseResult: boolean) => {
    nodes.forEach((node, i) => {
      if (operandsOf(node).some((operand) => operand < 0 || operand >= i)) {
        say(`node ${i} uses a later one`);
      }
      if (node.op === 'result' && !mayUseResult) say(`node ${i} uses a result there is none of`);
    });
  };
  if (kernel.family === 'reduce') check(kernel.element, false);
  if (kernel.family === 'map' || kernel.family === 'reduce' || kernel.family === 'gemm') {
    check(kernel.code.nodes, kernel.family !== 'map');
    for (const { node } of kernel.code.stores) {
      if (node < 0 || node >= kernel.code.nodes.length) say(`stores node ${node}, there is none`);
    }
  }
}

function verifyAccess(
  program: KernelProgram,
  { buffer, offset, strides }: Access,
  shape: Size,
  say: (problem: string) => void,
): void {
  const found = program.buffers[buffer];
  if (found === undefined) {
    say(`names buffer ${buffer}, there is none`);
    return;
  }
  if (strides.length !== shape.length) {
    say(`${strides.length} strides for ${shape.length} axes of buffer ${buffer}`);
    return;
  }
  if (shape.includes(0)) return;
  if (found.size === 0) say(`touches buffer ${buffer}, which is empty`);
  let last = offset;
  for (let axis = 0; axis < shape.length; axis++) last += (shape[axis] - 1) * strides[axis];
  if (offset < 0 || last >= found.size) {
    say(`touches element ${last} of buffer ${buffer}, which has ${found.size}`);
  }
}

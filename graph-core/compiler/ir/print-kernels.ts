/** Kernel programs as text, for golden files and for people. */
import { formatShape } from '../../tensor/shape.ts';
import type { Buffer } from './buffer.ts';
import {
  buffersRead,
  buffersWritten,
  type Kernel,
  type KernelProgram,
  type Place,
} from './kernel.ts';
import { type Access, operandsOf, type ScalarCode, type ScalarNode } from './scalar-code.ts';

/** The whole program; `addresses` adds where each buffer lies, in bytes. */
export function printKernels(
  program: KernelProgram,
  addresses?: ReadonlyMap<number, number>,
): string {
  const lines: string[] = [];
  const used = new Set<number>();
  for (const kernel of program.kernels) {
    for (const id of [...buffersRead(kernel), ...buffersWritten(kernel)]) used.add(id);
  }
  for (const buffer of program.buffers) {
    if (!used.has(buffer.id)) continue;
    const at = addresses?.get(buffer.id);
    lines.push(
      `${bufferName(buffer)}: ${formatShape(buffer.shape)} strides [${buffer.strides.join(', ')}] ${buffer.role}${at === undefined ? '' : ` at ${at}`}`,
    );
  }
  program.kernels.forEach((kernel, i) => {
    lines.push('', `${i}: ${kernelTitle(kernel)}`, ...printKernel(program, kernel));
  });
  lines.push('');
  for (const [source, next] of program.updates) {
    lines.push(`next ${name(program, source)} = ${name(program, next)}`);
  }
  for (const [value, place] of program.outputs) {
    lines.push(`output ${value} = ${printPlace(program, place)}`);
  }
  return `${lines.join('\n')}\n`;
}

/** What a kernel is, in one line. */
export function kernelTitle(kernel: Kernel): string {
  switch (kernel.family) {
    case 'map':
      return `map ${formatShape(kernel.shape)}`;
    case 'reduce':
      return `reduce ${kernel.monoid} ${formatShape(kernel.shape)} over ${formatShape(kernel.reduced)}`;
    case 'gemm':
      return `gemm ${formatShape(kernel.shape)} over ${kernel.inner}`;
    case 'rowwise':
      return `rowwise [${kernel.rows}, ${kernel.columns}], ${kernel.stages.length} stages`;
    case 'gather':
      return `gather ${kernel.count} of ${kernel.size}, ${kernel.outer} × ${kernel.inner}`;
    case 'scatter':
      return `scatter ${kernel.count} to ${kernel.size}, ${kernel.outer} × ${kernel.inner}`;
    case 'batch':
      return `batch of ${kernel.count} of ${kernel.size} rows, ${kernel.inner} each`;
    case 'shuffle':
      return `shuffle of ${kernel.count} rows, seed ${kernel.seed}`;
    case 'mask':
      return `mask ${formatShape(kernel.shape)}, rate ${kernel.rate}, seed ${kernel.seed}`;
    default:
      return kernel satisfies never;
  }
}

/** What a kernel does to one element, as lines. */
export function printKernel(program: KernelProgram, kernel: Kernel): string[] {
  switch (kernel.family) {
    case 'map':
      return printCode(program, kernel.code);
    case 'reduce':
      return [
        ...printNodes(program, kernel.element),
        `  result = %${kernel.node}`,
        ...printCode(program, kernel.code),
      ];
    case 'gemm':
      return [
        `  a = ${printAccess(program, kernel.a)}`,
        `  b = ${printAccess(program, kernel.b)}`,
        ...printCode(program, kernel.code),
      ];
    case 'rowwise':
      return kernel.stages.flatMap((stage) => [
        `  ${kernelTitle(stage)}`,
        ...printKernel(program, stage).map((line) => `  ${line}`),
      ]);
    case 'gather':
    case 'scatter':
    case 'batch':
      return [
        `  from ${printAccess(program, kernel.from)} by ${printAccess(program, kernel.indices)}`,
        `  to ${printAccess(program, kernel.to)}`,
      ];
    case 'shuffle':
    case 'mask':
      return [`  to ${printAccess(program, kernel.to)}`];
    default:
      return kernel satisfies never;
  }
}

function printCode(program: KernelProgram, code: ScalarCode): string[] {
  return [
    ...printNodes(program, code.nodes),
    ...code.stores.map(({ access, node }) => `  ${printAccess(program, access)} = %${node}`),
  ];
}

function printNodes(program: KernelProgram, nodes: readonly ScalarNode[]): string[] {
  return nodes.map((node, i) => `  %${i} = ${printNode(program, node)}`);
}

function printNode(program: KernelProgram, node: ScalarNode): string {
  const operands = operandsOf(node)
    .map((operand) => `%${operand}`)
    .join(', ');
  switch (node.op) {
    case 'load':
      return printAccess(program, node.access);
    case 'number':
      return String(node.value);
    case 'result':
      return 'result';
    case 'select':
      return `select ${operands}`;
    case 'unary':
    case 'binary':
      return `${node.fn} ${operands}`;
    default:
      return node satisfies never;
  }
}

function printAccess(program: KernelProgram, { buffer, offset, strides }: Access): string {
  return `${name(program, buffer)}[${strides.join(', ')}]${offset === 0 ? '' : `+${offset}`}`;
}

function printPlace(program: KernelProgram, place: Place): string {
  return place.kind === 'fill'
    ? `${place.value} ${formatShape(place.shape)}`
    : `${printAccess(program, place.access)} ${formatShape(place.shape)}`;
}

/** A buffer as it is called in all texts. */
export const bufferName = ({ id, name: word }: Buffer): string => `${word}.${id}`;
const name = (program: KernelProgram, id: number): string => bufferName(program.buffers[id]);

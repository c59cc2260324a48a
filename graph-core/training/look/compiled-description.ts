/**
 * A compiled training step told as data: its kernels and the nodes each came from, its memory, what every
 * pass left, the text of its functions.
 */
import { type CompiledStep, printStage } from '../../compiler/compile.ts';
import { type KernelWork, workOf } from '../../compiler/cost/kernel-work.ts';
import { BYTES } from '../../compiler/ir/buffer.ts';
import {
  buffersRead,
  buffersWritten,
  type Kernel,
  type KernelProgram,
} from '../../compiler/ir/kernel.ts';
import { bufferName, kernelTitle, printKernel } from '../../compiler/ir/print-kernels.ts';
import { type NodeId, nodeLabel } from '../../graph/document.ts';
import type { Size } from '../../tensor/shape.ts';
import type { TrainingStep } from '../step/training-step.ts';

/** A part of the training step, in the order of time. */
export type Phase = 'batch' | 'forward' | 'backward' | 'update';

/** One kernel. */
export interface KernelDescription extends KernelWork {
  /** Its function in the module, such as `gemm3`. */
  readonly name: string;
  readonly title: string;
  readonly family: Kernel['family'];
  /** What it does parts of: several where passes fused across them. */
  readonly phases: readonly Phase[];
  /** The nodes of the document it came from. */
  readonly nodes: readonly NodeId[];
  /** What it does to one element. */
  readonly code: string;
}

/** One block of memory. */
export interface BufferDescription {
  readonly name: string;
  readonly shape: Size;
  readonly role: 'source' | 'constant' | 'computed';
  /** First byte. */
  readonly address: number;
  readonly bytes: number;
  /** The first and the last kernel that need it; sources and constants are needed all the time. */
  readonly first: number;
  readonly last: number;
}

/** What one pass left. */
export interface StageDescription {
  readonly name: string;
  readonly kernels: number;
  readonly text: string;
}

/** A function of the module in the text format. */
export interface FunctionText {
  readonly name: string;
  readonly text: string;
}

/** The compiled step. */
export interface CompiledDescription {
  readonly kernels: readonly KernelDescription[];
  readonly buffers: readonly BufferDescription[];
  readonly stages: readonly StageDescription[];
  readonly functions: readonly FunctionText[];
  /** Bytes of the binary module. */
  readonly moduleBytes: number;
  /** Bytes of memory in use. */
  readonly memoryBytes: number;
  readonly threads: number;
}

/** Longest text of a pass or function, in characters; graphs of thousands of nodes have more. */
const LONGEST_TEXT = 200_000;

/** Describes the compiled form of a training step. */
export function describeCompiled(
  definition: TrainingStep,
  compiled: CompiledStep,
): CompiledDescription {
  const named = namedBuffers(definition, compiled);
  const program = named(compiled.kernels);
  const owners = ownersOf(definition);
  const kernels = program.kernels.map((kernel, i) => ({
    name: `${kernel.family}${i}`,
    title: kernelTitle(kernel),
    family: kernel.family,
    phases: phasesOf(definition, kernel),
    nodes: [...new Set(kernel.origin.flatMap((value) => owners.get(value) ?? []))],
    code: printKernel(program, kernel)
      .map((line) => line.slice(2))
      .join('\n'),
    ...workOf(kernel),
  }));
  const buffers = describeBuffers(program, compiled.addresses);
  return {
    kernels,
    buffers,
    stages: compiled.stages.map((stage) => ({
      name: stage.name,
      kernels: stage.program.kernels.length,
      text: capped(printStage({ ...stage, program: named(stage.program) })),
    })),
    functions: functionsOf(compiled.text()),
    moduleBytes: compiled.bytes.length,
    memoryBytes: Math.max(0, ...buffers.map(({ address, bytes }) => address + bytes)),
    threads: compiled.plan.threads,
  };
}

/** Gives the blocks of parameters, inputs and data the names that the document has for them. */
function namedBuffers(
  { plan, flattened, variables }: TrainingStep,
  { places, data }: CompiledStep,
): (program: KernelProgram) => KernelProgram {
  const label = (node: NodeId): string => nodeLabel(plan.document, node);
  const names = new Map<number, string>();
  const give = (value: number, name: string): void => {
    const place = places.get(value);
    if (place?.kind === 'view') names.set(place.access.buffer, name);
  };
  for (const [node, value] of flattened.program.nodes) {
    if (flattened.program.instructions[value].inputs.length === 0) give(value, label(node));
  }
  for (const { node, state, value } of variables) {
    give(value, state === null ? label(node) : `${state} of ${label(node)}`);
  }
  for (const [node, buffer] of data) names.set(buffer, `data of ${label(node)}`);
  return (program) => ({
    ...program,
    buffers: program.buffers.map((buffer) => {
      const name = names.get(buffer.id);
      return name === undefined ? buffer : { ...buffer, name };
    }),
  });
}

/** Value number → the nodes it belongs to; what the optimizer computes belongs to the parameter it is for. */
function ownersOf({ program, variables, rate }: TrainingStep): ReadonlyMap<number, NodeId[]> {
  const owners = new Map<number, NodeId[]>();
  program.instructions.forEach(({ node }, value) => {
    if (node !== null) owners.set(value, [node]);
  });
  for (const { node, value, update } of variables) {
    const waiting = [value, update];
    const seen = new Set<number>();
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      const owner = owners.get(next);
      if (owner === undefined) owners.set(next, [node]);
      else if (!owner.includes(node) && next > rate) owner.push(node);
      // What comes before the optimizer belongs to nodes already.
      if (next > rate) waiting.push(...program.instructions[next].inputs);
    }
  }
  return owners;
}

/** The optimizer's program begins with the learning rate, the derivative where the document's program ends. */
function phasesOf({ flattened, rate }: TrainingStep, kernel: Kernel): readonly Phase[] {
  if (kernel.family === 'shuffle' || kernel.family === 'batch') return ['batch'];
  const forward = flattened.program.instructions.length;
  const phases = new Set<Phase>(
    kernel.origin.map((value) =>
      value < forward ? 'forward' : value < rate ? 'backward' : 'update',
    ),
  );
  return (['forward', 'backward', 'update'] as const).filter((phase) => phases.has(phase));
}

function describeBuffers(
  program: KernelProgram,
  addresses: ReadonlyMap<number, number>,
): BufferDescription[] {
  const { buffers, kernels, outputs, updates } = program;
  const end = Math.max(0, kernels.length - 1);
  const uses = new Map<number, { first: number; last: number }>();
  kernels.forEach((kernel, i) => {
    for (const id of [...buffersRead(kernel), ...buffersWritten(kernel)]) {
      const use = uses.get(id);
      if (use === undefined) uses.set(id, { first: i, last: i });
      else use.last = i;
    }
  });
  // What is read after the step, or becomes a source then, lives to its end.
  for (const id of updates.values()) keep(id);
  for (const place of outputs.values()) if (place.kind === 'view') keep(place.access.buffer);
  function keep(id: number): void {
    const use = uses.get(id);
    if (use !== undefined) use.last = end;
  }
  return buffers.flatMap((buffer) => {
    const address = addresses.get(buffer.id);
    if (address === undefined) return [];
    const { first, last } =
      buffer.role === 'computed'
        ? (uses.get(buffer.id) ?? { first: 0, last: end })
        : { first: 0, last: end };
    const { shape, role } = buffer;
    const bytes = BYTES * buffer.size;
    return [{ name: bufferName(buffer), shape, role, address, bytes, first, last }];
  });
}

/** The text of a module, cut into its functions. */
function functionsOf(text: string): FunctionText[] {
  return text
    .split('\n  (func $')
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n  )');
      const body = part.slice(0, end < 0 ? undefined : end);
      const name = /^\S+/.exec(body)?.[0] ?? '';
      const lines = body.split('\n').map((line, i) => (i === 0 ? line : line.slice(2)));
      return { name, text: capped(`(func $${lines.join('\n')}\n)`) };
    });
}

/** A text, or its beginning with a note that says how much is left out. */
function capped(text: string): string {
  if (text.length <= LONGEST_TEXT) return text;
  const end = text.lastIndexOf('\n', LONGEST_TEXT);
  const remaining = text.slice(end).split('\n').length - 1;
  return `${text.slice(0, end)}\n… ${remaining} more lines`;
}

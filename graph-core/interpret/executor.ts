/**
 * The reference interpreter: runs a program instruction by instruction in f64 on buffers allocated
 * once. It is the specification the compiled loop is measured against, so it stays plain.
 */
import type { Fault } from '../graph/problem.ts';
import type { Attrs } from '../ops/kit/attributes.ts';
import { completeAttrs, type PrimitiveDef } from '../ops/kit/operation.ts';
import { opDef } from '../ops/registry.ts';
import { liveValues } from '../program/live-values.ts';
import { drawsFrom, type Instruction, type Program } from '../program/program.ts';
import { broadcastInto } from '../tensor/broadcast.ts';
import { elementCount, sameShape } from '../tensor/shape.ts';
import { type Tensor, zeros } from '../tensor/tensor.ts';

/** A fault met while computing, with the instruction that met it. */
export interface RunFault {
  readonly value: number;
  readonly fault: Fault;
}

interface Step {
  readonly value: number;
  readonly inputs: readonly Tensor[];
  readonly out: Tensor;
  readonly attrs: Attrs;
  readonly stretched: readonly { readonly from: Tensor; readonly to: Tensor }[];
  readonly forward: Exclude<PrimitiveDef['forward'], 'alias'>;
}

/** A program made ready to run any number of times. */
export class Executor {
  /** The tensor of each live value; the numbers are those of the last run. */
  readonly values: readonly (Tensor | undefined)[];
  readonly program: Program;
  private readonly steps: readonly Step[];

  /**
   * Allocates every buffer. Only what `outputs` depend on is run (everything when absent). `sources`
   * are used as they are, without a copy: writing into one and running again is how a value changes.
   */
  constructor(program: Program, sources: ReadonlyMap<number, Tensor>, outputs?: Iterable<number>) {
    this.program = program;
    const live = outputs === undefined ? null : liveValues(program, outputs);
    const values: (Tensor | undefined)[] = new Array(program.instructions.length);
    const steps: Step[] = [];
    program.instructions.forEach((instruction, id) => {
      if (live !== null && live[id] === 0) return;
      const definition = opDef(instruction.op);
      if (definition === null) throw new Error(`internal: unknown operation ${instruction.op}`);
      if (definition.kind === 'composite') {
        throw new Error(`internal: ${instruction.op} was not expanded`);
      }
      if (definition.kind === 'source') {
        values[id] = sources.get(id) ?? initialValue(instruction);
        return;
      }
      const inputs = instruction.inputs.map((input) => assertTensor(values[input], input));
      if (definition.forward === 'alias') {
        values[id] = { shape: instruction.shape, data: inputs[0].data };
        return;
      }
      const out = zeros(instruction.shape);
      values[id] = out;
      if (definition.lower.kind === 'fill') {
        definition.forward(inputs, out, instruction.attrs);
        return;
      }
      const stretched: { from: Tensor; to: Tensor }[] = [];
      const full = inputs.map((from, i) => {
        if (definition.lower.kind !== 'map' || sameShape(from.shape, out.shape)) return from;
        const to = zeros(out.shape);
        // A fill never changes, so it is stretched once and for all.
        if (isFill(program.instructions[instruction.inputs[i]])) to.data.fill(from.data[0]);
        else stretched.push({ from, to });
        return to;
      });
      steps.push({
        value: id,
        inputs: full,
        out,
        attrs: instruction.attrs,
        stretched,
        forward: definition.forward,
      });
    });
    this.values = values;
    this.steps = steps;
  }

  /** Computes every live value; the faults say which numbers could not be worked with. */
  run(): readonly RunFault[] {
    const faults: RunFault[] = [];
    for (const step of this.steps) {
      for (const { from, to } of step.stretched) {
        broadcastInto(to.data, from.data, from.shape, to.shape);
      }
      const fault = step.forward(step.inputs, step.out, step.attrs);
      if (fault) faults.push({ value: step.value, fault });
    }
    return faults;
  }

  /** The tensor of a live value. */
  value(id: number): Tensor {
    return assertTensor(this.values[id], id);
  }
}

/** Elements that an executor for `program` would allocate; check it before making one. */
export function elementsNeeded(program: Program): number {
  let elements = 0;
  for (const { shape } of program.instructions) elements += elementCount(shape);
  return elements;
}

function isFill({ op }: Instruction): boolean {
  const definition = opDef(op);
  return definition?.kind === 'primitive' && definition.lower.kind === 'fill';
}

function initialValue(instruction: Instruction): Tensor {
  const definition = opDef(instruction.op);
  const value =
    definition?.kind === 'source'
      ? definition.initial(
          instruction.shape,
          completeAttrs(definition, instruction.attrs),
          drawsFrom(instruction),
        )
      : null;
  if (value === null) throw new Error(`internal: no value for ${instruction.op}`);
  return value;
}

function assertTensor(value: Tensor | undefined, id: number): Tensor {
  if (value === undefined)
    throw new Error(`internal: value ${id} is not computed by this executor`);
  return value;
}

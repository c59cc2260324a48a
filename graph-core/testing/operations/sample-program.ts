/** Samples of operations as programs: each input a source, the operation emitted on top. */

import type { Attrs } from '../../ops/kit/attributes.ts';
import type { Value } from '../../ops/kit/emitter.ts';
import type { OpDef, Sample, SampleTensor } from '../../ops/kit/operation.ts';
import { completeAttrs, portsOf, sampleShape } from '../../ops/kit/operation.ts';
import { opDef } from '../../ops/registry.ts';
import { ProgramBuilder } from '../../program/program-builder.ts';
import type { Size } from '../../tensor/shape.ts';
import { type Tensor, tensor } from '../../tensor/tensor.ts';

/** The tensor a sample means; unlike a document's literal it may hold NaN and infinities. */
export function sampleTensor(value: SampleTensor): Tensor {
  if (typeof value === 'object' && 'shape' in value) return tensor(value.shape, value.data);
  return tensor(
    sampleShape(value),
    ([value] as unknown[]).flat(Number.POSITIVE_INFINITY) as number[],
  );
}

/** One operation applied to sources. */
export interface SampleProgram {
  readonly builder: ProgramBuilder;
  readonly definition: OpDef;
  readonly attrs: Attrs;
  /** The values of the inputs by port name. */
  readonly inputs: Readonly<Record<string, Value>>;
  readonly out: Value;
  readonly sources: Map<number, Tensor>;
  /** Ports through which numbers can vary: not indices, not conditions. */
  readonly smoothPorts: readonly string[];
}

/** Emits `op` on sources that hold `inputs`. */
export function sampleProgram(
  op: string,
  { inputs: given, attrs: some = {} }: Pick<Sample, 'inputs' | 'attrs'>,
): SampleProgram {
  const definition = opDef(op);
  if (definition === null) throw new Error(`internal: unknown operation ${op}`);
  const attrs = completeAttrs(definition, some as Attrs);
  const ports = portsOf(definition, attrs);
  const builder = new ProgramBuilder();
  const sources = new Map<number, Tensor>();
  const inputs: Record<string, Value> = {};
  for (const { name } of ports) {
    if (!Object.hasOwn(given, name)) throw new Error(`internal: ${op} has no sample for ${name}`);
    const numbers = sampleTensor(given[name]);
    inputs[name] = builder.source('input', {}, numbers.shape);
    sources.set(inputs[name].id, numbers);
  }
  const values = ports.map(({ name }) => inputs[name]);
  const out =
    definition.kind === 'source'
      ? emitSource(builder, op, definition, attrs, sources)
      : builder.emit(op, values, attrs);
  const smoothPorts = ports.filter(({ role }) => role === undefined).map(({ name }) => name);
  return { builder, definition, attrs, inputs, out, sources, smoothPorts };
}

function emitSource(
  builder: ProgramBuilder,
  op: string,
  definition: OpDef,
  attrs: Attrs,
  sources: Map<number, Tensor>,
): Value {
  const result = definition.infer([], attrs);
  if ('fault' in result) throw new Error(`internal: ${op}: ${result.fault.message}`);
  const initial =
    definition.kind === 'source' ? definition.initial(result.shape as Size, attrs, '') : null;
  if (initial === null) throw new Error(`internal: ${op} has no value`);
  const value = builder.source(op, attrs, initial.shape);
  sources.set(value.id, initial);
  return value;
}

/** What rounding to f32 after every instruction costs: the error that no f32 engine can be blamed for. */
import { completeAttrs } from '../ops/kit/operation.ts';
import { opDef } from '../ops/registry.ts';
import type { Program } from '../program/program.ts';
import { broadcastInto } from '../tensor/broadcast.ts';
import { sameShape } from '../tensor/shape.ts';
import { type Tensor, zeros } from '../tensor/tensor.ts';

/** Every value of a program, each rounded to f32 as soon as it is there. */
export function roundedRun(
  { instructions }: Program,
  sources: ReadonlyMap<number, Tensor>,
): readonly Tensor[] {
  const values: Tensor[] = [];
  instructions.forEach(({ op, attrs, inputs, shape, node }, id) => {
    const definition = opDef(op);
    if (definition === null || definition.kind === 'composite') {
      throw new Error(`internal: ${op} cannot be run`);
    }
    const complete = completeAttrs(definition, attrs);
    if (definition.kind === 'source') {
      const given = sources.get(id) ?? definition.initial(shape, complete, node ?? '');
      if (given === null) throw new Error(`internal: no value for ${op}`);
      values.push(given);
      return;
    }
    const given = inputs.map((input) => values[input]);
    if (definition.forward === 'alias') {
      values.push({ shape, data: given[0].data });
      return;
    }
    const stretched = given.map((from) => {
      if (definition.lower.kind !== 'map' || sameShape(from.shape, shape)) return from;
      const to = zeros(shape);
      broadcastInto(to.data, from.data, from.shape, shape);
      return to;
    });
    const out = zeros(shape);
    definition.forward(stretched, out, complete);
    for (let i = 0; i < out.data.length; i++) out.data[i] = Math.fround(out.data[i]);
    values.push(out);
  });
  return values;
}

/**
 * Reverse-mode differentiation: Program → the same program with its gradient appended as more of the
 * same operations. One pass over the instructions from the target back; each adds, for each of its
 * inputs, one contribution; what arrives at a value from several uses is summed in a step of its own.
 * Nothing is computed here, so the result can be differentiated again.
 */
import type { Value } from '../ops/kit/emitter.ts';
import { type PrimitiveDef, portsOf } from '../ops/kit/operation.ts';
import { opDef } from '../ops/registry.ts';
import type { Program } from '../program/program.ts';
import { ProgramBuilder } from '../program/program-builder.ts';
import { broadcastAxes, canBroadcastTo } from '../tensor/broadcast.ts';
import { formatShape, sameShape } from '../tensor/shape.ts';

/** A program with gradients of one target. */
export interface Derivative {
  /** The instructions of the original, then those of the gradient. */
  readonly program: Program;
  readonly target: number;
  /** Value number → number of its gradient; a value is missing when the target does not depend on it. */
  readonly gradients: ReadonlyMap<number, number>;
}

/**
 * Gradients of `target` with respect to the values in `wrt` and everything between (all values when
 * absent). A target that is not a scalar is differentiated as the sum of its elements.
 */
export function differentiate(
  program: Program,
  target: number,
  wrt?: Iterable<number>,
): Derivative {
  const g = new ProgramBuilder(program);
  const active = activeValues(program, wrt);
  const arrived = new Map<number, Value[]>();
  const gradients = new Map<number, number>();
  if (active(target)) arrived.set(target, [g.full(1, program.instructions[target].shape)]);

  for (let id = target; id >= 0; id--) {
    const cotangents = arrived.get(id);
    if (cotangents === undefined) continue;
    const instruction = program.instructions[id];
    g.node = instruction.node;
    const ct = cotangents.reduce((sum, next) => g.add(sum, next));
    gradients.set(id, ct.id);
    arrived.delete(id);
    if (!instruction.inputs.some(active)) continue;
    const definition = assertPrimitive(instruction.op);
    const ports = portsOf(definition, instruction.attrs);
    const inputs: Record<string, Value> = {};
    for (let i = 0; i < ports.length; i++) inputs[ports[i].name] = g.value(instruction.inputs[i]);
    const byPort = definition.vjp(g, { inputs, out: g.value(id), ct, a: instruction.attrs });
    for (let i = 0; i < ports.length; i++) {
      const contribution = byPort[ports[i].name];
      const input = instruction.inputs[i];
      if (contribution === undefined || contribution === 'zero' || !active(input)) continue;
      const list = arrived.get(input);
      const summed = unbroadcast(g, contribution, g.value(input));
      if (list === undefined) arrived.set(input, [summed]);
      else list.push(summed);
    }
  }
  g.node = null;
  return { program: g.finish(program), target, gradients };
}

/** The values that depend on one of `wrt`, as a predicate. */
function activeValues(program: Program, wrt?: Iterable<number>): (value: number) => boolean {
  if (wrt === undefined) return () => true;
  const active = new Uint8Array(program.instructions.length);
  for (const value of wrt) active[value] = 1;
  program.instructions.forEach(({ inputs }, id) => {
    if (inputs.some((input) => active[input] === 1)) active[id] = 1;
  });
  return (value) => active[value] === 1;
}

/** Sums a contribution over the axes along which the input was stretched. */
function unbroadcast(g: ProgramBuilder, contribution: Value, input: Value): Value {
  if (sameShape(contribution.shape, input.shape)) return contribution;
  if (canBroadcastTo(contribution.shape, input.shape))
    return g.broadcastTo(contribution, input.shape);
  if (!canBroadcastTo(input.shape, contribution.shape)) {
    throw new Error(
      `internal: a gradient of shape ${formatShape(contribution.shape)} for a value of shape ${formatShape(input.shape)}`,
    );
  }
  return g.reshape(
    g.sum(contribution, broadcastAxes(input.shape, contribution.shape)),
    input.shape,
  );
}

function assertPrimitive(op: string): PrimitiveDef {
  const definition = opDef(op);
  if (definition?.kind !== 'primitive') throw new Error(`internal: ${op} has no derivative rule`);
  return definition;
}

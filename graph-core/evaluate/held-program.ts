/**
 * The program up to a target with everything held fast that lets no gradient through by intention: what
 * `stopGradient` gives, and indices. So differences see what the gradient is meant to be of.
 */

import { Executor } from '../interpret/executor.ts';
import type { Value } from '../ops/kit/emitter.ts';
import { type PrimitiveDef, portsOf } from '../ops/kit/operation.ts';
import { opDef } from '../ops/registry.ts';
import type { Program } from '../program/program.ts';
import { ProgramBuilder } from '../program/program-builder.ts';
import { type Tensor, zeros } from '../tensor/tensor.ts';

/** The program, ready to run on tensors of its own. */
export interface HeldProgram {
  readonly executor: Executor;
  /** The target in it. */
  readonly target: number;
  /** The sources of the original program → the tensors they have in this one. */
  readonly sources: ReadonlyMap<number, Tensor>;
  /** Sources of the original that the target depends on by indices only. */
  readonly selecting: ReadonlySet<number>;
}

/**
 * Holds a program; `numbersOf` gives the numbers of its values, those that were computed. Values that are `freed` become
 * sources too, whatever computes them, and what does not depend on them is not computed again.
 */
export function holdProgram(
  program: Program,
  target: number,
  numbersOf: (value: number) => Tensor | undefined,
  freed: ReadonlySet<number> = new Set(),
): HeldProgram {
  const g = new ProgramBuilder();
  const tensors = new Map<number, Tensor>();
  const sources = new Map<number, Tensor>();
  const values: Value[] = [];
  const held = (value: number): Value => {
    const { shape } = program.instructions[value];
    // What nothing needs was not computed.
    const { data } = numbersOf(value) ?? zeros(shape);
    const source = g.source('input', {}, shape);
    tensors.set(source.id, { shape, data: data.slice() });
    return source;
  };
  const smooth = reachableFrom(program, target, false);
  const any = reachableFrom(program, target, true);
  const selecting = new Set<number>();
  const moves = freed.size === 0 ? null : dependentOn(program, freed);
  for (let id = 0; id <= target; id++) {
    const { op, attrs, inputs } = program.instructions[id];
    const definition = opDef(op);
    const stays = moves?.has(id) === false && numbersOf(id) !== undefined;
    if (definition?.kind !== 'primitive' || freed.has(id) || stays) {
      values[id] = held(id);
      const tensor = tensors.get(values[id].id);
      if (tensor !== undefined) sources.set(id, tensor);
      if (any.has(id) && !smooth.has(id)) selecting.add(id);
      continue;
    }
    if (stopsGradient(definition, program, id)) {
      values[id] = held(id);
      continue;
    }
    const ports = portsOf(definition, attrs);
    values[id] = g.emit(
      op,
      inputs.map((input, i) => (ports[i].role === 'index' ? held(input) : values[input])),
      attrs,
    );
  }
  const { id } = values[target];
  return { executor: new Executor(g.finish(), tensors, [id]), target: id, sources, selecting };
}

/** What changes with these values. */
function dependentOn({ instructions }: Program, freed: ReadonlySet<number>): ReadonlySet<number> {
  const moves = new Set(freed);
  instructions.forEach(({ inputs }, id) => {
    if (inputs.some((input) => moves.has(input))) moves.add(id);
  });
  return moves;
}

/** What the target is computed from, through indices or not. */
function reachableFrom({ instructions }: Program, target: number, byIndex: boolean): Set<number> {
  const reached = new Set([target]);
  for (let id = target; id >= 0; id--) {
    if (!reached.has(id)) continue;
    const { op, attrs, inputs } = instructions[id];
    const definition = opDef(op);
    if (definition === null) continue;
    const ports = portsOf(definition, attrs);
    inputs.forEach((input, i) => {
      if (byIndex || ports[i].role !== 'index') reached.add(input);
    });
  }
  return reached;
}

/** True for an operation that gives its input as it is and says that no gradient goes back. */
function stopsGradient(definition: PrimitiveDef, program: Program, id: number): boolean {
  if (definition.forward !== 'alias') return false;
  const { attrs, inputs, shape } = program.instructions[id];
  const g = new ProgramBuilder();
  const ports = portsOf(definition, attrs);
  const given: Record<string, Value> = {};
  for (let i = 0; i < ports.length; i++) {
    given[ports[i].name] = g.source('input', {}, program.instructions[inputs[i]].shape);
  }
  const out = g.source('input', {}, shape);
  const back = definition.vjp(g, { inputs: given, out, ct: out, a: attrs });
  return ports.every(({ name }) => back[name] === 'zero');
}

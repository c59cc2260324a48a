/**
 * Forward mode: how every node and every wire changes when one variable moves. The derivative program is linear in
 * what goes into it, so differentiating it by that gives the other mode; no operation has a second rule.
 *
 *     g(u) = Σₙ Jₙᵀ uₙ        reverse mode, from a sum Σₙ ⟨uₙ, vₙ⟩ of all values
 *     ∂⟨g(u), d⟩ / ∂uₙ = Jₙ d    the tangent of value n along d, whatever u is
 *
 * (Two reverse passes make a forward one: J. Townsend 2017.)
 */
import { type Derivative, differentiate } from '../autodiff/differentiate.ts';
import type { Evaluation } from '../evaluate/evaluation.ts';
import type { EdgeId, NodeId } from '../graph/document.ts';
import { MAX_TOTAL_ELEMENTS } from '../graph/limits.ts';
import type { Problem } from '../graph/problem.ts';
import { Executor, elementsNeeded } from '../interpret/executor.ts';
import type { Program } from '../program/program.ts';
import { ProgramBuilder } from '../program/program-builder.ts';
import { elementCount } from '../tensor/shape.ts';
import { type Tensor, zeros } from '../tensor/tensor.ts';
import { noValue, tooLargeTogether } from './derivative-problems.ts';

/** Tangents along one direction: each in the shape of the value it belongs to. */
export interface Tangents {
  /** Zeros where a node does not depend on the variable; undefined where it has no value. */
  readonly node: (id: NodeId) => Tensor | undefined;
  readonly edge: (id: EdgeId) => Tensor | undefined;
}

/** Forward mode with respect to one variable, ready to run along any direction. */
export interface ForwardMode {
  /** The tangents when the variable moves along a tensor of its shape; valid until the next call. */
  readonly along: (direction: Tensor) => Tangents;
}

/**
 * Tangents when `variable` moves at one of its elements by 1, or along a tensor of its shape. What cannot be done comes
 * back as the problem.
 */
export function tangents(
  evaluation: Evaluation,
  variable: NodeId,
  direction: number | Tensor,
): Tangents | Problem {
  const mode = forwardMode(evaluation, variable);
  if ('code' in mode) return mode;
  const value = evaluation.flattened.program.nodes.get(variable);
  const { shape } = evaluation.flattened.program.instructions[value ?? 0];
  return mode.along(typeof direction === 'number' ? oneHot(shape, direction) : direction);
}

/** Makes forward mode ready, for the tangents of all nodes and wires or of `only` one node. */
export function forwardMode(
  evaluation: Evaluation,
  variable: NodeId,
  only?: NodeId,
): ForwardMode | Problem {
  const { program, sources } = evaluation.flattened;
  const moving = program.nodes.get(variable);
  if (moving === undefined) return noValue(evaluation.document, variable);
  const wanted = only === undefined ? program.nodes.values() : [program.nodes.get(only)];
  const edges = only === undefined ? program.edges.values() : [];
  const given = new Map(sources);
  const { derivative: back, seeds } = seededGradient(program, moving, [...wanted, ...edges], given);

  const h = new ProgramBuilder(back.program);
  const along = zeros(program.instructions[moving].shape);
  const seed = h.source('input', {}, along.shape);
  given.set(seed.id, along);
  const gradient = back.gradients.get(moving);
  const moved = gradient === undefined ? h.full(0) : h.sum(h.multiply(h.value(gradient), seed));
  const forth = differentiate(h.finish(program), moved.id, seeds.values());
  const elements = elementsNeeded(forth.program);
  if (elements > MAX_TOTAL_ELEMENTS) return tooLargeTogether(elements);
  const results = [...seeds.values()].flatMap((id) => forth.gradients.get(id) ?? []);
  const executor = new Executor(forth.program, given, results);
  const tangentOf = (value: number | undefined): Tensor | undefined => {
    if (value === undefined) return undefined;
    const result = forth.gradients.get(seeds.get(value) ?? -1);
    return result === undefined ? zeros(program.instructions[value].shape) : executor.value(result);
  };
  return {
    along: (direction) => {
      along.data.set(direction.data);
      executor.run();
      return {
        node: (id) => tangentOf(program.nodes.get(id)),
        edge: (id) => tangentOf(program.edges.get(id)),
      };
    },
  };
}

/** The gradient of Σₙ ⟨uₙ, vₙ⟩ with respect to `moving`; the sources uₙ, which are 0, go into `given`. */
function seededGradient(
  program: Program,
  moving: number,
  wanted: readonly (number | undefined)[],
  given: Map<number, Tensor>,
): { readonly derivative: Derivative; readonly seeds: ReadonlyMap<number, number> } {
  const g = new ProgramBuilder(program);
  const seeds = new Map<number, number>();
  let total = g.full(0);
  for (const id of new Set(wanted)) {
    if (id === undefined) continue;
    const value = g.value(id);
    const seed = g.source('input', {}, value.shape);
    given.set(seed.id, zeros(value.shape));
    seeds.set(id, seed.id);
    total = g.add(total, g.sum(g.multiply(seed, value)));
  }
  return { derivative: differentiate(g.finish(program), total.id, [moving]), seeds };
}

/** A tensor of zeros with a 1 at one place. */
export function oneHot(shape: Tensor['shape'], element: number): Tensor {
  const tensor = zeros(shape);
  if (!(element >= 0 && element < elementCount(shape))) {
    throw new Error(`internal: no element ${element} among ${elementCount(shape)}`);
  }
  tensor.data[element] = 1;
  return tensor;
}

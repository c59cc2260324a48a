/**
 * One number of an evaluated graph that can be moved by itself: of a variable, of a node that is computed, or of one wire.
 * The target and its slope are computed anew for each place it is moved to.
 */
import { differentiate } from '../autodiff/differentiate.ts';
import type { Evaluation } from '../evaluate/evaluation.ts';
import { holdProgram } from '../evaluate/held-program.ts';
import { type EdgeId, type NodeId, nodeLabel } from '../graph/document.ts';
import type { Problem } from '../graph/problem.ts';
import { Executor } from '../interpret/executor.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** One number: an element of a node's value, or of what one wire carries. */
export interface HeldPlace {
  readonly node: NodeId;
  readonly edge?: EdgeId;
  /** Row-major position. */
  readonly element: number;
}

/** The target as a function of some numbers. */
export interface HeldNumbers {
  /** Where the numbers are, in the order of their places. */
  readonly at: readonly number[];
  /** The tensors they stand in. */
  readonly homes: readonly Tensor[];
  /** The target with the numbers moved there; the sum of its elements where it has several. */
  readonly value: (moved: readonly number[]) => number;
  /** The slope of the target by each number, there. */
  readonly slopes: (moved: readonly number[]) => readonly number[];
  /** The same numbers as the outputs of the target, for differences. */
  readonly outputs: (moved: readonly number[]) => Float64Array;
}

/** Holds numbers; what cannot be held comes back as a problem. */
export function holdNumbers(
  evaluation: Evaluation,
  places: readonly HeldPlace[],
): HeldNumbers | Problem {
  const { document, target, flattened } = evaluation;
  const { program } = flattened;
  const of = target === null ? undefined : program.nodes.get(target);
  if (of === undefined || target === null) return noTarget();
  const values: number[] = [];
  for (const place of places) {
    const value = valueAt(evaluation, place);
    if (typeof value !== 'number') return value;
    if (value > of) return notBefore(nodeLabel(document, place.node), nodeLabel(document, target));
    values.push(value);
  }
  const held = holdProgram(program, of, (value) => evaluation.computed(value), new Set(values));
  const { executor, target: output } = held;
  const tensors = values.map((value) => held.sources.get(value));
  const set = (moved: readonly number[]): void => {
    places.forEach(({ element }, i) => {
      const tensor = tensors[i];
      if (tensor !== undefined) tensor.data[element] = moved[i];
    });
  };
  const at = places.map(({ element }, i) => tensors[i]?.data[element] ?? Number.NaN);
  const outputs = (moved: readonly number[]): Float64Array => {
    set(moved);
    executor.run();
    return executor.value(output).data.slice();
  };
  const homes = tensors.map((tensor) => ({
    shape: tensor?.shape ?? [],
    data: tensor?.data.slice() ?? new Float64Array(1),
  }));
  return {
    at,
    homes,
    outputs,
    value: (moved) => outputs(moved).reduce((sum, x) => sum + x, 0),
    slopes: slopesOf(held.executor, output, { tensors, places, set }),
  };
}

/** The gradients of the held numbers, by a program that is made when it is first asked for. */
function slopesOf(
  { program, values }: Executor,
  output: number,
  {
    tensors,
    places,
    set,
  }: {
    readonly tensors: readonly (Tensor | undefined)[];
    readonly places: readonly HeldPlace[];
    readonly set: (moved: readonly number[]) => void;
  },
): (moved: readonly number[]) => readonly number[] {
  // The tensors of sources are shared, so that what is moved for one program is moved for the other.
  const sources = new Map<number, Tensor>();
  values.forEach((tensor, id) => {
    if (tensor !== undefined && program.instructions[id].inputs.length === 0)
      sources.set(id, tensor);
  });
  const ids = tensors.map((tensor) =>
    values.findIndex((value) => value !== undefined && value === tensor),
  );
  const known = ids.filter((id) => id >= 0);
  const derivative = differentiate(program, output, known);
  const gradients = ids.map((id) => derivative.gradients.get(id));
  const wanted = gradients.filter((id) => id !== undefined);
  const executor = new Executor(derivative.program, sources, wanted);
  return (moved) => {
    set(moved);
    if (wanted.length > 0) executor.run();
    return gradients.map((id, i) =>
      id === undefined ? 0 : executor.value(id).data[places[i].element],
    );
  };
}

function valueAt(evaluation: Evaluation, place: HeldPlace): number | Problem {
  const { document, flattened } = evaluation;
  const { node, edge, element } = place;
  const value =
    edge === undefined ? flattened.program.nodes.get(node) : flattened.program.edges.get(edge);
  const isThere = Object.hasOwn(document.nodes, node);
  const label = isThere ? nodeLabel(document, node) : node;
  const tensor = value === undefined ? undefined : evaluation.computed(value);
  if (value === undefined || tensor === undefined) {
    return {
      code: 'no-value',
      ...(isThere ? { node } : {}),
      message: `${label} has no value that could be moved`,
      hint: 'mend what is wrong before it',
    };
  }
  if (Number.isInteger(element) && element >= 0 && element < tensor.data.length) return value;
  return {
    code: 'no-element',
    node,
    message: `${label} has ${tensor.data.length} numbers, none with number ${element}`,
    hint: `choose one from 0 to ${tensor.data.length - 1}`,
  };
}

const noTarget = (): Problem => ({
  code: 'no-target',
  message: 'nothing is computed whose change could be seen',
  hint: 'add a node that has a value',
});

const notBefore = (label: string, target: string): Problem => ({
  code: 'not-before',
  message: `${label} is computed after ${target}, or beside it`,
  hint: `choose a number that ${target} is computed from`,
});

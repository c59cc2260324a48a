/** Every number of an evaluation, those between the shown ones included, by the instruction that made it. */
import type { Evaluation } from '../evaluate/evaluation.ts';
import type { EdgeId, NodeId } from '../graph/document.ts';
import { Executor, elementsNeeded } from '../interpret/executor.ts';
import { opDef } from '../ops/registry.ts';
import type { Instruction, Program } from '../program/program.ts';
import { broadcastInto } from '../tensor/broadcast.ts';
import { elementCount, indicesOf, type Size, sameShape } from '../tensor/shape.ts';
import { type Tensor, zeros } from '../tensor/tensor.ts';

/** Where a value of the program stands in the document. */
export type Place =
  | { readonly pass: 'value' | 'gradient'; readonly node: NodeId }
  | { readonly pass: 'value' | 'gradient'; readonly edge: EdgeId };

/** A program that was run, all of its values at hand. */
export interface WholeRun {
  readonly program: Program;
  readonly value: (id: number) => Tensor;
  /** Values from here on belong to the way back. */
  readonly backwardFrom: number;
  /** Where a value stands; none for what lies between. */
  readonly placeOf: ReadonlyMap<number, Place>;
  /** The value at a place; undefined where none was computed. */
  readonly idOf: (place: Place) => number | undefined;
}

/** Numbers that one answer may hold. */
const MOST_ELEMENTS = 20_000_000;

/** Runs the program of an evaluation once more and keeps everything; null where that is too much. */
export function runWhole(evaluation: Evaluation): WholeRun | null {
  const { flattened, derivative } = evaluation;
  const program = derivative?.program ?? flattened.program;
  if (elementsNeeded(program) > MOST_ELEMENTS) return null;
  const sources = new Map<number, Tensor>();
  program.instructions.forEach(({ op }, id) => {
    const tensor = opDef(op)?.kind === 'source' ? evaluation.computed(id) : undefined;
    if (tensor !== undefined) sources.set(id, tensor);
  });
  for (const [id, tensor] of flattened.sources) if (!sources.has(id)) sources.set(id, tensor);
  const executor = new Executor(program, sources);
  executor.run();
  const gradients = derivative?.gradients ?? new Map<number, number>();
  const { nodes, edges } = flattened.program;
  const placeOf = new Map<number, Place>();
  const put = (id: number | undefined, place: Place): void => {
    if (id !== undefined && !placeOf.has(id)) placeOf.set(id, place);
  };
  for (const [edge, id] of edges) put(id, { pass: 'value', edge });
  for (const [node, id] of nodes) put(id, { pass: 'value', node });
  for (const [edge, id] of edges) put(gradients.get(id), { pass: 'gradient', edge });
  for (const [node, id] of nodes) put(gradients.get(id), { pass: 'gradient', node });
  return {
    program,
    value: (id) => executor.value(id),
    backwardFrom: flattened.program.instructions.length,
    placeOf,
    idOf: (place) => {
      const id = 'node' in place ? nodes.get(place.node) : edges.get(place.edge);
      return id === undefined || place.pass === 'value' ? id : gradients.get(id);
    },
  };
}

/** What an instruction gives for other inputs. */
export function runAgain(
  { op, attrs, shape }: Instruction,
  inputs: readonly Tensor[],
): Float64Array {
  const definition = opDef(op);
  if (definition?.kind !== 'primitive') throw new Error(`internal: ${op} has no loop`);
  if (definition.forward === 'alias') return inputs[0].data as Float64Array;
  const full = inputs.map((from) => {
    if (definition.lower.kind !== 'map' || sameShape(from.shape, shape)) return from;
    const to = zeros(shape);
    broadcastInto(to.data, from.data, from.shape, to.shape);
    return to;
  });
  const out = zeros(shape);
  definition.forward(full, out, attrs);
  return out.data as Float64Array;
}

/** The element of `from` that is stretched to element `at` of `to`. */
export function stretchedFrom(from: Size, to: Size, at: number): number {
  let [rest, position, stride] = [at, 0, 1];
  for (let i = 1; i <= to.length; i++) {
    const size = to[to.length - i];
    const index = rest % size;
    rest = (rest - index) / size;
    if (i > from.length) continue;
    const own = from[from.length - i];
    if (own !== 1) position += index * stride;
    stride *= own;
  }
  return position;
}

/** Where an element stands; nothing for the only one. */
export const placeIn = (shape: Size, element: number): readonly number[] =>
  elementCount(shape) === 1 ? [] : indicesOf(element, shape);

/**
 * Where a NaN or an infinity comes from: the shortest way back through the instructions, values and gradients alike,
 * to the first that made one of numbers that were fine. What feeds an element is found by trying: bad inputs are replaced,
 * and those without which the element would be fine are the cause.
 */
import { opDef } from '../ops/registry.ts';
import type { Instruction } from '../program/program.ts';
import { sameShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { runAgain, stretchedFrom, type WholeRun } from './whole-run.ts';

/** One element of one value of a program. */
export interface ElementAt {
  readonly value: number;
  readonly element: number;
}

/** True for what arithmetic cannot go on from. */
export const isBad = (x: number): boolean => !Number.isFinite(x);

/** What stands in for a bad number. */
const FINE = 1;

/** From the element that was asked about to the one that made it; one alone where it made itself. */
export function wayToBadNumber(run: WholeRun, from: ElementAt): readonly ElementAt[] {
  interface Visit extends ElementAt {
    readonly before: Visit | null;
  }
  const queue: Visit[] = [{ ...from, before: null }];
  const seen = new Set([keyOf(from)]);
  for (const visit of queue) {
    const causes = badCauses(run, visit);
    if (causes.length === 0) return wayOf(visit);
    for (const cause of causes) {
      if (seen.has(keyOf(cause))) continue;
      seen.add(keyOf(cause));
      queue.push({ ...cause, before: visit });
    }
  }
  return [from];

  function wayOf(visit: Visit): ElementAt[] {
    const way: ElementAt[] = [];
    for (let at: Visit | null = visit; at !== null; at = at.before) {
      way.push({ value: at.value, element: at.element });
    }
    return way;
  }
}

const keyOf = ({ value, element }: ElementAt): string => `${value} ${element}`;

/** Bad elements of the inputs, one a port, each of which makes the element bad by itself. */
function badCauses(run: WholeRun, { value, element }: ElementAt): readonly ElementAt[] {
  const instruction = run.program.instructions[value];
  const inputs = instruction.inputs.map((id) => run.value(id));
  if (!inputs.some(({ data }) => data.some(isBad))) return [];
  const cause = causeFinder(instruction, inputs, element);
  return instruction.inputs.flatMap((id, port) => {
    const found = cause(port);
    return found === null ? [] : [{ value: id, element: found }];
  });
}

function causeFinder(
  instruction: Instruction,
  inputs: readonly Tensor[],
  element: number,
): (port: number) => number | null {
  const definition = opDef(instruction.op);
  if (definition?.kind !== 'primitive') return () => null;
  if (definition.forward === 'alias') {
    return () => (isBad(inputs[0].data[element]) ? element : null);
  }
  const { shape } = instruction;
  if (definition.lower.kind === 'map') {
    const places = inputs.map((input) =>
      sameShape(input.shape, shape) ? element : stretchedFrom(input.shape, shape, element),
    );
    const numbers = inputs.map(({ data }, i) => data[places[i]]);
    const single = { ...instruction, shape: [] };
    return (port) => {
      if (!isBad(numbers[port])) return null;
      const tried = numbers.map((x, i) => (i === port || !isBad(x) ? x : FINE));
      const out = runAgain(
        single,
        tried.map((x) => ({ shape: [], data: Float64Array.of(x) })),
      );
      return isBad(out[0]) ? places[port] : null;
    };
  }
  return (port) => bisected(instruction, inputs, { port, element });
}

/** One bad element of a port that is enough, found by halving. */
function bisected(
  instruction: Instruction,
  inputs: readonly Tensor[],
  { port, element }: { readonly port: number; readonly element: number },
): number | null {
  let suspects = inputs[port].data.reduce<number[]>((list, x, i) => {
    if (isBad(x)) list.push(i);
    return list;
  }, []);
  const tried = inputs.map(({ shape, data }) => ({
    shape,
    data: Float64Array.from(data, (x) => (isBad(x) ? FINE : x)),
  }));
  const makes = (some: readonly number[]): boolean => {
    for (const i of some) tried[port].data[i] = inputs[port].data[i];
    const out = runAgain(instruction, tried);
    for (const i of some) tried[port].data[i] = FINE;
    return isBad(out[element]);
  };
  if (suspects.length === 0 || !makes(suspects)) return null;
  while (suspects.length > 1) {
    const half = suspects.slice(0, suspects.length >> 1);
    suspects = makes(half) ? half : suspects.slice(suspects.length >> 1);
  }
  return suspects[0];
}

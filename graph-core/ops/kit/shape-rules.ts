/** Shape rules shared by families of operations, named shape-then-purpose. */
import { broadcastShapes } from '../../tensor/broadcast.ts';
import { type Dim, formatShape, maybeAxis, type Shape } from '../../tensor/shape.ts';
import { faulty, type Inferred, inferred } from './operation.ts';

/** The output has the shape of the first input. */
export const sameShapeRule = ([x]: readonly Shape[]): Inferred => inferred(x);

/** The output has the shape all inputs broadcast to. `names` are the ports, for the message. */
export function broadcastRule(op: string, names: readonly string[]) {
  return (shapes: readonly Shape[]): Inferred => {
    let shape: Shape = [];
    for (let i = 0; i < shapes.length; i++) {
      const next = broadcastShapes(shape, shapes[i]);
      if ('axis' in next) {
        const left =
          i === 1
            ? `${names[0]} is ${formatShape(shapes[0])}`
            : `the others are ${formatShape(shape)}`;
        const a = shape[shape.length + next.axis];
        const b = shapes[i][shapes[i].length + next.axis];
        return faulty(
          'shape-mismatch',
          `${op}: ${left}, ${names[i]} is ${formatShape(shapes[i])}; sizes ${a} and ${b} at axis ${next.axis} do not broadcast`,
          `make both ${a} or both ${b}, or one of them 1`,
          names[i],
        );
      }
      shape = next.shape;
    }
    return inferred(shape);
  };
}

/** The axes an attribute means, counted from the front and sorted; a fault names the axis that is not there. */
export function resolveAxes(
  op: string,
  axes: readonly number[] | null,
  rank: number,
): { readonly axes: readonly number[] } | { readonly fault: Inferred } {
  if (axes === null) return { axes: Array.from({ length: rank }, (_, i) => i) };
  const resolved: number[] = [];
  for (const axis of axes) {
    const found = maybeAxis(axis, rank);
    if (found === null || resolved.includes(found)) {
      return {
        fault: faulty(
          'bad-axis',
          found === null
            ? `${op}: axis ${axis} does not exist, the input has ${rank} ${rank === 1 ? 'axis' : 'axes'}`
            : `${op}: axis ${axis} is given twice`,
          rank === 0
            ? 'leave axes empty for a scalar'
            : `use axes from ${-rank} to ${rank - 1}, each once`,
        ),
      };
    }
    resolved.push(found);
  }
  return { axes: resolved.sort((p, q) => p - q) };
}

/** The one axis an attribute means, counted from the front; a fault when it is not there. */
export function resolveAxis(
  op: string,
  axis: number,
  rank: number,
): { readonly axis: number } | { readonly fault: Inferred } {
  const found = maybeAxis(axis, rank);
  if (found !== null) return { axis: found };
  const axes = rank === 1 ? '1 axis' : `${rank} axes`;
  return {
    fault: faulty(
      'bad-axis',
      rank === 0
        ? `${op}: axis ${axis} does not exist, the input is a scalar`
        : `${op}: axis ${axis} does not exist, the input has ${axes}`,
      rank === 0 ? 'give the input at least one axis' : `use an axis from ${-rank} to ${rank - 1}`,
    ),
  };
}

/** An axis known to be fine (inference came first), counted from the front; throws otherwise. */
export function assertAxis(axis: number, rank: number): number {
  const found = maybeAxis(axis, rank);
  if (found === null) throw new Error(`internal: axis ${axis} in rank ${rank}`);
  return found;
}

/** Axes known to be fine (inference came first); throws otherwise. */
export function assertAxes(axes: readonly number[] | null, rank: number): readonly number[] {
  const result = resolveAxes('axes', axes, rank);
  if ('fault' in result) throw new Error(`internal: axes ${String(axes)} in rank ${rank}`);
  return result.axes;
}

/** The shape after reducing `axes`. */
export function reducedShape(
  shape: Shape,
  axes: readonly number[],
  keepDims: boolean,
): readonly Dim[] {
  return shape
    .map((dim, axis) => (axes.includes(axis) ? (keepDims ? 1 : null) : dim))
    .filter((dim) => dim !== null);
}

/** Removes the axes an `axes` attribute names, or keeps them with size 1. */
export function reduceRule(op: string) {
  return (
    [x]: readonly Shape[],
    a: { readonly axes: readonly number[] | null; readonly keepDims: boolean },
  ): Inferred => {
    const result = resolveAxes(op, a.axes, x.length);
    if ('fault' in result) return result.fault;
    return inferred(reducedShape(x, result.axes, a.keepDims));
  };
}

/**
 * The curve of an elementwise operation along one of its ports, with the points that are on it: the local derivative is
 * how steep it is there. All elements are points of one curve where nothing else arrives; else the one that is chosen.
 */
import type { EdgeId } from '../../graph/document.ts';
import { localDerivative } from '../../interpret/local-derivative.ts';
import { opDef } from '../../ops/registry.ts';
import { scalar, type Tensor } from '../../tensor/tensor.ts';
import { formulaValue } from '../formula-value.ts';
import { portRule, valueRule } from '../node-rule.ts';
import { type ComputedGraph, operandsOf, ruleSiteOf } from './computed-graph.ts';
import { broadcastElement } from './element-of.ts';

/** A curve and its points. */
export interface SlopeCurve {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** What is on it: one point, or one for each element; each with the slope there. */
  readonly points: readonly CurvePoint[];
  /** Which of the points is meant. */
  readonly chosen: number;
}

/** A point with the slope of the curve there. */
export interface CurvePoint {
  readonly x: number;
  readonly y: number;
  readonly slope: number;
}

const SAMPLES = 161;
/** More points than this are a line by themselves. */
const MOST_POINTS = 400;
/** The least half width of the curve. */
const LEAST_REACH = 3;

/** The curve along `edge`, through `element` of the output; null where the operation is not elementwise. */
export function slopeCurve(graph: ComputedGraph, edge: EdgeId, element: number): SlopeCurve | null {
  const { document } = graph;
  const { to, port } = document.edges[edge];
  const definition = opDef(document.nodes[to].op);
  const out = graph.value(to);
  if (definition?.kind !== 'primitive' || definition.lower.kind !== 'map') return null;
  if (out === undefined || out.data.length === 0) return null;
  const rule = portRule(ruleSiteOf(graph, to, definition), port);
  if (rule?.kind !== 'rule' || rule.local === null) return null;
  const operands = operandsOf(graph, to);
  const inputs = Object.fromEntries(operands.map((operand) => [operand.port, operand.tensor]));
  const slopes = localDerivative(document.nodes[to], inputs, port, to);
  if (slopes === null || inputs[port] === undefined) return null;
  const isAlone = operands.length === 1 && out.data.length <= MOST_POINTS;
  const elements = isAlone ? [...out.data.keys()] : [element];
  const at = (tensor: Tensor, index: number): number =>
    tensor.data[broadcastElement(tensor.shape, out.shape, index)];
  const points = elements.map((index) => ({
    ...{ x: at(inputs[port], index), y: out.data[index], slope: slopes.data[index] },
  }));
  const chosen = isAlone ? Math.min(element, points.length - 1) : 0;
  const x = sampled(points);
  if (x === null) return null;
  // The other ports stay where they are at the element.
  const shapes = Object.fromEntries(operands.map((operand) => [operand.port, [] as number[]]));
  const curve = valueRule({
    ...ruleSiteOf(graph, to, definition),
    shapes: { ...shapes, [port]: [SAMPLES] },
  });
  if (curve === null) return null;
  const values: Record<string, Tensor> = {};
  for (const operand of operands) values[operand.port] = scalar(at(operand.tensor, element));
  values[port] = { shape: [SAMPLES], data: x };
  const { data } = formulaValue(curve, values);
  return data.length === SAMPLES ? { x, y: data, points, chosen } : null;
}

/** Places around the points, the one in the middle 0 or near them; null where they are no numbers. */
function sampled(points: readonly CurvePoint[]): Float64Array | null {
  const places = points.map(({ x }) => x).filter(Number.isFinite);
  if (places.length === 0) return null;
  const [least, most] = [Math.min(...places), Math.max(...places)];
  const middle = Math.abs(least + most) / 2 > 4 * LEAST_REACH ? (least + most) / 2 : 0;
  const reach = 1.25 * Math.max(LEAST_REACH / 1.25, most - middle, middle - least);
  return Float64Array.from(
    { length: SAMPLES },
    (_, i) => middle + reach * ((2 * i) / (SAMPLES - 1) - 1),
  );
}

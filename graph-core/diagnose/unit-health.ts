/** Units that do not learn: off for every row, or so far out that their slope is almost 0 for nearly every row. */
import type { Evaluation } from '../evaluate/evaluation.ts';
import { type NodeId, nodeLabel } from '../graph/document.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Finding } from './finding.ts';

/** Share of rows for which a unit must be saturated. */
const NEARLY_ALL = 0.95;
/** What counts as saturated: within a hundredth of a limit. */
const NEAR_LIMIT = 0.01;

/** A unit rests in a row: no gradient, or almost none, passes. */
const RESTS: Readonly<Record<string, (y: number) => boolean>> = {
  relu: (y) => y === 0,
  tanh: (y) => Math.abs(y) > 1 - NEAR_LIMIT,
  sigmoid: (y) => y < NEAR_LIMIT || y > 1 - NEAR_LIMIT,
};

/** Dead and saturated units, over the rows that were evaluated; `rows` is null where those are the graph's own. */
export function restingUnits(evaluation: Evaluation, rows: number | null): Finding[] {
  const { document, order } = evaluation;
  return order.flatMap((node): Finding[] => {
    const { op } = document.nodes[node];
    const rests = Object.hasOwn(RESTS, op) ? RESTS[op] : undefined;
    const value = evaluation.value(node);
    if (rests === undefined || value === undefined || !evaluation.reached(node)) return [];
    const count = rowsOf(value, rows);
    if (count === null) return [];
    const width = value.data.length / count;
    const resting = Array.from({ length: width }, (_, unit) => {
      let still = 0;
      for (let row = 0; row < count; row++) if (rests(value.data[row * width + unit])) still++;
      return still / count;
    });
    const least = op === 'relu' ? 1 : NEARLY_ALL;
    const units = resting.flatMap((share, unit) => (share >= least ? [unit] : []));
    return units.length === 0 ? [] : [told(evaluation, node, { units, width, count, rows })];
  });
}

/** Rows of a value: those that were fed, or its own; null where it has none, or only one. */
function rowsOf({ shape }: Tensor, rows: number | null): number | null {
  const [first] = shape;
  if (rows !== null) return first === rows ? rows : null;
  return shape.length >= 2 && first > 1 ? first : null;
}

interface Resting {
  readonly units: readonly number[];
  /** Units of the layer. */
  readonly width: number;
  readonly count: number;
  readonly rows: number | null;
}

function told(
  { document }: Evaluation,
  node: NodeId,
  { units, width, count, rows }: Resting,
): Finding {
  const { op } = document.nodes[node];
  const label = nodeLabel(document, node);
  const who = width === 1 ? `the unit ${label}` : `${units.length} of ${width} units of ${label}`;
  const verb = width === 1 || units.length === 1 ? 'is' : 'are';
  const where = rows === null ? `all ${count} rows in the graph` : `all ${count} rows of the data`;
  if (op === 'relu') {
    return {
      ...{ code: 'dead-units', node, units },
      message: `${who} ${verb} off for ${where}: no gradient comes to the weights before`,
      hint: 'start again with a smaller rate, biases above 0 or He weights, or use leaky ReLU',
    };
  }
  return {
    ...{ code: 'saturated-units', node, units },
    message: `${who} ${verb} at a limit for nearly ${where}: almost no gradient passes`,
    hint: 'start with smaller weights (Xavier), or scale the features to deviation 1',
  };
}

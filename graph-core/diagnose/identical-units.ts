/** Units of a layer with equal weights and equal gradients: they stay the same for ever (symmetry is not broken). */
import type { Evaluation } from '../evaluate/evaluation.ts';
import { type NodeId, nodeLabel } from '../graph/document.ts';
import { edgeInto } from '../graph/edit.ts';
import { changesInTraining } from '../ops/kit/operation.ts';
import { opDef } from '../ops/registry.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Finding } from './finding.ts';

/** Where the weights of the units of an operation are, and along which axis a unit lies. */
const LAYERS: Readonly<
  Record<string, { readonly weight: string; readonly axis: 0 | 1; readonly bias?: string }>
> = {
  linear: { weight: 'weight', axis: 0, bias: 'bias' },
  matmul: { weight: 'b', axis: 1 },
};

/** Layers in which units are the same. */
export function identicalUnits(evaluation: Evaluation): Finding[] {
  const { document, order } = evaluation;
  return order.flatMap((node): Finding[] => {
    const { op } = document.nodes[node];
    const layer = Object.hasOwn(LAYERS, op) ? LAYERS[op] : undefined;
    if (layer === undefined) return [];
    const weight = parameterInto(evaluation, node, layer.weight);
    if (weight === null || weight.value.shape.length !== 2) return [];
    const bias = layer.bias === undefined ? null : parameterInto(evaluation, node, layer.bias);
    const count = weight.value.shape[layer.axis];
    const keys = Array.from({ length: count }, (_, unit) =>
      [weight.value, weight.gradient]
        .map((tensor) => numbersOf(tensor, layer.axis, unit).join(' '))
        .concat(bias === null ? [] : [`${bias.value.data[unit]} ${bias.gradient.data[unit]}`])
        .join(' | '),
    );
    const same = keys.flatMap((key, unit) =>
      keys.some((other, i) => i !== unit && other === key) ? [unit] : [],
    );
    if (same.length === 0) return [];
    const label = nodeLabel(document, node);
    return [
      {
        ...{ code: 'identical-units', node, units: same },
        message: `${same.length} of ${count} units of ${label} have the same weights and the same gradients: they will stay the same`,
        hint: 'draw the weights at random (He or Xavier), so that each unit begins elsewhere',
      },
    ];
  });
}

/** A trained variable wired to a port, with its gradient; null for anything else. */
function parameterInto(
  evaluation: Evaluation,
  node: NodeId,
  port: string,
): { readonly value: Tensor; readonly gradient: Tensor } | null {
  const { document } = evaluation;
  const edge = edgeInto(document, node, port);
  if (edge === null) return null;
  const { from } = document.edges[edge];
  const { op, attrs } = document.nodes[from];
  const [value, gradient] = [evaluation.value(from), evaluation.gradient(from)];
  if (!changesInTraining(opDef(op), attrs) || !evaluation.reached(from)) return null;
  return value === undefined || gradient === undefined ? null : { value, gradient };
}

function numbersOf({ shape, data }: Tensor, axis: 0 | 1, unit: number): number[] {
  const [rows, columns] = shape;
  return axis === 0
    ? [...data.subarray(unit * columns, (unit + 1) * columns)]
    : Array.from({ length: rows }, (_, row) => data[row * columns + unit]);
}

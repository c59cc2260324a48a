/**
 * What is wrong with a net, over all rows of its data: parameters that the loss does not depend on, units that are off or
 * saturated for every row, units that are the same, gradients that vanish or explode through depth.
 */
import type { DataShelf } from '../datasets/data-shelf.ts';
import { type Evaluation, evaluateDocument } from '../evaluate/evaluation.ts';
import type { Weights } from '../evaluate/reused-evaluation.ts';
import { type GraphDocument, type NodeId, nodeLabel } from '../graph/document.ts';
import { isRefused } from '../graph/problem.ts';
import { changesInTraining } from '../ops/kit/operation.ts';
import { opDef } from '../ops/registry.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { batchFeeds } from '../training/step/batch-feeds.ts';
import { planTraining } from '../training/step/training-plan.ts';
import { numberWords } from './fault-words.ts';
import type { Finding } from './finding.ts';
import { identicalUnits } from './identical-units.ts';
import { restingUnits } from './unit-health.ts';

/** How large numbers are at one layer: root mean squares. */
export interface LayerSize {
  readonly node: NodeId;
  readonly value: number;
  readonly gradient: number;
}

/** A net examined. */
export interface NetDiagnosis {
  readonly findings: readonly Finding[];
  /** Outputs of activations, the first layer first. */
  readonly layers: readonly LayerSize[];
  /** Rows of the data set that were looked at; null where the numbers of the graph were. */
  readonly rows: number | null;
}

/** Rows that are looked at: of more, evenly spaced ones. */
const MOST_ROWS = 4096;

/** Gradients of the first and the last layer may differ by this factor. */
const APART = 1e3;
/** Fewer layers are not deep. */
const DEEP = 3;

/** Examines a document with the weights of a run in place of its own, where there is one. */
export function diagnoseNet(
  document: GraphDocument,
  weights: Weights | null,
  shelf: DataShelf,
): NetDiagnosis {
  const { evaluation, rows } = evaluatedOnData(document, weights, shelf);
  const layers = layerSizes(evaluation);
  return {
    findings: [
      ...unusedParameters(evaluation),
      ...restingUnits(evaluation, rows),
      ...identicalUnits(evaluation),
      ...depthFindings(document, layers),
    ],
    layers,
    rows,
  };
}

function evaluatedOnData(document: GraphDocument, weights: Weights | null, shelf: DataShelf) {
  const feeds = new Map<NodeId, Tensor>();
  const own = evaluateDocument(document);
  for (const [id, data] of Object.entries(weights ?? {})) {
    const shape = own.value(id)?.shape;
    if (shape !== undefined && own.value(id)?.data.length === data.length) {
      feeds.set(id, { shape, data });
    }
  }
  const plan = document.training === undefined ? null : planTraining(document, shelf);
  const isPlanned = plan !== null && !isRefused(plan);
  const target = isPlanned ? { target: plan.settings.loss } : {};
  if (!isPlanned || plan.feeding === null) {
    return { evaluation: evaluateDocument(document, { feeds, ...target }), rows: null };
  }
  const count = plan.feeding.dataset.size;
  const rows = Math.min(count, MOST_ROWS);
  const spaced = Array.from({ length: rows }, (_, i) => Math.floor((i * count) / rows));
  for (const [id, tensor] of batchFeeds(plan.feeding, spaced)) feeds.set(id, tensor);
  return { evaluation: evaluateDocument(document, { feeds, ...target }), rows };
}

function unusedParameters(evaluation: Evaluation): Finding[] {
  const { document, order, target } = evaluation;
  if (target === null) return [];
  return order.flatMap((node): Finding[] => {
    const { op, attrs } = document.nodes[node];
    if (!changesInTraining(opDef(op), attrs) || evaluation.reached(node)) return [];
    const [label, loss] = [node, target].map((id) => nodeLabel(document, id));
    return [
      {
        ...{ code: 'unused-parameter', node },
        message: `${loss} does not depend on ${label}, so training never changes it`,
        hint: `wire ${label} to something that leads to ${loss}, or remove it`,
      },
    ];
  });
}

/** Activations that have a row for each example or a number by themselves, in topological order. */
function layerSizes(evaluation: Evaluation): LayerSize[] {
  const { document, order } = evaluation;
  return order.flatMap((node) => {
    if (opDef(document.nodes[node].op)?.doc.category !== 'activations') return [];
    const [value, gradient] = [evaluation.value(node), evaluation.gradient(node)];
    if (value === undefined || gradient === undefined || !evaluation.reached(node)) return [];
    return [{ node, value: rootMeanSquare(value), gradient: rootMeanSquare(gradient) }];
  });
}

function rootMeanSquare({ data }: Tensor): number {
  const sum = data.reduce((total, x) => total + x * x, 0);
  return data.length === 0 ? 0 : Math.sqrt(sum / data.length);
}

function depthFindings(document: GraphDocument, layers: readonly LayerSize[]): Finding[] {
  const first = layers[0];
  const last = layers[layers.length - 1];
  if (layers.length < DEEP || !(last.gradient > 0)) return [];
  const ratio = first.gradient / last.gradient;
  const from = `the gradient is ${numberWords(last.gradient)} at ${nodeLabel(document, last.node)}`;
  const to = `${numberWords(first.gradient)} at ${nodeLabel(document, first.node)}`;
  const message = `${from} and ${to}, ${layers.length} activations earlier`;
  if (ratio < 1 / APART) {
    return [
      {
        ...{ code: 'vanishing-gradient', node: first.node, message },
        hint: 'use ReLU or tanh with He or Xavier weights, or add what came in to what goes out (a residual)',
      },
    ];
  }
  if (ratio > APART) {
    return [
      {
        ...{ code: 'exploding-gradient', node: first.node, message },
        hint: 'draw smaller weights (He or Xavier)',
      },
    ];
  }
  return [];
}

/**
 * All that has to change in a graph so that it learns from a table, together: the shapes of its inputs, its loss, the
 * weights that meet the features and those that make the scores. Or, where no change of sizes does it, what stands
 * in the way.
 */
import {
  type AttrValues,
  type GraphDocument,
  type NodeId,
  nodeLabel,
  type TrainingSettings,
} from '../graph/document.ts';
import type { DocumentDraft } from '../graph/edit.ts';
import type { Problem } from '../graph/problem.ts';
import { type Comparison, findComparison, rolesOf } from '../infer/target-comparison.ts';
import { completeAttrs, portsOf } from '../ops/kit/operation.ts';
import { opDef } from '../ops/registry.ts';
import type { Shape } from '../tensor/shape.ts';
import { reshapedAttrs, searchShapes } from './axis-search.ts';
import {
  behindLoss,
  declaredSizes,
  fedGraph,
  NO_ROLES,
  tableMisfits,
  weightMisfit,
  withSizes,
} from './fed-graph.ts';
import { ADAM } from './net-for-table.ts';
import { hasUnits, unitsInWords, unitsOf, withUnits } from './output-units.ts';
import { type FedSettings, type Repair, repairsOf, widthsBefore } from './repair-reasons.ts';
import type { TableNeeds } from './table-needs.ts';

/** Repairs that make a graph fit together, or what none of them mends. */
export interface RepairPlan {
  readonly repairs: readonly Repair[];
  /** Empty when the repairs are enough. */
  readonly unmended: readonly Problem[];
  /** The graph with all of them, and with the table as its data. */
  readonly repaired: GraphDocument;
}

/** What makes `document` fit `needs`; without repairs where it fits as it is. */
export function planRepairs(
  document: GraphDocument,
  written: TrainingSettings,
  needs: TableNeeds,
): RepairPlan {
  const { testShare = needs.dataset.testShare, seed = needs.dataset.seed } = written.dataset ?? {};
  const dataset = { ...needs.dataset, seed, ...(testShare === undefined ? {} : { testShare }) };
  const roles = rolesOf(written);
  if (roles === null) {
    const repaired = { ...document, training: { ...written, dataset } };
    return { repairs: [], unmended: [NO_ROLES], repaired };
  }
  const settings: FedSettings = { ...written, ...roles };
  const training: FedSettings = { ...settings, dataset };
  const misfits = tableMisfits(document, settings, needs);
  if (misfits.length === 0)
    return { repairs: [], unmended: [], repaired: { ...document, training } };
  const lossPlan = planLoss(document, settings, needs);
  if ('unmended' in lossPlan) {
    return { repairs: [], unmended: [lossPlan.unmended], repaired: { ...document, training } };
  }
  const { next, isMended } = withSizesFor(document, settings, { needs, ...lossPlan });
  const left = isMended ? tableMisfits(next, settings, needs) : misfitsOf(next, settings, needs);
  const repairs = repairsOf(document, next, { settings, needs });
  if (left.length > 0) return { repairs, unmended: left, repaired: { ...next, training } };
  const scaled = inUnits({ ...next, training }, needs);
  return {
    repairs: [...repairs, ...scaled.repairs],
    unmended: [],
    repaired: scaled.document,
  };
}

/** Makes the draft the graph that a plan has repaired; what stays is not touched. */
export function applyRepairs(
  draft: DocumentDraft,
  { repaired }: Pick<RepairPlan, 'repaired'>,
): void {
  for (const part of ['nodes', 'edges'] as const) {
    const [now, wanted]: [Record<string, unknown>, Readonly<Record<string, unknown>>] = [
      draft[part],
      repaired[part],
    ];
    for (const [id, record] of Object.entries(wanted)) {
      if (JSON.stringify(now[id]) !== JSON.stringify(record)) now[id] = structuredClone(record);
    }
  }
  if (repaired.training !== undefined) draft.training = repaired.training;
}

interface SizesWanted {
  readonly needs: TableNeeds;
  readonly width: number | null;
  readonly loss: LossChange | null;
}

/** The graph with inputs, loss and weights for a table; whether their sizes were found. */
function withSizesFor(
  document: GraphDocument,
  settings: FedSettings,
  { needs, width, loss }: SizesWanted,
): { readonly next: GraphDocument; readonly isMended: boolean } {
  const lossChanged = loss !== null;
  const suited = lossChanged ? withLoss(document, loss) : document;
  const next = withInputs(suited, settings, { needs, lossChanged });
  const before = widthsBefore(document, settings);
  const comparison = findComparison(document, settings);
  const shapes = searchShapes(fedGraph(next, settings, needs), {
    relevant: behindLoss(document, settings),
    prediction: typeof comparison === 'string' ? null : comparison.prediction,
    width: width ?? before.scores ?? 1,
    changes: [
      ...(before.features === null ? [] : [[before.features, needs.features] as const]),
      ...(before.scores === null || width === null ? [] : [[before.scores, width] as const]),
    ],
  });
  const nodes = { ...next.nodes };
  for (const [id, shape] of shapes ?? []) {
    nodes[id] = { ...nodes[id], attrs: reshapedAttrs(nodes[id].attrs, shape) };
  }
  return { next: { ...next, nodes }, isMended: shapes !== null };
}

/** Numbers far from 0 ± 1 are predicted in their units, and by steps that do not grow with the errors. */
function inUnits(
  document: GraphDocument & { readonly training: FedSettings },
  needs: TableNeeds,
): { readonly document: GraphDocument; readonly repairs: readonly Repair[] } {
  const units = unitsOf(needs);
  const comparison = findComparison(document, document.training);
  const isPlain = typeof comparison !== 'string' && !hasUnits(document, comparison.prediction);
  if (units === null || !isPlain) return { document, repairs: [] };
  const { prediction, port } = comparison;
  const to = meeting(document, comparison);
  const { training } = document;
  const because = `${needs.target?.name ?? 'the target'} lies around ${units.mean} ± ${units.deviation}`;
  const label = nodeLabel(document, prediction);
  const scaled: Repair = {
    ...{ node: prediction, because, loses: 0 },
    change: `${label} ${unitsInWords(units)} → ${nodeLabel(document, to)}`,
  };
  const steps: Repair = {
    ...{ node: null, because, loses: 0 },
    change: `training: ${training.optimizer?.kind ?? 'gradient descent'} at ${training.rate} → Adam at ${ADAM.rate}`,
  };
  const isAdam = training.optimizer?.kind === ADAM.optimizer.kind;
  const changed = withUnits(document, { from: prediction, to, port }, units);
  return {
    document: isAdam ? changed : { ...changed, training: { ...training, ...ADAM } },
    repairs: isAdam ? [scaled] : [scaled, steps],
  };
}

/** Something is wrong where nothing was found to mend it. */
function misfitsOf(
  document: GraphDocument,
  settings: FedSettings,
  needs: TableNeeds,
): readonly Problem[] {
  const misfits = tableMisfits(document, settings, needs);
  if (misfits.length > 0) return misfits;
  const message = `the last layer does not make ${needs.classes ?? 1} numbers for each row`;
  return [{ code: 'scores', message, hint: 'change its width by hand, or make a new net' }];
}

interface LossChange {
  readonly node: NodeId;
  readonly op: string;
}

/** The loss that suits what is predicted, and how many numbers it wants for each row; null for as many as there are. */
function planLoss(
  document: GraphDocument,
  settings: FedSettings,
  { classes, title }: TableNeeds,
):
  | { readonly width: number | null; readonly loss: LossChange | null }
  | { readonly unmended: Problem } {
  const weightless =
    document.nodes[settings.loss] === undefined ? null : weightMisfit(document, settings);
  if (weightless !== null) return { unmended: weightless };
  const comparison = findComparison(document, settings);
  if (typeof comparison === 'string') return { width: null, loss: null };
  const node = meeting(document, comparison);
  const isLoss = opDef(document.nodes[node].op)?.doc.category === 'losses';
  const scores = widthsBefore(document, settings).scores ?? 1;
  const { comparesIndices, takesIndices, port, prediction } = comparison;
  const ofNumbers = port === 'prediction' || !isLoss;
  const label = nodeLabel(document, node);
  const unmended = (message: string, hint: string) => ({
    unmended: { code: 'loss', node, message, hint },
  });
  if (classes === null) {
    if (ofNumbers && !takesIndices) return { width: 1, loss: null };
    if (isLoss && port === 'logits' && comparison.target === settings.targets) {
      return { width: 1, loss: { node, op: 'meanSquaredError' } };
    }
    return unmended(
      `${label} compares ${nodeLabel(document, prediction)} with classes, but ${title} has numbers to predict`,
      'put a mean squared error in its place, on the outputs themselves',
    );
  }
  if (comparesIndices || takesIndices) return { width: classes, loss: null };
  if (hasUnits(document, prediction)) {
    return unmended(
      `${nodeLabel(document, prediction)} predicts a number in units of its own, but ${title} has ${classes} classes`,
      'wire what comes before the units into the loss, or make a new net',
    );
  }
  if (scores > 1) return { width: classes, loss: null };
  if (classes === 2) return { width: 1, loss: null };
  if (isLoss && comparison.target === settings.targets && port !== 'probabilities') {
    return { width: classes, loss: { node, op: 'softmaxLoss' } };
  }
  return unmended(
    `${label} compares one number, but ${title} has ${classes} classes`,
    'put a softmax loss in its place',
  );
}

/** The node at which prediction and target meet. */
function meeting(document: GraphDocument, { prediction, target, port }: Comparison): NodeId {
  const edges = Object.values(document.edges);
  const readers = edges.filter(({ from, port: into }) => from === prediction && into === port);
  const met = readers.find(({ to }) => edges.some((e) => e.from === target && e.to === to));
  return met?.to ?? prediction;
}

function withLoss(document: GraphDocument, { node, op }: LossChange): GraphDocument {
  const draft: DocumentDraft = {
    ...document,
    nodes: { ...document.nodes, [node]: { ...document.nodes[node], op, attrs: {} } },
    edges: Object.fromEntries(
      Object.entries(document.edges).map(([id, edge]) => [id, { ...edge }]),
    ),
  };
  renamePorts({ ...draft, nodes: document.nodes as DocumentDraft['nodes'] }, node, op);
  return draft;
}

/** Wires into a node go into the ports of another operation, the first into the first. */
function renamePorts(draft: DocumentDraft, node: NodeId, op: string): void {
  const before = portNames(draft.nodes[node].op, draft.nodes[node].attrs);
  const after = portNames(op, {});
  for (const edge of Object.values(draft.edges)) {
    if (edge.to === node) edge.port = after[before.indexOf(edge.port)] ?? edge.port;
  }
}

function portNames(op: string, attrs: AttrValues): readonly string[] {
  const definition = opDef(op);
  if (definition === null) return [];
  return portsOf(definition, completeAttrs(definition, attrs)).map(({ name }) => name);
}

/** The document with its inputs declared as the table feeds them, holding some of its rows. */
function withInputs(
  document: GraphDocument,
  settings: FedSettings,
  { needs, lossChanged }: { readonly needs: TableNeeds; readonly lossChanged: boolean },
): GraphDocument {
  const declared = declaredSizes(document, settings.targets);
  const comparison = findComparison(document, settings);
  const takesIndices = typeof comparison !== 'string' && comparison.takesIndices;
  const list: Shape = declared?.length === 1 ? declared : ['N'];
  // Another loss wants its targets in another shape: indices in a list, numbers beside the outputs.
  const targets = takesIndices ? list : lossChanged ? ['N', 1] : declared;
  const shaped = targets === null ? document : withSizes(document, settings.targets, targets);
  const fed = fedGraph(shaped, settings, needs);
  const nodes = { ...shaped.nodes };
  for (const id of [settings.features, settings.targets]) nodes[id] = fed.nodes[id];
  return withSample({ ...shaped, nodes }, settings, needs);
}

/** Rows of the table as values of the inputs, where they have their shapes. */
function withSample(
  document: GraphDocument,
  { features, targets }: FedSettings,
  { sample, features: width }: TableNeeds,
): GraphDocument {
  const [X, y] = [document.nodes[features], document.nodes[targets]];
  const shape = declaredSizes(document, features);
  const wanted = declaredSizes(document, targets);
  const isPlain = shape?.length === 2 && shape[0] === 'N' && shape[1] === width;
  const column = wanted?.length === 2 && wanted[1] === 1;
  const isList = wanted?.length === 1 && wanted[0] === 'N';
  if (sample === null || !isPlain || !(column || isList)) return document;
  const rows = sample.features.map((row) => [...row]);
  const labels = sample.targets.map((target) => (column ? [target] : target));
  return {
    ...document,
    nodes: {
      ...document.nodes,
      [features]: { ...X, attrs: { ...X.attrs, value: rows } },
      [targets]: { ...y, attrs: { ...y.attrs, value: labels as AttrValues['value'] } },
    },
  };
}

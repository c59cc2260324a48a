/** A graph as a table would feed it, and what stands against that: the rules of training, by shapes alone. */
import type { GraphDocument, NodeId } from '../graph/document.ts';
import { nodeLabel } from '../graph/document.ts';
import type { Problem } from '../graph/problem.ts';
import { type Inference, inferDocument } from '../infer/infer-document.ts';
import { type Comparison, findComparison, type TrainingRoles } from '../infer/target-comparison.ts';
import { changesInTraining, completeAttrs } from '../ops/kit/operation.ts';
import { opDef } from '../ops/registry.ts';
import { type Dim, elementCount, formatShape, isConcrete, type Shape } from '../tensor/shape.ts';
import { firstFault } from './axis-search.ts';
import type { TableNeeds } from './table-needs.ts';

/** A table needs an input for its features, one for its targets, and a loss. */
export const NO_ROLES: Problem = {
  code: 'no-input',
  message: 'the graph has no two inputs and a loss',
  hint: 'add what is missing',
};

/** What keeps a graph from being trained on a table; empty when nothing does. */
export function tableMisfits(
  document: GraphDocument,
  roles: TrainingRoles,
  needs: TableNeeds,
): readonly Problem[] {
  const missing = [roles.loss, roles.features, roles.targets].filter(
    (id) => document.nodes[id] === undefined,
  );
  if (missing.length > 0 || roles.features === roles.targets) {
    return [NO_ROLES];
  }
  const comparison = findComparison(document, roles);
  const fed = fedGraph(document, roles, needs);
  const inference = inferDocument(fed);
  const fault = firstFault(inference, behindLoss(document, roles));
  if (fault !== null) return [fault];
  const untrained = trainingMisfits(document, roles, inference);
  if (untrained.length > 0) return untrained;
  const shapes = (['features', 'targets'] as const).flatMap((role) => {
    const id = roles[role];
    const [declared, given] = [declaredSizes(document, id), declaredSizes(fed, id) ?? []];
    if (declared === null || agree(declared, given)) return [];
    return [
      {
        ...misfit(
          'batch-shape',
          `${nodeLabel(document, id)} is declared ${formatShape(declared)}, but ${role} of ${needs.title} are ${formatShape(given)}`,
          `declare it as ${formatShape(given)}`,
        ),
        node: id,
      },
    ];
  });
  if (shapes.length > 0 || typeof comparison === 'string') return shapes;
  const predicted = inference.nodes.get(comparison.prediction)?.shape ?? [];
  return scoreMisfits(document, comparison, { predicted, needs });
}

/** What can be trained has one number to make small, and weights that it is made of. */
function trainingMisfits(
  document: GraphDocument,
  roles: TrainingRoles,
  { nodes }: Inference,
): readonly Problem[] {
  const label = nodeLabel(document, roles.loss);
  const shape = nodes.get(roles.loss)?.shape ?? [];
  const place = { node: roles.loss };
  if (!isConcrete(shape) || elementCount(shape) !== 1) {
    const message = `the loss ${label} is ${formatShape(shape)}`;
    return [
      { ...misfit('cannot-train', message, 'make it one number, with sum or mean'), ...place },
    ];
  }
  const weightless = weightMisfit(document, roles);
  return weightless === null ? [] : [weightless];
}

/** A loss that no weight goes into; null where one does. */
export function weightMisfit(document: GraphDocument, roles: TrainingRoles): Problem | null {
  for (const id of behindLoss(document, roles)) {
    const { op, attrs } = document.nodes[id];
    if (changesInTraining(opDef(op), attrs)) return null;
  }
  const message = `the loss ${nodeLabel(document, roles.loss)} depends on no trainable parameter`;
  const hint = 'wire a parameter into what it is computed from';
  return { ...misfit('cannot-train', message, hint), node: roles.loss };
}

function scoreMisfits(
  document: GraphDocument,
  { prediction, takesIndices, comparesIndices, target }: Comparison,
  { predicted, needs }: { readonly predicted: Shape; readonly needs: TableNeeds },
): readonly Problem[] {
  const label = nodeLabel(document, prediction);
  const scores = scoreCount(predicted, takesIndices);
  const place = { node: prediction };
  if (needs.classes === null) {
    if (!takesIndices && !comparesIndices) return [];
    const message = `${label} is compared with classes, but ${needs.title} has numbers to predict`;
    return [{ ...misfit('no-classes', message, 'use a loss of numbers'), ...place }];
  }
  if (scores === null || (!takesIndices && scores > 1)) return [];
  if (needs.classes <= Math.max(scores, takesIndices ? 1 : 2)) return [];
  const message = `${label} has ${scores} ${scores === 1 ? 'score' : 'scores'} for each row, but ${nodeLabel(document, target)} has ${needs.classes} classes`;
  return [{ ...misfit('too-few-scores', message, `make it ${needs.classes} scores`), ...place }];
}

/** Numbers that a prediction has for each row; null where that is not known. */
export function scoreCount(predicted: Shape, takesIndices: boolean): number | null {
  const last: Dim | undefined = predicted.length === 1 && !takesIndices ? 1 : predicted.at(-1);
  return typeof last === 'number' ? last : null;
}

/** The graph with its inputs in the shapes that a batch of the table has. */
export function fedGraph(
  document: GraphDocument,
  roles: TrainingRoles,
  needs: TableNeeds,
): GraphDocument {
  const features = withSizes(document, roles.features, featureSizes(document, roles, needs));
  const comparison = findComparison(document, roles);
  const takesIndices = typeof comparison !== 'string' && comparison.takesIndices;
  const predicted =
    typeof comparison === 'string'
      ? null
      : (inferDocument(features).nodes.get(comparison.prediction)?.shape ?? null);
  const wanted = declaredSizes(document, roles.targets) ?? (takesIndices ? null : predicted);
  const [rows] = declaredSizes(document, roles.targets) ?? [];
  const batch = typeof rows === 'number' ? rows : 'N';
  const sizes =
    wanted === null || wanted.length < 2
      ? [batch]
      : [batch, wanted[1] === 1 || needs.classes === null ? 1 : needs.classes];
  return withSizes(features, roles.targets, sizes);
}

/** As declared where that holds as many numbers: a list for one feature, images for pixels. */
function featureSizes(
  document: GraphDocument,
  { features }: TrainingRoles,
  needs: TableNeeds,
): Shape {
  const [rows, ...inner] = declaredSizes(document, features) ?? ['N'];
  const batch = typeof rows === 'number' ? rows : 'N';
  const declared = declaredSizes(document, features);
  const holds = declared !== null && isConcrete(inner) && elementCount(inner) === needs.features;
  return [batch, ...(holds ? inner : [needs.features])];
}

/** The document with an input of this shape and no value. */
export function withSizes(document: GraphDocument, id: NodeId, shape: Shape): GraphDocument {
  const node = document.nodes[id];
  const attrs = { ...node.attrs, value: null, shape: [...shape] };
  return { ...document, nodes: { ...document.nodes, [id]: { ...node, attrs } } };
}

/** The shape that an input declares; null without one. */
export function declaredSizes(document: GraphDocument, id: NodeId): Shape | null {
  const node = document.nodes[id];
  const definition = node === undefined ? null : opDef(node.op);
  if (node === undefined || definition === null) return null;
  const { shape } = completeAttrs(definition, node.attrs);
  return Array.isArray(shape) ? (shape as Shape) : null;
}

/** The loss and everything that it is made of. */
export function behindLoss({ edges }: GraphDocument, { loss }: TrainingRoles): ReadonlySet<NodeId> {
  const behind = new Set([loss]);
  const incoming = new Map<NodeId, NodeId[]>();
  for (const { from, to } of Object.values(edges)) {
    incoming.set(to, [...(incoming.get(to) ?? []), from]);
  }
  for (const id of behind) for (const from of incoming.get(id) ?? []) behind.add(from);
  return behind;
}

const agree = (declared: Shape, given: Shape): boolean =>
  declared.length === given.length &&
  declared.every((dim, axis) => typeof dim === 'string' || dim === given[axis]);

function misfit(code: string, message: string, hint: string): Problem {
  return { code, message, hint };
}

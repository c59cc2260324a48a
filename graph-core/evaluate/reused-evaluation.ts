/**
 * Evaluations one after the other of a document that changes: while only numbers in its sources do, the last
 * program is run again on them.
 */
import type { GraphDocument, GraphNode, NodeId } from '../graph/document.ts';
import type { Problem } from '../graph/problem.ts';
import { opDef } from '../ops/registry.ts';
import { sameShape } from '../tensor/shape.ts';
import { type Tensor, tensorFromLiteral } from '../tensor/tensor.ts';
import { type Evaluation, evaluateDocument } from './evaluation.ts';

/** Numbers of parameters by node, row-major. */
export type Weights = Readonly<Record<NodeId, Float64Array<ArrayBuffer>>>;

/** Keeps the last evaluation. */
export class ReusedEvaluation {
  private last: Evaluation | null = null;
  /** Nodes whose values in the last evaluation are weights of a training run. */
  private weighted: readonly NodeId[] = [];

  /** Evaluates `document`, with weights of a training run in place of values; valid until the next call. */
  evaluate(
    document: GraphDocument,
    weights: Weights | null,
  ): { readonly evaluation: Evaluation; readonly problems: readonly Problem[] } {
    const reused = this.reusable(document, weights);
    const evaluation = reused ?? evaluateDocument(document);
    this.last = evaluation;
    this.weighted = replaceWeights(evaluation, weights ?? {});
    const isComputed = reused === null && this.weighted.length === 0;
    return { evaluation, problems: isComputed ? evaluation.problems : evaluation.run() };
  }

  /** The next evaluation is one from scratch. */
  forget(): void {
    this.last = null;
  }

  /**
   * The last evaluation with the numbers of `document` in its sources, not yet run, when only such
   * numbers changed; null when more did, or when weights would stay behind that are not given again.
   */
  private reusable(document: GraphDocument, weights: Weights | null): Evaluation | null {
    const { last } = this;
    if (last === null || !sameStructure(last.document, document)) return null;
    if (this.weighted.some((id) => weights?.[id]?.length !== last.value(id)?.data.length)) {
      return null;
    }
    for (const [id, node] of Object.entries(document.nodes)) {
      const after = literalOf(node);
      if (after === null || last.value(id) === undefined) continue;
      if (last.setValue(id, after) !== null) return null;
    }
    return last;
  }
}

/** Puts weights of a training run in place of values; gives the nodes they fit. */
function replaceWeights(evaluation: Evaluation, weights: Weights): readonly NodeId[] {
  const replaced: NodeId[] = [];
  for (const [id, data] of Object.entries(weights)) {
    const before = evaluation.value(id);
    if (before?.data.length !== data.length) continue;
    if (evaluation.setValue(id, { shape: before.shape, data }) === null) replaced.push(id);
  }
  return replaced;
}

/** The numbers written into a source node; null for everything else. */
function literalOf(node: GraphNode): Tensor | null {
  if (opDef(node.op)?.kind !== 'source' || node.attrs.value == null) return null;
  if (node.attrs.init !== undefined && node.attrs.init !== 'value') return null;
  const parsed = tensorFromLiteral(node.attrs.value);
  return 'data' in parsed ? parsed : null;
}

/** True when the documents differ at most in positions and numbers of equal shape; problems quote names. */
function sameStructure(a: GraphDocument, b: GraphDocument): boolean {
  if (a.target !== b.target) return false;
  const ids = Object.keys(a.nodes);
  if (ids.length !== Object.keys(b.nodes).length) return false;
  for (const id of ids) {
    const before = a.nodes[id];
    const after = b.nodes[id];
    if (after === undefined || before.op !== after.op || before.name !== after.name) return false;
    if (before.stream !== after.stream) return false;
    const numbersBefore = literalOf(before);
    const numbersAfter = literalOf(after);
    const sameNumbers =
      numbersBefore !== null &&
      numbersAfter !== null &&
      sameShape(numbersBefore.shape, numbersAfter.shape);
    if (!sameAttrs(before, after, sameNumbers)) return false;
  }
  const edges = Object.keys(a.edges);
  return (
    edges.length === Object.keys(b.edges).length &&
    edges.every((id) => {
      const before = a.edges[id];
      const after = b.edges[id];
      return (
        after !== undefined &&
        before.from === after.from &&
        before.to === after.to &&
        before.port === after.port
      );
    })
  );
}

function sameAttrs(a: GraphNode, b: GraphNode, ignoreValue: boolean): boolean {
  const keys = new Set([...Object.keys(a.attrs), ...Object.keys(b.attrs)]);
  for (const key of keys) {
    if (ignoreValue && key === 'value') continue;
    if (JSON.stringify(a.attrs[key]) !== JSON.stringify(b.attrs[key])) return false;
  }
  return true;
}

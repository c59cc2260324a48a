/** What the worker does, as a plain object: takes requests, gives responses, knows no thread. */
import { type Evaluation, evaluateDocument } from '../evaluate/evaluation.ts';
import { planTrace } from '../evaluate/trace.ts';
import type { GraphDocument, GraphNode } from '../graph/document.ts';
import { opDef } from '../ops/registry.ts';
import { sameShape } from '../tensor/shape.ts';
import { type Tensor, tensorFromLiteral } from '../tensor/tensor.ts';
import type {
  EvaluationMessage,
  NodeSlots,
  Request,
  Response,
  TensorSlot,
  Weights,
} from './protocol.ts';
import { type Later, TrainingSession } from './training-session.ts';

/** Answers requests; one engine a worker. */
export class Engine {
  private last: Evaluation | null = null;
  /** The last evaluation holds weights of a training run. */
  private trained = false;
  private readonly respond: (response: Response, transfer: readonly ArrayBuffer[]) => void;

  private training: { readonly id: number; readonly session: TrainingSession } | null = null;
  private readonly later: Later;

  /** `respond` delivers an answer, its buffers change owner; `later` runs a task after waiting messages. */
  constructor(
    respond: (response: Response, transfer: readonly ArrayBuffer[]) => void,
    later: Later,
  ) {
    this.respond = respond;
    this.later = later;
  }

  /** Handles one request; a bug of ours becomes an answer, so the page never waits in vain. */
  handle(request: Request): void {
    try {
      switch (request.kind) {
        case 'evaluate': {
          const evaluation = this.evaluate(request.document, request.weights);
          this.respond({ kind: 'evaluation', id: request.id, evaluation }, [
            evaluation.numbers.buffer,
          ]);
          return;
        }
        case 'prepare-training':
          this.prepareTraining(request.id, request.document);
          return;
        case 'train':
          if (this.training?.id === request.id) this.training.session.act(request.action);
          return;
        case 'end-training':
          if (this.training?.id !== request.id) return;
          this.training.session.end();
          this.training = null;
          return;
        default:
          request satisfies never;
      }
    } catch (error) {
      this.last = null;
      const message = error instanceof Error ? error.message : String(error);
      this.respond({ kind: 'failed', id: request.id, message }, []);
    }
  }

  private prepareTraining(id: number, document: GraphDocument): void {
    this.training?.session.end();
    this.training = null;
    const session = TrainingSession.start(
      document,
      (training) => this.respond({ kind: 'training', id, training }, []),
      this.later,
    );
    if (!(session instanceof TrainingSession)) {
      this.respond({ kind: 'training-refused', id, problems: session }, []);
      return;
    }
    this.training = { id, session };
    this.respond(
      { kind: 'training-ready', id, dataset: session.dataset(), training: session.message() },
      [],
    );
  }

  private evaluate(document: GraphDocument, weights: Weights | null): EvaluationMessage {
    const start = performance.now();
    let problems = weights === null && this.trained ? null : this.reuse(document);
    if (problems === null) {
      this.last = evaluateDocument(document);
      problems = this.last.problems;
    }
    this.trained = weights !== null;
    if (weights !== null) problems = this.replaceWeights(weights) ?? problems;
    const evaluation = this.last;
    if (evaluation === null) throw new Error('internal: nothing was evaluated');
    return { ...packEvaluation(evaluation), problems, duration: performance.now() - start };
  }

  /** Runs the last program with other weights. */
  private replaceWeights(weights: Weights): Evaluation['problems'] | null {
    if (this.last === null) return null;
    for (const [node, data] of Object.entries(weights)) {
      const before = this.last.value(node);
      if (before?.data.length === data.length)
        this.last.setValue(node, { shape: before.shape, data });
    }
    return this.last.run();
  }

  /** Runs the last program again when only numbers in source nodes changed; null when more did. */
  private reuse(document: GraphDocument): Evaluation['problems'] | null {
    const last = this.last;
    if (last === null || !sameStructure(last.document, document)) return null;
    for (const [id, node] of Object.entries(document.nodes)) {
      const before = last.value(id);
      const after = literalOf(node);
      if (before === undefined || after === null) continue;
      if (!last.setValue(id, after)) return null;
    }
    return last.run();
  }
}

/** The numbers written into a source node; null for everything else. */
function literalOf(node: GraphNode): Tensor | null {
  if (opDef(node.op)?.kind !== 'source' || node.attrs.value == null) return null;
  if (node.attrs.init !== undefined && node.attrs.init !== 'value') return null;
  const parsed = tensorFromLiteral(node.attrs.value);
  return 'data' in parsed ? parsed : null;
}

/** True when the documents differ at most in names, positions and numbers of equal shape. */
function sameStructure(a: GraphDocument, b: GraphDocument): boolean {
  if (a.target !== b.target) return false;
  const ids = Object.keys(a.nodes);
  if (ids.length !== Object.keys(b.nodes).length) return false;
  for (const id of ids) {
    const before = a.nodes[id];
    const after = b.nodes[id];
    if (after === undefined || before.op !== after.op || before.name !== after.name) return false;
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

/** Copies all numbers of an evaluation into one buffer. */
export function packEvaluation(
  evaluation: Evaluation,
): Omit<EvaluationMessage, 'problems' | 'duration'> {
  const tensors: Tensor[] = [];
  let length = 0;
  const slot = (tensor: Tensor): TensorSlot => {
    const at = length;
    tensors.push(tensor);
    length += tensor.data.length;
    return { shape: tensor.shape, at };
  };
  const nodes: Record<string, NodeSlots> = {};
  for (const id of evaluation.order) {
    const value = evaluation.value(id);
    if (value === undefined) continue;
    const gradient = evaluation.reached(id) ? evaluation.gradient(id) : undefined;
    nodes[id] = { value: slot(value), gradient: gradient === undefined ? null : slot(gradient) };
  }
  const edges: Record<string, TensorSlot | null> = {};
  for (const id of evaluation.flattened.program.edges.keys()) {
    const gradient = evaluation.edgeReached(id) ? evaluation.edgeGradient(id) : undefined;
    edges[id] = gradient === undefined ? null : slot(gradient);
  }
  const numbers = new Float64Array(length);
  let at = 0;
  for (const { data } of tensors) {
    numbers.set(data, at);
    at += data.length;
  }
  return { target: evaluation.target, steps: planTrace(evaluation), nodes, edges, numbers };
}

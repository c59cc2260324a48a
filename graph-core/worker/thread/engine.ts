/** What the worker does, as a plain object: takes requests, gives responses, knows no thread. */

import { DataShelf } from '../../datasets/data-shelf.ts';
import { readTable } from '../../datasets/files/read-table.ts';
import { summarizeTable } from '../../datasets/files/table-summary.ts';
import { type Evaluation, evaluateDocument } from '../../evaluate/evaluation.ts';
import { planTrace } from '../../evaluate/trace.ts';
import type { GraphDocument, GraphNode, NodeId } from '../../graph/document.ts';
import { isRefused } from '../../graph/problem.ts';
import { opDef } from '../../ops/registry.ts';
import { sameShape } from '../../tensor/shape.ts';
import { type Tensor, tensorFromLiteral } from '../../tensor/tensor.ts';
import type { Crew } from '../../training/run/compiled-run.ts';
import type {
  EvaluationMessage,
  NodeSlots,
  Request,
  Response,
  TensorSlot,
  Weights,
} from '../messages/protocol.ts';
import { type Later, TrainingSession } from './training-session.ts';

/** Answers requests; one engine a worker. */
export class Engine {
  private last: Evaluation | null = null;
  /** Nodes whose values in the last evaluation are weights of a training run. */
  private trained: readonly NodeId[] = [];
  private readonly respond: (response: Response, transfer: readonly ArrayBuffer[]) => void;
  private training: { readonly id: number; readonly session: TrainingSession } | null = null;
  private readonly later: Later;
  private readonly crew: Crew | undefined;
  private readonly shelf = new DataShelf();

  /** `respond` delivers an answer, its buffers change owner; `later` runs a task after waiting messages; `crew` shares the work of training. */
  constructor(
    respond: (response: Response, transfer: readonly ArrayBuffer[]) => void,
    later: Later,
    crew?: Crew,
  ) {
    this.respond = respond;
    this.later = later;
    this.crew = crew;
  }

  /** Handles one request; a bug of ours becomes an answer, so the page never waits in vain. */
  handle(request: Request): void {
    this.attempt(request.id, () => {
      switch (request.kind) {
        case 'evaluate': {
          const evaluation = this.evaluate(request.document, request.weights);
          this.respond({ kind: 'evaluation', id: request.id, evaluation }, [
            evaluation.numbers.buffer,
          ]);
          return;
        }
        case 'prepare-training':
          this.prepareTraining(request.id, request.document, request.fused ?? false);
          return;
        case 'train':
          if (this.training?.id === request.id) this.training.session.act(request.action);
          return;
        case 'describe-training':
          this.describeTraining(request.id);
          return;
        case 'end-training':
          if (this.training?.id === request.id) this.endTraining();
          return;
        case 'ping':
          this.respond({ kind: 'pong', id: request.id }, []);
          return;
        case 'read-file':
          this.readFile(request).catch((error: unknown) => this.fail(request.id, error));
          return;
        default:
          request satisfies never;
      }
    });
  }

  private attempt(id: number, task: () => void): void {
    try {
      task();
    } catch (error) {
      this.fail(id, error);
    }
  }

  private fail(id: number, error: unknown): void {
    this.last = null;
    // A run that failed in the middle of a step is in no state to go on.
    if (this.training?.id === id) this.endTraining();
    const message = error instanceof Error ? error.message : String(error);
    this.respond({ kind: 'failed', id, message }, []);
  }

  private async readFile({ id, file, parts }: Extract<Request, { kind: 'read-file' }>) {
    const table = await readTable(parts, file);
    if (isRefused(table)) {
      this.respond({ kind: 'file-refused', id, problems: table.refused }, []);
      return;
    }
    this.shelf.put(file, table);
    this.respond({ kind: 'file-read', id, summary: summarizeTable(table) }, []);
  }

  private endTraining(): void {
    this.training?.session.end();
    this.training = null;
  }

  private describeTraining(id: number): void {
    if (this.training?.id !== id) return;
    this.training.session.describe((compiled) =>
      this.respond({ kind: 'compiled', id, compiled }, []),
    );
  }

  private prepareTraining(id: number, document: GraphDocument, fused: boolean): void {
    this.endTraining();
    const session = TrainingSession.start(
      document,
      // The weights are copies made for this message: they change owner instead of being copied again.
      (training) =>
        this.respond(
          { kind: 'training', id, training },
          Object.values(training.parameters).map(({ buffer }) => buffer),
        ),
      (task) => this.later(() => this.attempt(id, task)),
      { shelf: this.shelf, crew: this.crew, mode: fused ? 'fast' : 'reproducible' },
    );
    if (isRefused(session)) {
      this.respond({ kind: 'training-refused', id, problems: session.refused }, []);
      return;
    }
    this.training = { id, session };
    this.respond(
      { kind: 'training-ready', id, dataset: session.dataset(), training: session.message() },
      [],
    );
    session.settle();
  }

  private evaluate(document: GraphDocument, weights: Weights | null): EvaluationMessage {
    const start = performance.now();
    const reused = this.reusable(document, weights);
    const evaluation = reused ?? evaluateDocument(document);
    this.last = evaluation;
    this.trained = replaceWeights(evaluation, weights ?? {});
    const isComputed = reused === null && this.trained.length === 0;
    const problems = isComputed ? evaluation.problems : evaluation.run();
    return { ...packEvaluation(evaluation), problems, duration: performance.now() - start };
  }

  /**
   * The last evaluation with the numbers of `document` in its sources, not yet run, when only such
   * numbers changed; null when more did, or when weights would stay behind that are not given again.
   */
  private reusable(document: GraphDocument, weights: Weights | null): Evaluation | null {
    const { last } = this;
    if (last === null || !sameStructure(last.document, document)) return null;
    if (this.trained.some((id) => weights?.[id]?.length !== last.value(id)?.data.length))
      return null;
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

/**
 * The page's end of the worker: numbers requests, hands out answers, starts a new worker when one dies.
 * Evaluations are latest-wins: while one is under way only the newest of the others waits.
 */
import type { GraphDocument } from '../graph/document.ts';
import {
  type EvaluationMessage,
  PROTOCOL,
  type Request,
  type Response,
  type TrainingAction,
  type Weights,
} from './protocol.ts';

/** What the client tells. */
export interface ClientEvents {
  /** The worker has started and speaks our protocol. */
  readonly onReady: () => void;
  readonly onEvaluation: (evaluation: EvaluationMessage, version: number) => void;
  readonly onTraining: (
    response: Extract<Response, { kind: 'training' | 'training-ready' | 'training-refused' }>,
  ) => void;
  /** A bug of ours in the worker, or the worker's end; it has been started again if it ended. */
  readonly onFailure: (message: string, ended: boolean) => void;
  /** An evaluation has been under way for this long, in ms. */
  readonly onSlow: () => void;
}

/** Time after which an evaluation counts as slow, in ms. */
const SLOW_AFTER = 1500;

interface Pending {
  readonly document: GraphDocument;
  readonly version: number;
  readonly weights: Weights | null;
}

/** Talks to one worker at a time. */
export class WorkerClient {
  private worker: Worker;
  private nextId = 1;
  private evaluating: { readonly id: number; readonly version: number } | null = null;
  private waiting: Pending | null = null;
  private slowTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly create: () => Worker;
  private readonly events: ClientEvents;

  /** `create` makes a worker running `worker.ts`; it is called again when one ends. */
  constructor(create: () => Worker, events: ClientEvents) {
    this.create = create;
    this.events = events;
    this.worker = this.start();
  }

  /** Evaluates `document`, with weights of a training run if given; the answer carries `version`. */
  evaluate(document: GraphDocument, version: number, weights: Weights | null): void {
    if (this.evaluating !== null) {
      this.waiting = { document, version, weights };
      return;
    }
    const id = this.nextId++;
    this.evaluating = { id, version };
    this.slowTimer = setTimeout(this.events.onSlow, SLOW_AFTER);
    this.send({ kind: 'evaluate', id, document, weights });
  }

  /** Sets a training run up; gives the number its answers carry. */
  prepareTraining(document: GraphDocument): number {
    const id = this.nextId++;
    this.send({ kind: 'prepare-training', id, document });
    return id;
  }

  /** Moves the training run `id`. */
  train(id: number, action: TrainingAction): void {
    this.send({ kind: 'train', id, action });
  }

  /** Forgets the training run `id`. */
  endTraining(id: number): void {
    this.send({ kind: 'end-training', id });
  }

  /** Ends whatever the worker is doing and starts a new one. */
  restart(reason: string): void {
    this.worker.terminate();
    clearTimeout(this.slowTimer);
    this.evaluating = null;
    this.waiting = null;
    this.worker = this.start();
    this.events.onFailure(reason, true);
  }

  private send(request: Request): void {
    this.worker.postMessage(request);
  }

  private start(): Worker {
    const worker = this.create();
    worker.addEventListener('message', (event: MessageEvent<Response>) => {
      if (worker === this.worker) this.receive(event.data);
    });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      if (worker === this.worker) this.restart(event.message || 'the worker ended');
    });
    return worker;
  }

  private receive(response: Response): void {
    switch (response.kind) {
      case 'ready':
        if (response.protocol !== PROTOCOL) {
          this.events.onFailure('the page and its worker are of different versions; reload', false);
          return;
        }
        this.events.onReady();
        return;
      case 'evaluation': {
        const version = this.finish(response.id);
        if (version !== null) this.events.onEvaluation(response.evaluation, version);
        return;
      }
      case 'failed':
        this.finish(response.id);
        this.events.onFailure(response.message, false);
        return;
      case 'training':
      case 'training-ready':
      case 'training-refused':
        this.events.onTraining(response);
        return;
      default:
        response satisfies never;
    }
  }

  /** Ends the evaluation `id`, starts the one that waits; gives the version it was for. */
  private finish(id: number): number | null {
    if (this.evaluating?.id !== id) return null;
    const { version } = this.evaluating;
    clearTimeout(this.slowTimer);
    this.evaluating = null;
    const next = this.waiting;
    this.waiting = null;
    if (next !== null) this.evaluate(next.document, next.version, next.weights);
    return version;
  }
}

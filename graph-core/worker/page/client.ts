/**
 * The page's end of the worker: numbers requests, hands out answers, starts a new worker when one dies.
 * Evaluations are latest-wins: while one is under way only the newest of the others waits.
 */
import type { DataFile } from '../../datasets/files/read-table.ts';
import type { Weights } from '../../evaluate/reused-evaluation.ts';
import type { DataFileSettings, GraphDocument } from '../../graph/document.ts';
import type { TableSwitches } from '../../graph/table-switches.ts';
import type { Study, StudyAnswer } from '../../studies/study.ts';
import {
  type EvaluationMessage,
  PROTOCOL,
  type Request,
  type Response,
  type SpeedWish,
  type TrainingAction,
  type WorkerWork,
} from '../messages/protocol.ts';
import { Heartbeat } from './heartbeat.ts';

/**
 * What became of the worker after a failure: it goes on, a new one took its place, or none did because
 * it ended again and again. A stopped client starts anew with the next evaluation.
 */
export type WorkerFate = 'running' | 'restarted' | 'stopped';

/** What the client tells. */
export interface ClientEvents {
  /** The worker has started and speaks our protocol. */
  readonly onReady: () => void;
  readonly onEvaluation: (evaluation: EvaluationMessage, version: number) => void;
  readonly onTraining: (
    response: Extract<
      Response,
      { kind: 'training' | 'training-ready' | 'training-refused' | 'pictures' | 'compiled' }
    >,
  ) => void;
  /**
   * A bug of ours in the worker, or the worker's end. What was under way is forgotten when it ended; where
   * the worker goes on, `request` is the number of what failed.
   */
  readonly onFailure: (message: string, fate: WorkerFate, request?: number) => void;
  /** The worker gives no sign of life; what it was at when it was last heard of. */
  readonly onSilent: (work: WorkerWork) => void;
  /** It answers again. */
  readonly onHeard: () => void;
}

/** Workers that may end without an answer between them before no new one is started. */
const MAX_DEATHS = 3;

interface Pending {
  readonly document: GraphDocument;
  readonly version: number;
  readonly weights: Weights | null;
  readonly iteration: number | null;
}

/** What came of a data file. */
export type FileAnswer = Extract<Response, { kind: 'file-read' | 'file-refused' }>;

/** Talks to one worker at a time. */
export class WorkerClient {
  private worker: Worker | null = null;
  /** Workers that ended since the last answer. */
  private deaths = 0;
  /** The worker is of another build: there is nobody to talk to until the page is loaded again. */
  private outdated = false;
  private nextId = 1;
  private evaluating: { readonly id: number; readonly version: number } | null = null;
  private waiting: Pending | null = null;
  /** Requests besides evaluations and files that were not answered yet. */
  private readonly owed = new Set<number>();
  /** A run plays, so reports keep coming. */
  private plays = false;
  private readonly heartbeat = new Heartbeat({
    ask: () => this.worker?.postMessage({ kind: 'ping', id: this.nextId++ } satisfies Request),
    isBusy: () =>
      this.evaluating !== null ||
      this.studies.size > 0 ||
      this.files.size > 0 ||
      this.owed.size > 0 ||
      this.plays,
    onSilent: () => this.events.onSilent(this.work()),
    onHeard: () => this.events.onHeard(),
  });
  private readonly files = new Map<number, (answer: FileAnswer) => void>();
  private readonly studies = new Map<number, (answer: StudyAnswer | null) => void>();
  private readonly create: () => Worker;
  private readonly events: ClientEvents;

  /** `create` makes a worker running `worker.ts`; it is called again when one ends. */
  constructor(create: () => Worker, events: ClientEvents) {
    this.create = create;
    this.events = events;
    this.start();
  }

  /**
   * Evaluates `document`, with weights of a training run if given, or the step of training after `iteration` updates; the
   * answer carries `version`.
   */
  evaluate(
    document: GraphDocument,
    version: number,
    weights: Weights | null,
    iteration: number | null = null,
  ): void {
    if (this.evaluating !== null) {
      this.waiting = { document, version, weights, iteration };
      return;
    }
    if (this.worker === null && !this.start()) return;
    const id = this.nextId++;
    this.evaluating = { id, version };
    this.send({ kind: 'evaluate', id, document, weights, iteration });
  }

  /** Sets a training run up; gives the number its answers carry. */
  prepareTraining(document: GraphDocument, fused = false, speed: SpeedWish = 'full'): number {
    const id = this.nextId++;
    this.plays = false;
    this.owed.add(id);
    this.send({ kind: 'prepare-training', id, document, fused, speed });
    return id;
  }

  /** Moves the training run `id`. */
  train(id: number, action: TrainingAction): void {
    this.send({ kind: 'train', id, action });
  }

  /** Asks what the training run `id` was compiled to. */
  describeTraining(id: number): void {
    this.send({ kind: 'describe-training', id });
  }

  /** Forgets the training run `id`. */
  endTraining(id: number): void {
    this.plays = false;
    this.send({ kind: 'end-training', id });
  }

  /** Asks something of a document; null where the worker ended on the way, or failed, which is told. */
  study(
    document: GraphDocument,
    weights: Weights | null,
    study: Study,
  ): Promise<StudyAnswer | null> {
    const id = this.nextId++;
    return new Promise((resolve) => {
      if (this.worker === null && !this.start()) {
        resolve(null);
        return;
      }
      this.studies.set(id, resolve);
      this.send({ kind: 'study', id, document, weights, study });
    });
  }

  /** Hands a data file over; its bytes change owner. A worker that ends on the way is an answer as well. */
  readFile(
    file: TableSwitches & Pick<DataFileSettings, 'hash'>,
    parts: readonly DataFile[],
  ): Promise<FileAnswer> {
    const id = this.nextId++;
    return new Promise((resolve) => {
      if (this.worker === null && !this.start()) {
        resolve(lostFile(id, 'the computation cannot be started'));
        return;
      }
      this.files.set(id, resolve);
      const transfer = parts.map(({ bytes }) => bytes.buffer);
      this.heartbeat.stir();
      this.worker?.postMessage({ kind: 'read-file', id, file, parts } satisfies Request, transfer);
    });
  }

  /** Ends whatever the worker is doing and starts a new one; what was asked for is forgotten. */
  restart(): void {
    this.abandon();
    this.start();
  }

  private send(request: Request): void {
    this.heartbeat.stir();
    this.worker?.postMessage(request);
  }

  private work(): WorkerWork {
    if (this.files.size > 0) return 'reading';
    return this.owed.size > 0 || this.plays ? 'training' : 'computing';
  }

  /** Starts a worker; false when that is not possible, which is told. */
  private start(): boolean {
    if (this.outdated) return false;
    let worker: Worker;
    try {
      worker = this.create();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.events.onFailure(`the computation cannot be started: ${reason}`, 'stopped');
      return false;
    }
    this.worker = worker;
    worker.addEventListener('message', (event: MessageEvent<Response>) => {
      if (worker === this.worker) this.receive(event.data);
    });
    worker.addEventListener('messageerror', () => {
      if (worker !== this.worker) return;
      if (this.evaluating !== null) this.finish(this.evaluating.id);
      this.events.onFailure('an answer of the worker could not be read', 'running');
    });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      if (worker === this.worker) this.died(event.message || 'the worker ended');
    });
    return true;
  }

  private died(reason: string): void {
    this.abandon();
    this.deaths++;
    if (this.deaths >= MAX_DEATHS) this.events.onFailure(reason, 'stopped');
    else if (this.start()) this.events.onFailure(reason, 'restarted');
  }

  /** Lets go of the worker and of what it was asked. */
  private abandon(): void {
    this.worker?.terminate();
    this.worker = null;
    this.heartbeat.stop();
    this.owed.clear();
    this.plays = false;
    this.evaluating = null;
    this.waiting = null;
    for (const id of [...this.files.keys()]) this.answerFile(lostFile(id, 'the worker ended'));
    for (const id of [...this.studies.keys()]) this.answerStudy(id, null);
  }

  private answerStudy(id: number, answer: StudyAnswer | null): void {
    this.studies.get(id)?.(answer);
    this.studies.delete(id);
  }

  private answerFile(answer: FileAnswer): void {
    this.files.get(answer.id)?.(answer);
    this.files.delete(answer.id);
  }

  private receive(response: Response): void {
    if ('id' in response) this.owed.delete(response.id);
    if (response.kind === 'training') this.plays = response.training.status === 'running';
    if (response.kind !== 'pong') this.heartbeat.stir();
    switch (response.kind) {
      case 'pong':
        this.heartbeat.heard();
        return;
      case 'ready':
        if (response.protocol !== PROTOCOL) {
          this.abandon();
          this.outdated = true;
          this.events.onFailure(
            `the page speaks protocol ${PROTOCOL}, its worker ${response.protocol}: reload the page`,
            'stopped',
          );
          return;
        }
        this.events.onReady();
        return;
      case 'evaluation': {
        this.deaths = 0;
        const version = this.finish(response.id);
        if (version !== null) this.events.onEvaluation(response.evaluation, version);
        return;
      }
      case 'file-read':
      case 'file-refused':
        this.answerFile(response);
        return;
      case 'studied':
        this.answerStudy(response.id, response.answer);
        return;
      case 'failed':
        this.answerStudy(response.id, null);
        if (this.files.has(response.id)) {
          this.answerFile(lostFile(response.id, response.message));
          return;
        }
        this.finish(response.id);
        this.events.onFailure(response.message, 'running', response.id);
        return;
      case 'training':
      case 'training-ready':
      case 'training-refused':
      case 'pictures':
      case 'compiled':
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
    this.evaluating = null;
    const next = this.waiting;
    this.waiting = null;
    if (next !== null) this.evaluate(next.document, next.version, next.weights, next.iteration);
    return version;
  }
}

function lostFile(id: number, reason: string): FileAnswer {
  const message = `the file was not read: ${reason}`;
  const problem = { code: 'not-read', message, hint: 'open it again' };
  return { kind: 'file-refused', id, problems: [problem] };
}

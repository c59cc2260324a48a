/** What the worker does, as a plain object: takes requests, gives responses, knows no thread. */

import { DataShelf } from '../../datasets/data-shelf.ts';
import { readTable } from '../../datasets/files/read-table.ts';
import { summarizeTable } from '../../datasets/files/table-summary.ts';
import { type Evaluation, evaluateDocument } from '../../evaluate/evaluation.ts';
import { packEvaluation } from '../../evaluate/packed-evaluation.ts';
import { ReusedEvaluation, type Weights } from '../../evaluate/reused-evaluation.ts';
import type { GraphDocument, NodeId } from '../../graph/document.ts';
import { isRefused } from '../../graph/problem.ts';
import { answerStudy } from '../../studies/study.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { packIteration } from '../../training/replay/packed-iteration.ts';
import type { Crew } from '../../training/run/compiled-run.ts';
import type { Later } from '../../training/run/paced-run.ts';
import type { EvaluationMessage, Request, Response } from '../messages/protocol.ts';
import { SteppingRun } from './stepping-run.ts';
import { TrainingSession } from './training-session.ts';

/** Answers requests; one a worker. */
export class RequestHandler {
  private readonly reused = new ReusedEvaluation();
  private readonly stepping = new SteppingRun();
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
          const evaluation = this.evaluate(request);
          this.respond({ kind: 'evaluation', id: request.id, evaluation }, [
            evaluation.numbers.buffer,
          ]);
          return;
        }
        case 'study': {
          const { document, weights, study } = request;
          const evaluation = this.studied(document, weights);
          const answer = answerStudy({ evaluation, weights, shelf: this.shelf }, study);
          this.respond({ kind: 'studied', id: request.id, answer }, []);
          return;
        }
        case 'prepare-training':
          this.prepareTraining(request);
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

  /** An evaluation whose sources hold the numbers of now: studies run programs of their own on them. */
  private studied(document: GraphDocument, weights: Weights | null): Evaluation {
    const { evaluation } = this.reused.evaluate(document, weights);
    const feeds = new Map<NodeId, Tensor>();
    for (const [id, data] of Object.entries(weights ?? {})) {
      const shape = evaluation.value(id)?.shape;
      if (shape !== undefined) feeds.set(id, { shape, data });
    }
    return evaluateDocument(document, { feeds });
  }

  private attempt(id: number, task: () => void): void {
    try {
      task();
    } catch (error) {
      this.fail(id, error);
    }
  }

  private fail(id: number, error: unknown): void {
    this.reused.forget();
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

  private prepareTraining({
    id,
    document,
    fused = false,
    speed = 'full',
  }: Extract<Request, { kind: 'prepare-training' }>): void {
    this.endTraining();
    const session = TrainingSession.start(
      document,
      // Weights and pictures are made for their message: they change owner instead of being copied again.
      {
        onReport: (training) =>
          this.respond(
            { kind: 'training', id, training },
            Object.values(training.parameters).map(({ buffer }) => buffer),
          ),
        onPictures: (gallery) =>
          this.respond(
            { kind: 'pictures', id, gallery },
            gallery.pictures.map(({ values }) => values.buffer),
          ),
      },
      (task, after) => this.later(() => this.attempt(id, task), after),
      { shelf: this.shelf, crew: this.crew, mode: fused ? 'fast' : 'reproducible' },
    );
    if (isRefused(session)) {
      this.respond({ kind: 'training-refused', id, problems: session.refused }, []);
      return;
    }
    session.setSpeed(speed);
    this.training = { id, session };
    this.respond(
      {
        kind: 'training-ready',
        id,
        dataset: session.dataset(),
        training: session.message(),
        picturable: session.picturable,
      },
      [],
    );
    session.settle();
  }

  private evaluate({
    document,
    weights,
    iteration,
  }: Extract<Request, { kind: 'evaluate' }>): EvaluationMessage {
    const start = performance.now();
    if (iteration !== null) {
      const training = this.training?.session.played ?? null;
      const inside = this.stepping.at(document, iteration, { shelf: this.shelf, training });
      if (!isRefused(inside)) {
        const { problems } = inside.evaluation;
        return { ...packIteration(inside), problems, duration: performance.now() - start };
      }
    } else this.stepping.forget();
    const { evaluation, problems } = this.reused.evaluate(document, weights);
    const duration = performance.now() - start;
    return { ...packEvaluation(evaluation), iteration: null, problems, duration };
  }
}

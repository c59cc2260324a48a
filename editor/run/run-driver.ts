/** Performs what the run machine asks of the worker, hands it the answers, and shows the run that is looked at. */

import type { Weights } from '../../graph-core/evaluate/reused-evaluation.ts';
import type { DataFileSettings } from '../../graph-core/graph/document.ts';
import type { Response } from '../../graph-core/worker/messages/protocol.ts';
import type { WorkerClient } from '../../graph-core/worker/page/client.ts';
import { keepPictures, receiveGallery } from '../state/results/picture-store.ts';
import { runStore } from '../state/results/run-store.ts';
import type { EvaluationFeed } from './evaluation-feed.ts';
import {
  afterEvent,
  isLiving,
  NO_RUNS,
  type RunEvent,
  type RunId,
  type RunRequest,
  type Runs,
  shownRun,
} from './run-machine.ts';

/** An answer that is about a run. */
export type RunResponse = Extract<
  Response,
  { kind: 'training' | 'training-ready' | 'training-refused' | 'pictures' | 'compiled' }
>;

/** What a driver works with. */
export interface RunConnections {
  readonly client: Pick<
    WorkerClient,
    'prepareTraining' | 'train' | 'describeTraining' | 'endTraining'
  >;
  readonly feed: Pick<EvaluationFeed, 'evaluate' | 'followRun'>;
  /** Looks for a data file that a run lacks. */
  readonly findFile: (file: DataFileSettings) => void;
}

/** Drives the runs of one page. */
export class RunDriver {
  private runs: Runs = NO_RUNS;
  private readonly connections: RunConnections;
  /** The worker's number of each run it was asked for; a worker that ended forgets its own. */
  private readonly numbers = new Map<RunId, number>();

  constructor(connections: RunConnections) {
    this.connections = connections;
  }

  /** Tells the machine what happened, shows what came of it, and asks for what it wants. */
  send(event: RunEvent): void {
    const before = this.runs;
    const { runs, requests } = afterEvent(before, event);
    this.runs = runs;
    if (shownRun(runs) !== shownRun(before)) this.show();
    for (const request of requests) this.perform(request);
    for (const id of this.numbers.keys()) if (!runs.runs.has(id)) this.numbers.delete(id);
  }

  /** An answer of the worker; one to a run that is gone is not heard. */
  receive(response: RunResponse): void {
    const run = this.runOf(response.id);
    if (run === null) return;
    switch (response.kind) {
      case 'training-ready':
        this.send({ kind: 'prepared', run, dataset: response.dataset, latest: response.training });
        if (run === this.runs.shown) keepPictures(response.picturable);
        return;
      case 'training-refused':
        this.send({ kind: 'refused', run, problems: response.problems });
        return;
      case 'training':
        this.send({ kind: 'reported', run, latest: response.training });
        if (this.isShown()) this.connections.feed.followRun(response.training.status);
        return;
      case 'pictures':
        if (run === this.runs.shown) receiveGallery(response.gallery);
        return;
      case 'compiled':
        this.send({ kind: 'described', run, compiled: response.compiled });
        return;
      default:
        response satisfies never;
    }
  }

  /** The run that a request of this number was about. */
  runOf(number: number): RunId | null {
    for (const [id, known] of this.numbers) if (known === number) return id;
    return null;
  }

  /** True where the shown run is there. */
  isShown(): boolean {
    return isLiving(shownRun(this.runs));
  }

  /** What the shown run has learned so far; null before its first step. */
  weights(): Weights | null {
    const run = shownRun(this.runs);
    return isLiving(run) && run.latest.step > 0 ? run.latest.parameters : null;
  }

  private perform(request: RunRequest): void {
    const { client, feed, findFile } = this.connections;
    switch (request.kind) {
      case 'prepare': {
        const { document, fused, speed } = request.wish;
        this.numbers.set(request.run, client.prepareTraining(document, fused, speed));
        return;
      }
      case 'act':
        this.withNumber(request.run, (number) => client.train(number, request.action));
        return;
      case 'describe':
        this.withNumber(request.run, (number) => client.describeTraining(number));
        return;
      case 'end':
        this.withNumber(request.run, (number) => client.endTraining(number));
        return;
      case 'evaluate':
        feed.evaluate();
        return;
      case 'find-file':
        findFile(request.file);
        return;
      default:
        request satisfies never;
    }
  }

  private withNumber(run: RunId, ask: (number: number) => void): void {
    const number = this.numbers.get(run);
    if (number !== undefined) ask(number);
  }

  private show(): void {
    const run = shownRun(this.runs);
    const living = isLiving(run) ? run : null;
    const problems = run?.phase === 'lost' ? run.problems : (living?.latest.problems ?? []);
    const phase = run?.phase ?? 'absent';
    if (phase === 'absent' || phase === 'lost') keepPictures([]);
    runStore.setState({ phase, training: living, trainingProblems: problems });
  }
}

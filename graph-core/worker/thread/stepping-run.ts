/**
 * The run whose steps are looked at from the inside: the one in training where it is of the same document, else one that is
 * started for looking.
 */
import type { GraphDocument } from '../../graph/document.ts';
import { isRefused, type Refused } from '../../graph/problem.ts';
import { type Iteration, nextIteration } from '../../training/replay/iteration.ts';
import type { RunOptions } from '../../training/run/compiled-run.ts';
import { LiveRun } from '../../training/run/live-run.ts';

/** Keeps the run of the last look. */
export class SteppingRun {
  private last: { readonly key: string; readonly run: LiveRun } | null = null;

  /** The step after `iteration` updates; fewer where the run ends before. `training` is the run in training, if any. */
  at(
    document: GraphDocument,
    iteration: number,
    { training, ...options }: RunOptions & { readonly training: LiveRun | null },
  ): Iteration | Refused {
    const isTraining = training !== null && runKey(training.plan.document) === runKey(document);
    const run = isTraining ? training : this.runFor(document, iteration, options);
    if (isRefused(run)) return run;
    run.goTo(iteration);
    return nextIteration(run);
  }

  /** Lets the run go. */
  forget(): void {
    this.last?.run.end();
    this.last = null;
  }

  private runFor(
    document: GraphDocument,
    iteration: number,
    options: RunOptions,
  ): LiveRun | Refused {
    // The initial weights are the same by both engines, and nothing is to be compiled for them.
    const engine = iteration === 0 ? 'interpreter' : undefined;
    const key = JSON.stringify([engine ?? '', runKey(document), document.training?.rate]);
    if (this.last?.key === key) return this.last.run;
    this.forget();
    const run = LiveRun.start(document, { ...options, engine });
    if (!isRefused(run)) this.last = { key, run };
    return run;
  }
}

/** Equal for documents whose runs take the same steps; the rate may change on the way. */
function runKey({ nodes, edges, training }: GraphDocument): string {
  const plain = Object.entries(nodes).map(([id, { op, attrs, stream }]) => [id, op, attrs, stream]);
  const { loss, features, targets, dataset, optimizer, schedule, batch, seed } = training ?? {};
  const settings = [loss, features, targets, dataset, optimizer, schedule, batch, seed];
  return JSON.stringify([plain, edges, settings]);
}

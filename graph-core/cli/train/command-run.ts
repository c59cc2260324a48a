/** A training run on the command line: lines of metrics, a progress bar, checkpoints, the end. */
import { writeGraph } from '../../formats/graph-formats.ts';
import { nodeLabel } from '../../graph/document.ts';
import { MAX_BYTES } from '../../graph/limits.ts';
import { isRefused, type Problem } from '../../graph/problem.ts';
import { printable } from '../../graph/wording/printable.ts';
import { LossNow } from '../../training/look/loss-now.ts';
import { RateWatch } from '../../training/look/rate-watch.ts';
import { type ScoreResult, scoreOf } from '../../training/look/score.ts';
import { checkpointOf } from '../../training/run/checkpoint.ts';
import { type LiveRun, MOST_STEPS } from '../../training/run/live-run.ts';
import { trainedDocument } from '../../training/run/trained-document.ts';
import { type Arguments, EXIT, UsageError } from '../cli-command.ts';
import { fileReason } from '../file-reason.ts';
import type { Io } from '../io.ts';
import { wholeNumber } from '../option-numbers.ts';
import { jsonTensor, printNumber, printTensor } from '../print-tensor.ts';
import { refuseRun, reportNotes } from '../report-problems.ts';

/** Steps done when neither steps nor epochs are given. */
export const STEPS = 1000;
/** Lines of metrics unless told. */
const LINES = 20;
/** ms between two turns at which an interruption is heard and the progress line is drawn. */
const TURN = 100;
/** ms between two checkpoints of a run that goes on. */
const SAVE_EVERY = 30_000;
/** Parameters printed at the end of a run without a data set. */
const MOST_PRINTED = 20;

/** One run from where it stands to its end. */
export class CommandRun {
  private readonly run: LiveRun;
  readonly io: Io;
  private readonly given: Arguments;
  private readonly file: string;
  private readonly end: number;
  private readonly every: number;
  readonly asJson: boolean;
  private readonly rateWatch: RateWatch;
  private lossSum = 0;
  private lossCount = 0;
  /** That the loss rises was said: once is enough. */
  private isWarned = false;
  /** The line of step 0 is still to come: it goes before the first of the others. */
  private isFresh = false;

  constructor(run: LiveRun, given: Arguments, io: Io, file: string) {
    this.run = run;
    this.rateWatch = new RateWatch(run);
    this.given = given;
    this.io = io;
    this.file = file;
    this.asJson = given.flag('json');
    const steps = wholeNumber(given, 'steps', 0);
    const epochs = wholeNumber(given, 'epochs', 0);
    if (steps !== undefined && epochs !== undefined) {
      throw new UsageError('--steps and --epochs are both given', 'use one of them');
    }
    this.end = epochs === undefined ? (steps ?? STEPS) : epochs * run.stepsPerEpoch;
    const all = Math.ceil(Math.max(1, this.end - run.step) / LINES);
    this.every = wholeNumber(given, 'every', 1) ?? all;
  }

  /** Trains, writes what was asked for, and gives the exit code. */
  async finish(): Promise<number> {
    const { run, io } = this;
    const begun = io.now();
    const first = run.step;
    let [turn, savedAt] = [begun, begun];
    let pause = 1;
    this.isFresh = run.step === 0 && Number.isFinite(run.initialLoss);
    let outcome: 'done' | 'interrupted' | 'stopped' = 'done';
    while (run.step < this.end) {
      const next = Math.min(this.end, (Math.floor(run.step / this.every) + 1) * this.every);
      const losses = run.advance(Math.min(pause, next - run.step));
      this.hear(losses);
      if (run.problems.length > 0 || !Number.isFinite(run.loss)) {
        outcome = 'stopped';
        break;
      }
      if (run.step === next) this.line();
      const now = io.now();
      // As many steps in a call as take a good part of a turn.
      if (now - turn < TURN / 2) pause = Math.min(MOST_STEPS, 2 * pause);
      if (now - turn < TURN) continue;
      if (!(await io.breathe())) {
        outcome = 'interrupted';
        break;
      }
      this.progress(now - begun, run.step - first);
      turn = io.now();
      if (turn - savedAt < SAVE_EVERY) continue;
      if (!(await this.save())) return EXIT.problems;
      savedAt = io.now();
    }
    if (io.isTerminal) io.stderr('\r\u001b[K');
    if (outcome === 'stopped') return this.refuse();
    const written = (await this.save()) && (await this.writeGraph());
    const loss = this.summary(io.now() - begun, run.step - first);
    if (!Number.isFinite(loss)) {
      const message = `the loss after the last step is ${loss}`;
      this.report([{ code: 'diverged', message, hint: 'use a smaller --rate' }]);
    }
    if (!written || !Number.isFinite(loss)) return EXIT.problems;
    return outcome === 'interrupted' ? EXIT.interrupted : EXIT.ok;
  }

  /** Counts the losses of the steps that were just done, and says once where they rise. */
  private hear(losses: readonly number[]): void {
    const first = this.run.step - losses.length;
    for (const [i, loss] of losses.entries()) {
      this.lossSum += loss;
      this.rateWatch.record(first + i, loss);
    }
    this.lossCount += losses.length;
    const warning = this.isWarned ? null : this.rateWatch.warning(this.run.plan.settings.rate);
    if (warning === null) return;
    this.isWarned = true;
    if (this.io.isTerminal) this.io.stderr('\r\u001b[K');
    reportNotes([{ ...warning, hint: `try --rate ${warning.smallerRate}` }], this.io);
  }

  /** Why the run stopped before its end. */
  private refuse(): number {
    const { run } = this;
    const problems: readonly Problem[] =
      run.problems.length > 0
        ? run.problems
        : [
            {
              code: 'diverged',
              message: `the loss is ${run.loss} at step ${run.step}`,
              hint: 'use a smaller --rate',
            },
          ];
    this.report(problems);
    return EXIT.problems;
  }

  private report(problems: readonly Problem[]): void {
    refuseRun(this.file, problems, this);
  }

  /** Mean loss of the batches since the line before. */
  private line(): void {
    const loss = this.lossSum / this.lossCount;
    this.lossSum = 0;
    this.lossCount = 0;
    this.first();
    this.metrics(this.run, loss);
  }

  /** The loss before the first step. */
  private first(): void {
    if (this.isFresh) this.metrics({ step: 0, epoch: 0 }, this.run.initialLoss);
    this.isFresh = false;
  }

  private metrics({ step, epoch }: Pick<LiveRun, 'step' | 'epoch'>, loss: number): void {
    const { io } = this;
    if (this.asJson) {
      io.stdout(jsonLine({ step, epoch, loss }));
      return;
    }
    if (io.isTerminal) io.stderr('\r\u001b[K');
    io.stdout(`step ${step}  epoch ${epoch}  batch loss ${printNumber(loss)}\n`);
  }

  private progress(elapsed: number, steps: number): void {
    const { run, io } = this;
    if (!io.isTerminal) return;
    const speed = Math.round((1000 * steps) / elapsed);
    const share = run.step / this.end;
    const bar = '█'.repeat(Math.round(share * 24)).padEnd(24, '░');
    io.stderr(
      `\r\u001b[K${bar} step ${run.step} of ${this.end}  batch loss ${printNumber(run.loss)}  ${speed} steps a second`,
    );
  }

  /** Prints the scores; gives the loss over the training examples, or 0 where it cannot be computed. */
  private summary(elapsed: number, steps: number): number {
    const { run, io } = this;
    const { feeding } = run.plan;
    this.first();
    run.sync();
    if (feeding === null) return this.summaryOfNumbers(elapsed, steps);
    const { dataset, data } = feeding;
    const training = scoreOf(run.reference, dataset);
    const test = data.test === null ? null : scoreOf(run.reference, data.test);
    const seconds = elapsed / 1000;
    const { engine, refusal: runRefusal } = run.state();
    const loss = training.rows === 0 ? 0 : training.loss;
    const refusal = training.refusal || (test?.refusal ?? '');
    if (this.asJson) {
      io.stdout(
        jsonLine({
          done: true,
          step: run.step,
          epoch: run.epoch,
          training: jsonScore(training),
          test: test === null ? null : jsonScore(test),
          engine,
          seconds,
          refusal: runRefusal,
          scoresRefusal: refusal,
        }),
      );
      return loss;
    }
    io.stdout(textScore('training', training));
    if (test !== null) io.stdout(textScore('held-out', test));
    if (refusal !== '') io.stderr(`note: the interpreter computed the scores: ${refusal}\n`);
    this.closing(steps, seconds);
    return loss;
  }

  /** Without a data set: the loss with the weights as they are now, and what they have become. */
  private summaryOfNumbers(elapsed: number, steps: number): number {
    const { run, io } = this;
    const loss = new LossNow(run.reference).compute();
    const seconds = elapsed / 1000;
    const { engine, refusal } = run.state();
    const weights = [...run.weights()];
    if (this.asJson) {
      const parameters = Object.fromEntries(
        weights.map(([node, tensor]) => [node, jsonTensor(tensor)]),
      );
      const { step, epoch } = run;
      io.stdout(
        jsonLine({
          ...{ done: true, step, epoch, loss: finite(loss), parameters, engine, seconds, refusal },
        }),
      );
      return loss;
    }
    io.stdout(`loss ${printNumber(loss)} after step ${run.step}\n`);
    for (const [node, tensor] of weights.slice(0, MOST_PRINTED)) {
      io.stdout(`${printable(nodeLabel(run.plan.document, node))} ${printTensor(tensor)}\n`);
    }
    const others = weights.length - MOST_PRINTED;
    if (others > 0) io.stdout(`and ${others} more parameters\n`);
    this.closing(steps, seconds);
    return loss;
  }

  private closing(steps: number, seconds: number): void {
    const { playing } = this.run;
    const by =
      playing.kind === 'compiled' ? 'the compiled loop' : `the interpreter (${playing.because})`;
    this.io.stderr(`${steps} steps in ${seconds.toFixed(2)} s by ${by}\n`);
  }

  /** Writes the checkpoint where one is wanted; false when there is nothing that could be resumed. */
  private async save(): Promise<boolean> {
    const path = this.given.text('checkpoint');
    if (path === undefined) return true;
    const made = checkpointOf(this.run);
    if (isRefused(made)) {
      this.report(made.refused);
      return false;
    }
    await write(path, `${JSON.stringify(made)}\n`, this.io);
    return true;
  }

  private async writeGraph(): Promise<boolean> {
    const path = this.given.text('out');
    if (path === undefined) return true;
    const contents = await writeGraph(path, trainedDocument(this.run));
    if (isRefused(contents)) {
      this.report(contents.refused);
      return false;
    }
    if (contents.length > MAX_BYTES) {
      const message = `the graph with its weights has ${contents.length} bytes, a file may have ${MAX_BYTES}`;
      const hint = 'keep the weights in a --checkpoint';
      this.report([{ code: 'too-large', message, hint }]);
      return false;
    }
    await write(path, contents, this.io);
    return true;
  }
}

async function write(path: string, contents: string | Uint8Array, io: Io): Promise<void> {
  try {
    await io.write(path, contents);
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** Why a file cannot be written. */
export function unwritable(path: string, error: unknown): UsageError {
  const message = `cannot write ${printable(path, 200)}: ${fileReason(error)}`;
  return new UsageError(message, 'check the path');
}

/** `training loss 1.27556, all 25 rows, 80.0 % right`. */
function textScore(name: string, { loss, accuracy, of, rows, note }: ScoreResult): string {
  const right = accuracy === null ? '' : `, ${(100 * accuracy).toFixed(1)} % right`;
  if (rows === 0) return `${name} loss not computed: ${note}\n`;
  const what = note === '' ? `all ${of} rows` : note;
  return `${name} loss ${printNumber(loss)}, ${what}${right}\n`;
}

const jsonScore = ({ loss, accuracy, of, note }: ScoreResult) => ({
  loss: finite(loss),
  accuracy,
  rows: of,
  note,
});

const finite = (x: number): number | null => (Number.isFinite(x) ? x : null);

/** One object on one line. */
const jsonLine = (fields: Readonly<Record<string, unknown>>): string =>
  `${JSON.stringify(fields)}\n`;

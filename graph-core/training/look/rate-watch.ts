/**
 * Whether the loss says that the learning rate is too large: it has risen tenfold above where it was, or is no
 * number any more. Batches differ, so means of some losses are compared, and what is small beside the loss at the
 * beginning is noise.
 */
import type { Problem } from '../../graph/problem.ts';
import { DEFAULT_OPTIMIZER, optimizerDef } from '../../updates/optimizers/optimizers.ts';
import type { LiveRun } from '../run/live-run.ts';

/** A rise that is told: so many times the lowest. */
const RISE = 10;
/** Below so many times the lowest it is over. */
const OVER = 3;
/** What is below this share of the first loss is no rise worth a word. */
const NOISE = 0.05;
/** Losses whose mean is compared: as many as a pass over the data has, within these bounds. */
const [FEWEST, MOST] = [5, 20];
/** Rows of a batch whose first loss is representative. */
const LARGE_BATCH = 8;
/** A smaller rate that is proposed is at most so many times what is usual for the optimizer. */
const MOST_USUAL = 10;

/** That the rate is too large, with one to try. */
export interface RateWarning extends Problem {
  readonly code: 'loss-rises';
  readonly smallerRate: number;
}

/** Watches the losses of one run. */
export class RateWatch {
  private readonly length: number;
  /** The first loss is of enough rows to be compared with. */
  private readonly firstCounts: boolean;
  private readonly usualRate: number;
  /** The latest losses, as many as are compared; the next one takes the place of the oldest. */
  private losses: number[] = [];
  private heard = 0;
  /** The first loss; NaN before it. */
  private first = Number.NaN;
  /** The lowest mean since the rate holds, and its step. */
  private lowest: { readonly loss: number; readonly step: number } | null = null;
  /** The rise that is told; `to` is NaN for a loss that is no number. */
  private risen: { readonly from: number; readonly to: number; readonly since: number } | null =
    null;

  constructor({ plan, stepsPerEpoch }: Pick<LiveRun, 'plan' | 'stepsPerEpoch'>) {
    this.length = Math.max(FEWEST, Math.min(MOST, stepsPerEpoch));
    this.firstCounts = stepsPerEpoch === 1 || (plan.feeding?.batch ?? 0) >= LARGE_BATCH;
    const kind = plan.settings.optimizer?.kind ?? DEFAULT_OPTIMIZER;
    this.usualRate = optimizerDef(kind)?.usualRate ?? Number.POSITIVE_INFINITY;
  }

  /** The loss of a batch with the weights after `step` steps. */
  record(step: number, loss: number): void {
    if (!Number.isFinite(loss)) {
      const { lowest } = this;
      if (lowest !== null) this.risen = { from: lowest.loss, to: Number.NaN, since: lowest.step };
      return;
    }
    if (Number.isNaN(this.first)) {
      this.first = loss;
      if (this.firstCounts) this.lowest = { loss, step };
    }
    this.losses[this.heard++ % this.length] = loss;
    // Every few losses: a run does a hundred thousand steps a second.
    if (this.heard < this.length || this.heard % FEWEST !== 0) return;
    let sum = 0;
    for (const one of this.losses) sum += one;
    const mean = sum / this.length;
    if (this.lowest === null || mean < this.lowest.loss) this.lowest = { loss: mean, step };
    const { loss: from, step: since } = this.lowest;
    const isRise = mean >= RISE * from && mean >= NOISE * this.first;
    if (isRise || (this.risen !== null && mean >= OVER * from)) {
      this.risen = { from, to: mean, since };
    } else this.risen = null;
  }

  /** Another rate holds from now on: it is judged by what comes. */
  changeRate(): void {
    this.losses = [];
    this.heard = 0;
    this.lowest = null;
    this.risen = null;
  }

  /** The run begins again. */
  clear(): void {
    this.changeRate();
    this.first = Number.NaN;
  }

  /** What is to be said of this rate; null where nothing is. */
  warning(rate: number): RateWarning | null {
    if (this.risen === null || !(rate > 0)) return null;
    const { from, to, since } = this.risen;
    const course = Number.isNaN(to)
      ? `the loss was ${short(from)} at step ${since} and is no number any more`
      : `the loss has risen from ${short(from)} to ${short(to)} since step ${since}`;
    const smallerRate = this.smaller(rate);
    return {
      code: 'loss-rises',
      message: `${course}; a rate of ${short(rate)} is too large here`,
      hint: `try ${smallerRate}`,
      smallerRate,
    };
  }

  /** A tenth, in one digit; what is usual where even that is far above it. */
  private smaller(rate: number): number {
    const tenth = rate / 10;
    return oneDigit(tenth > MOST_USUAL * this.usualRate ? this.usualRate : tenth);
  }
}

const oneDigit = (x: number): number => Number(x.toPrecision(1));

/** Two digits are enough to see how large a number is; `120`, not `1.2e+2`. */
const short = (x: number): string =>
  x < 1e5 ? String(Number(x.toPrecision(2))) : x.toExponential(0).replace('e+', 'e');

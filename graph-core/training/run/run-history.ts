/**
 * The past of a run: its variables at some of its steps, so that any step is brought back by doing again those after the
 * nearest kept one. What is kept lies close over the last million steps and far apart before, within a bounded number of
 * bytes.
 */
import type { Tensor } from '../../tensor/tensor.ts';
import type { StepVariable } from '../step/training-step.ts';

/** Steps before the last one that lie close. */
const RECENT = 1_000_000;
/** States kept of what was before. */
const FEW = 64;
/** Bytes of all that is kept. */
const MOST_BYTES = 64 * 2 ** 20;
/** Steps from one kept state to the next, at most: their losses are read at once. */
const WIDEST = 4096;

/** The same as long as nobody knows how long a step takes. */
const UNMEASURED = 256;

/** The variables of a run at one of its steps. */
export interface KeptState {
  readonly step: number;
  /** One after the other, in the order of the run's variables. */
  readonly numbers: Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;
}

/** A rate that holds from a step on. */
export interface RateChange {
  readonly step: number;
  readonly rate: number;
}

/** What is kept of one run. */
export class RunHistory {
  private readonly variables: readonly StepVariable[];
  /** Numbers of one state. */
  private readonly length: number;
  private readonly mostBytes: number;
  /** By step, the first of them step 0. */
  private states: KeptState[] = [];
  /** Steps between two states that are kept; at least `least`, which grows with what has to be let go. */
  private every = UNMEASURED;
  private least = 1;
  private rates: RateChange[];

  /** `rate` is the one that the run begins with. */
  constructor(variables: readonly StepVariable[], rate: number, mostBytes = MOST_BYTES) {
    this.variables = variables;
    this.length = variables.reduce((sum, { start }) => sum + start.data.length, 0);
    this.mostBytes = mostBytes;
    this.rates = [{ step: 0, rate }];
  }

  /** Steps that can be done from `step` until a state is kept or another rate begins. */
  room(step: number): number {
    const next = (Math.floor(step / this.every) + 1) * this.every;
    const change = this.rates.find((one) => one.step > step)?.step ?? Number.POSITIVE_INFINITY;
    return Math.min(next, change) - step;
  }

  /** The rate that the next step after `step` is done with. */
  rateAt(step: number): number {
    let { rate } = this.rates[0];
    for (const one of this.rates) if (one.step <= step) rate = one.rate;
    return rate;
  }

  /** All rates, by the step they hold from. */
  get rateChanges(): readonly RateChange[] {
    return this.rates;
  }

  /** Another rate from `step` on: what was after it is another run. */
  changeRate(step: number, rate: number): void {
    this.cut(step);
    this.rates = [...this.rates.filter((one) => one.step < step), { step, rate }];
  }

  /** Begins anew, with this rate. */
  begin(rate: number): void {
    this.states = [];
    this.least = 1;
    this.rates = [{ step: 0, rate }];
  }

  /** Forgets every state; rates stay. */
  forget(): void {
    this.states = [];
  }

  /** Forgets what is after `step`. */
  cut(step: number): void {
    this.states = this.states.filter((one) => one.step <= step);
    this.rates = this.rates.filter((one) => one.step <= step);
  }

  /** How far apart states are kept from now on: `steps` of them are done again at most, as far as the bytes allow. */
  suit(steps: number): void {
    const wanted = 2 ** Math.floor(Math.log2(Math.max(1, Math.min(WIDEST, steps))));
    this.every = Math.max(wanted, this.least);
  }

  /** True where the state of `step` is one to keep and is not there yet. */
  isDue(step: number): boolean {
    const last = this.states.at(-1);
    return step % this.every === 0 && (last === undefined || step > last.step);
  }

  /** Keeps a state; numbers of f32 are kept as such. */
  keep(step: number, variables: ReadonlyMap<number, Tensor>, precision: 'f32' | 'f64'): void {
    const numbers =
      precision === 'f32' ? new Float32Array(this.length) : new Float64Array(this.length);
    let at = 0;
    for (const { value, start } of this.variables) {
      const data = variables.get(value)?.data ?? start.data;
      numbers.set(data, at);
      at += data.length;
    }
    this.states.push({ step, numbers });
    this.thin();
  }

  /** The last state kept at or before `step`; null where none is. */
  before(step: number): KeptState | null {
    const at = this.placeOf(step);
    return at < 0 ? null : this.states[at];
  }

  /** Every state that is kept, by step. */
  get kept(): readonly KeptState[] {
    return this.states;
  }

  /** Bytes of what is kept. */
  get bytes(): number {
    return this.states.reduce((sum, { numbers }) => sum + numbers.byteLength, 0);
  }

  /** The state as tensors by value number. */
  unpack({ numbers }: KeptState): ReadonlyMap<number, Tensor> {
    let at = 0;
    return new Map(
      this.variables.map(({ value, start: { shape, data } }) => {
        const from = at;
        at += data.length;
        return [value, { shape, data: Float64Array.from(numbers.subarray(from, at)) }] as const;
      }),
    );
  }

  /** The place of the last state at or before `step`; -1 before the first. */
  private placeOf(step: number): number {
    let [low, high] = [0, this.states.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.states[middle].step <= step) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Lets states go until the bytes hold: of the old ones first, every second one; then of all. */
  private thin(): void {
    const last = this.states[this.states.length - 1].step;
    const { byteLength } = this.states[0].numbers;
    const most = Math.max(2, Math.floor(this.mostBytes / Math.max(1, byteLength)));
    const old = this.states.filter(({ step }) => step < last - RECENT).length;
    if (old > 2 * FEW) this.halve(old);
    while (this.states.length > most) {
      this.halve(this.states.length);
      this.least = Math.min(2 * this.least, 2 ** 20);
      this.every = Math.max(this.every, this.least);
    }
  }

  /** Every second of the first `count` states goes; the first one stays. */
  private halve(count: number): void {
    this.states = this.states.filter((_, i) => i >= count || i % 2 === 0);
  }
}

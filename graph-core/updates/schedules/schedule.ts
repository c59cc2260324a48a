/**
 * The schedule record: how the learning rate changes from step to step. `emit` writes it as program, which
 * the interpreter, the compiled loop and the plot of it run; nothing else computes it.
 */
import { MAX_OPTION_STEPS } from '../../graph/limits.ts';
import type { Emitter, Value } from '../../ops/kit/emitter.ts';
import { f } from '../../ops/kit/formula.ts';
import { type OptionSettings, type OptionValues, setting } from '../../settings/setting.ts';
import { defined, type RuleLine, replaced } from '../rule.ts';

/** What a schedule is computed from. */
export interface ScheduleInputs {
  /** The learning rate that was chosen: a scalar. */
  readonly base: Value;
  /** Steps since the warm-up; a scalar, or a list for a plot. */
  readonly s: Value;
}

/** One schedule. */
export interface ScheduleDef<S extends OptionSettings = OptionSettings> {
  readonly title: string;
  /** One sentence. */
  readonly summary: string;
  /** Whose variant of the rule this is. */
  readonly convention: string;
  /** Its own options; all schedules have a warm-up besides. */
  readonly options: S;
  /** The rule in `base` and `s`. */
  rule(a: OptionValues<S>): RuleLine;
  /** Steps worth looking at; 0 where nothing changes. */
  horizon(a: OptionValues<S>): number;
  emit(g: Emitter, inputs: ScheduleInputs, a: OptionValues<S>): Value;
}

/** States the type of a record's options. */
export const schedule = <const S extends OptionSettings>(def: ScheduleDef<S>): ScheduleDef<S> =>
  def;

/** Steps over which the rate first grows in a straight line; the schedule begins after them. */
export const WARMUP = setting.integer(
  0,
  'Steps over which the rate first grows in a straight line.',
  {
    title: 'warm-up steps',
    symbol: 'u',
    min: 0,
    max: MAX_OPTION_STEPS,
  },
);

/** All options of a schedule. */
export const scheduleOptions = ({ options }: ScheduleDef): OptionSettings => ({
  ...options,
  warmup: WARMUP,
});

/** The rate at a step (steps done before it; a scalar or a list), warm-up included. */
export function emitRate(
  g: Emitter,
  def: ScheduleDef,
  { base, step }: { readonly base: Value; readonly step: Value },
  a: OptionValues,
): Value {
  const warmup = Number(a.warmup);
  if (warmup === 0) return def.emit(g, { base, s: step }, a);
  const length = g.full(warmup);
  const s = g.emit('max', [g.full(0), g.subtract(step, length)]);
  const grown = g.divide(g.add(step, g.full(1)), length);
  return g.multiply(def.emit(g, { base, s }, a), g.emit('min', [g.full(1), grown]));
}

/** The rule line by line, warm-up included. */
export function scheduleRule(def: ScheduleDef, a: OptionValues): readonly RuleLine[] {
  const [step, warmup, rate] = ['step', 'warmup', 'rate'].map(f.named);
  if (a.warmup === 0) return [defined('s', step), def.rule(a)];
  const grown = f.min(1, f.divide(f.add(step, 1), warmup));
  return [
    defined('s', f.max(0, f.subtract(step, warmup))),
    def.rule(a),
    replaced('rate', f.times(rate, grown)),
  ];
}

/**
 * The optimizer record: all that is known about one way of changing weights. `emit` writes the update as
 * program, which interpreter and compiled loop both run; nothing else computes it.
 */
import type { Emitter, Value } from '../../ops/kit/emitter.ts';
import { f } from '../../ops/kit/formula.ts';
import { type OptionSettings, type OptionValues, setting } from '../../settings/setting.ts';
import type { RuleLine } from '../rule.ts';

/** A tensor kept for each parameter, in its shape, zeros at first. */
export interface StateSpec {
  /** As in the code of the rule. */
  readonly name: string;
}

/** What all parameters have in common at a step. */
export interface StepTime {
  /** Learning rate of this step: a scalar. */
  readonly rate: Value;
  /** Number of this step, from 1: a scalar. */
  readonly t: Value;
}

/** A parameter before its update. */
export interface Before {
  readonly w: Value;
  readonly gradient: Value;
  readonly state: Readonly<Record<string, Value>>;
}

/** What replaces it. */
export interface After {
  readonly w: Value;
  readonly state: Readonly<Record<string, Value>>;
}

/** One optimizer. */
export interface OptimizerDef<S extends OptionSettings = OptionSettings> {
  readonly title: string;
  /** One sentence. */
  readonly summary: string;
  /** Whose variant of the rule this is, and where others differ. */
  readonly convention: string;
  /** A learning rate to begin with. */
  readonly usualRate: number;
  readonly options: S;
  readonly state: readonly StateSpec[];
  /** The rule for one parameter, line by line, as it is with these options. */
  rule(a: OptionValues<S>): readonly RuleLine[];
  /** Emits what parameters share, once, and gives what emits the update of each. */
  emit(g: Emitter, time: StepTime, a: OptionValues<S>): (parameter: Before) => After;
}

/** States the type of a record's options. */
export const optimizer = <const S extends OptionSettings>(def: OptimizerDef<S>): OptimizerDef<S> =>
  def;

/** What every rule is written with: the weight, its gradient, the learning rate. */
export const [w, g, rate] = ['w', 'g', 'rate'].map(f.named);

/** A small number that keeps a quotient finite. */
export const epsilonOption = (value: number) =>
  setting.number(value, 'Keeps the step finite where gradients are close to 0.', {
    symbol: 'ε',
    min: 0,
    max: 1,
  });

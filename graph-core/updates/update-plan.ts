/** How weights change: the optimizer and the schedule that a document chose, and their program. */
import type { RuleSettings, TrainingSettings } from '../graph/document.ts';
import { type Problem, type Refused, refuse } from '../graph/problem.ts';
import { suggestion } from '../graph/wording/nearest-name.ts';
import { printable } from '../graph/wording/printable.ts';
import type { Value } from '../ops/kit/emitter.ts';
import type { ProgramBuilder } from '../program/program-builder.ts';
import { completeValues, optionFaults } from '../settings/given-values.ts';
import type { OptionSettings, OptionValues } from '../settings/setting.ts';
import type { OptimizerDef } from './optimizers/optimizer.ts';
import { DEFAULT_OPTIMIZER, OPTIMIZERS, optimizerDef } from './optimizers/optimizers.ts';
import { emitRate, type ScheduleDef, scheduleOptions } from './schedules/schedule.ts';
import { DEFAULT_SCHEDULE, SCHEDULES, scheduleDef } from './schedules/schedules.ts';

/** The chosen records with all their options. */
export interface UpdatePlan {
  readonly optimizer: OptimizerDef;
  readonly options: OptionValues;
  readonly schedule: ScheduleDef;
  readonly scheduleOptions: OptionValues;
}

/** The plan, or what is wrong with the choice. */
export function planUpdate(
  settings: Pick<TrainingSettings, 'optimizer' | 'schedule'>,
): UpdatePlan | Refused {
  const { optimizer = { kind: DEFAULT_OPTIMIZER }, schedule = { kind: DEFAULT_SCHEDULE } } =
    settings;
  const rule = optimizerDef(optimizer.kind);
  const decay = scheduleDef(schedule.kind);
  const problems = [
    ...(rule === null ? [unknown('optimizer', optimizer, Object.keys(OPTIMIZERS))] : []),
    ...(decay === null ? [unknown('schedule', schedule, Object.keys(SCHEDULES))] : []),
    ...faults(optimizer, rule?.options),
    ...faults(schedule, decay === null ? undefined : scheduleOptions(decay)),
  ];
  if (rule === null || decay === null || problems.length > 0) return refuse(...problems);
  return {
    optimizer: rule,
    options: completeValues(rule.options, optimizer.options),
    schedule: decay,
    scheduleOptions: completeValues(scheduleOptions(decay), schedule.options),
  };
}

/** A tensor of the optimizer's state: its source, and its next value. */
export interface EmittedState {
  readonly value: number;
  readonly update: number;
}

/** Emits what all updates share, and gives what emits the update of one parameter. */
export function emitUpdates(
  g: ProgramBuilder,
  { optimizer, options, schedule, scheduleOptions: given }: UpdatePlan,
  { rate: base, step }: { readonly rate: Value; readonly step: Value },
): (
  w: Value,
  gradient: Value,
) => { readonly w: Value; readonly state: Readonly<Record<string, EmittedState>> } {
  const rate = emitRate(g, schedule, { base, step }, given);
  const t = g.add(step, g.full(1));
  const update = optimizer.emit(g, { rate, t }, options);
  return (w, gradient) => {
    const before = Object.fromEntries(
      optimizer.state.map(({ name }) => [name, g.source('constant', {}, w.shape)] as const),
    );
    const after = update({ w, gradient, state: before });
    const state = Object.entries(before).map(
      ([name, { id }]) => [name, { value: id, update: after.state[name].id }] as const,
    );
    return { w: after.w, state: Object.fromEntries(state) };
  };
}

function unknown(what: string, { kind }: RuleSettings, names: readonly string[]): Problem {
  return {
    code: `unknown-${what}`,
    message: `training: ${printable(kind, 40)} is no ${what} of this version`,
    hint: suggestion(kind, names, `use one of ${names.join(', ')}`),
  };
}

function faults({ kind, options }: RuleSettings, specs: OptionSettings | undefined): Problem[] {
  if (specs === undefined) return [];
  return optionFaults(kind, specs, options).map(({ code, message, hint }) => ({
    code,
    message: `training: ${message}`,
    hint,
  }));
}

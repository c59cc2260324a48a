/** The learning rate over the steps, as training has it: the schedule's own program, run by the interpreter. */
import { Executor } from '../interpret/executor.ts';
import { ProgramBuilder } from '../program/program-builder.ts';
import type { OptionValues } from '../settings/setting.ts';
import { scalar, tensor } from '../tensor/tensor.ts';
import { emitRate, type ScheduleDef } from './schedules/schedule.ts';

/** The rate at each of these steps; `base` is the rate that was chosen. */
export function rateAt(
  def: ScheduleDef,
  options: OptionValues,
  base: number,
  steps: readonly number[],
): Float64Array {
  const g = new ProgramBuilder();
  const rate = g.source('constant', {}, []);
  const step = g.source('constant', {}, [steps.length]);
  const out = emitRate(g, def, { base: rate, step }, options);
  const sources = new Map([
    [rate.id, scalar(base)],
    [step.id, tensor([steps.length], steps)],
  ]);
  const executor = new Executor(g.finish(), sources, [out.id]);
  executor.run();
  return executor.value(out.id).data;
}

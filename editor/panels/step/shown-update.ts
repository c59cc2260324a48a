/** What the update of a parameter is derived from: the chosen optimizer and schedule, and the numbers that were computed. */
import type { GivenRule, UpdateAt } from '../../../graph-core/explain/update/derive-update.ts';
import type { GraphDocument, NodeId } from '../../../graph-core/graph/document.ts';
import { isRefused } from '../../../graph-core/graph/problem.ts';
import {
  scheduleOptions as optionsOf,
  scheduleRule,
} from '../../../graph-core/updates/schedules/schedule.ts';
import { planUpdate, type UpdatePlan } from '../../../graph-core/updates/update-plan.ts';
import { shownTraining } from '../../state/document/shown-training.ts';
import type { Snapshot } from '../../state/results/run-store.ts';

/** The update of `node` in the step of training that is shown; null where there is none. */
export function shownUpdate(
  document: GraphDocument,
  { iteration: inside }: Snapshot,
  node: NodeId,
): UpdateAt | null {
  const settings = shownTraining(document);
  const numbers = inside?.updates.get(node);
  if (settings === null || inside === null || numbers === undefined) return null;
  const plan = planUpdate(settings);
  if (isRefused(plan)) return null;
  const { iteration, rate } = inside;
  return { node, iteration, rate, before: numbers.before, element: null, ...rulesOf(plan) };
}

function rulesOf({ optimizer, options, schedule, scheduleOptions }: UpdatePlan): {
  readonly optimizer: GivenRule;
  readonly schedule: GivenRule;
} {
  return {
    optimizer: {
      title: optimizer.title,
      lines: optimizer.rule(options),
      options: optimizer.options,
      values: options,
    },
    schedule: {
      title: schedule.title,
      lines: scheduleRule(schedule, scheduleOptions),
      options: optionsOf(schedule),
      values: scheduleOptions,
    },
  };
}

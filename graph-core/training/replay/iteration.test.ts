/** A step from the inside is the step that the run takes, and each update is what its rule says. */
import { expect, test } from 'vitest';
import { deriveUpdate, type UpdateAt } from '../../explain/update/derive-update.ts';
import { granted } from '../../testing/granted.ts';
import { line, spirals } from '../../testing/training-documents.ts';
import { OPTIMIZERS } from '../../updates/optimizers/optimizers.ts';
import { scheduleOptions, scheduleRule } from '../../updates/schedules/schedule.ts';
import { LiveRun } from '../run/live-run.ts';
import { type Iteration, nextIteration } from './iteration.ts';

/** What `deriveUpdate` is given for a parameter. */
function updateAt(run: LiveRun, { iteration, rate, updates }: Iteration, node: string): UpdateAt {
  const { optimizer, options, schedule, scheduleOptions: values } = run.plan.update;
  const update = updates.find((one) => one.node === node);
  if (update === undefined) throw new Error(`no update of ${node}`);
  return {
    ...{ node, iteration, rate, before: update.before, element: null },
    optimizer: {
      title: optimizer.title,
      lines: optimizer.rule(options),
      options: optimizer.options,
      values: options,
    },
    schedule: {
      title: schedule.title,
      lines: scheduleRule(schedule, values),
      options: scheduleOptions(schedule),
      values,
    },
  };
}

test.each(Object.keys(OPTIMIZERS))(
  'the lines that are shown of %s give what the step computes, within 1e-9, with a schedule',
  (kind) => {
    const schedule = { kind: 'cosine', options: { warmup: 3 } };
    const document = spirals({ optimizer: { kind }, schedule, rate: 0.01 });
    const run = granted(LiveRun.start(document, { engine: 'interpreter' }));
    for (const steps of [0, 1, 4]) {
      run.advance(steps);
      const iteration = nextIteration(run);
      const { evaluation, updates } = iteration;
      expect(updates.length).toBe(4);
      const graph = {
        document,
        target: evaluation.target,
        value: (node: string) => evaluation.value(node),
        gradient: (node: string) => evaluation.gradient(node) ?? null,
        edgeGradient: (edge: string) => evaluation.edgeGradient(edge) ?? null,
      };
      for (const { node, after } of updates) {
        const { terms, lines } = deriveUpdate(graph, updateAt(run, iteration, node));
        expect(lines.length).toBeGreaterThan(1);
        for (const [name, { data }] of Object.entries(after ?? {})) {
          const shown = terms[`${name}New`].tensor.data;
          for (const [i, x] of data.entries()) expect(Math.abs(shown[i] - x)).toBeLessThan(1e-9);
        }
      }
    }
  },
);

test('the next step of the run is what was seen from the inside, and looking at it changes nothing', () => {
  const run = granted(LiveRun.start(line(), { engine: 'interpreter' }));
  run.advance(7);
  const { loss } = run;
  const seen = nextIteration(run);
  expect([run.step, run.loss]).toEqual([7, loss]);
  expect(seen).toMatchObject({ iteration: 7, rate: 0.1 });
  expect([seen.rows?.places.length, seen.rows?.of]).toEqual([4, 20]);
  expect(run.advance(1)[0]).toBeCloseTo(seen.evaluation.value('L')?.data[0] ?? Number.NaN, 12);
  for (const { node, after } of seen.updates) {
    expect(run.weights().get(node)?.data).toEqual(after?.w.data);
  }
  expect(seen.steps.slice(-2)).toEqual([
    { phase: 'update', kind: 'update', node: seen.updates[0].node },
    { phase: 'update', kind: 'update', node: seen.updates[1].node },
  ]);
});

test('a step of the compiled loop is told from its own weights, to 1e-6', () => {
  const run = granted(LiveRun.start(spirals()));
  run.advance(50);
  const seen = nextIteration(run);
  const [loss] = run.advance(1);
  expect(Math.abs((seen.evaluation.value('L')?.data[0] ?? 0) - loss)).toBeLessThan(1e-6);
});

/** Every schedule: against formulas written here, against the rule it shows, in both engines. */

import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { compile } from '../../compiler/compile.ts';
import { CompiledLoop } from '../../compiler/run/compiled-loop.ts';
import { lineCode } from '../../explain/rule-line.ts';
import type { RuleSettings } from '../../graph/document.ts';
import { ProgramBuilder } from '../../program/program-builder.ts';
import { granted } from '../../testing/granted.ts';
import { rateAt } from '../rate-curve.ts';
import { planUpdate, type UpdatePlan } from '../update-plan.ts';
import { emitRate, scheduleOptions, scheduleRule } from './schedule.ts';
import { SCHEDULES } from './schedules.ts';

const BASE = 0.25;
const STEPS = Array.from({ length: 61 }, (_, i) => i);

const cases: readonly (readonly [RuleSettings, (step: number) => number])[] = [
  [{ kind: 'constant' }, () => BASE],
  [{ kind: 'constant', options: { warmup: 8 } }, (step) => BASE * Math.min(1, (step + 1) / 8)],
  [
    { kind: 'step', options: { factor: 0.3, every: 7 } },
    (step) => BASE * 0.3 ** Math.floor(step / 7),
  ],
  [{ kind: 'exponential', options: { decay: 0.05 } }, (step) => BASE * Math.exp(-0.05 * step)],
  [{ kind: 'inverse', options: { decay: 0.2 } }, (step) => BASE / (1 + 0.2 * step)],
  [
    { kind: 'cosine', options: { length: 40, end: 0.01 } },
    (step) => 0.01 + 0.24 * Math.cos((Math.PI / 2) * Math.min(1, step / 40)) ** 2,
  ],
  [
    { kind: 'cosine', options: { length: 30, warmup: 10 } },
    (step) =>
      step < 10
        ? (BASE * (step + 1)) / 10
        : BASE * Math.cos((Math.PI / 2) * Math.min(1, (step - 10) / 30)) ** 2,
  ],
];

function planOf(schedule: RuleSettings): UpdatePlan {
  return granted(planUpdate({ schedule }));
}

const farthest = (a: ArrayLike<number>, b: readonly number[]): number =>
  Math.max(...b.map((x, i) => Math.abs(a[i] - x)));

describe('61 steps have the rates of the formula, within 1e-15 in f64', () => {
  test.each(cases)('%j', (settings, formula) => {
    const { schedule, scheduleOptions: options } = planOf(settings);
    const rates = rateAt(schedule, options, BASE, STEPS);
    expect(rates.length).toBe(STEPS.length);
    expect(farthest(rates, STEPS.map(formula))).toBeLessThan(1e-15);
  });
});

describe('61 steps of the compiled loop have these rates, within 1e-7 in f32', () => {
  test.each(cases)('%j', (settings, formula) => {
    const { schedule, scheduleOptions: options } = planOf(settings);
    const g = new ProgramBuilder();
    const [base, step] = [g.source('constant', {}, []), g.source('constant', {}, [])];
    const rate = emitRate(g, schedule, { base, step }, options);
    const loop = CompiledLoop.create(
      compile({ program: g.finish(), sources: [base.id], loss: rate.id, step: step.id }),
    );
    loop.write(base.id, [BASE]);
    loop.run(STEPS.length);
    const rates = STEPS.map((i) => loop.lossOf(i));
    expect(farthest(rates, STEPS.map(formula))).toBeLessThan(1e-7);
  });
});

test('step decay steps exactly at the multiples, up to step 16,000,000', () => {
  const { schedule, scheduleOptions: options } = planOf({
    kind: 'step',
    options: { factor: 0.5, every: 1_000_003 },
  });
  const g = new ProgramBuilder();
  const [base, step] = [g.source('constant', {}, []), g.source('constant', {}, [])];
  const rate = emitRate(g, schedule, { base, step }, options);
  const loop = CompiledLoop.create(
    compile({ program: g.finish(), sources: [base.id], loss: rate.id, step: step.id }),
  );
  loop.write(base.id, [1]);
  for (let k = 1; k < 16; k++) {
    for (const [at, times] of [
      [k * 1_000_003 - 1, k - 1],
      [k * 1_000_003, k],
    ]) {
      loop.steps = at;
      loop.run(1);
      expect(Math.abs(Math.log2(loop.lossOf(at)) + times)).toBeLessThan(1e-5);
    }
  }
});

describe('the code that is shown gives the rates, within 1e-15', () => {
  test.each(cases)('%j', (settings, formula) => {
    const { schedule, scheduleOptions: options } = planOf(settings);
    const code = scheduleRule(schedule, options).map(lineCode).join('\n');
    const { exp, cos, floor, min, max, PI } = Math;
    for (const step of STEPS) {
      const scope = { step, base: BASE, exp, cos, floor, min, max, pi: PI, ...options };
      runInNewContext(code, scope);
      const { rate } = scope as unknown as { readonly rate: number };
      expect(Math.abs(rate - formula(step))).toBeLessThan(1e-15);
    }
  });
});

test('docs/format.md names every schedule and the defaults of its options', () => {
  const page = readFileSync(new URL('../../../docs/format.md', import.meta.url), 'utf8');
  for (const [kind, def] of Object.entries(SCHEDULES)) {
    expect(def.summary).toMatch(/^[A-Z].+\.$/);
    expect(page).toContain(`\`${kind}\``);
    for (const [name, spec] of Object.entries(scheduleOptions(def))) {
      expect(page).toContain(`\`${name}\` ${spec.default}`);
    }
  }
});

/**
 * The laws bite: what the phases make of real training steps is broken in every way that is listed here, at
 * every place where it can be, and each time it is refused. What is not broken is sound.
 */
import { describe, expect, test } from 'vitest';
import { KERNEL_MUTATIONS } from '../testing/kernels/kernel-mutations.ts';
import { MEMORY_MUTATIONS, PLAN_MUTATIONS } from '../testing/kernels/plan-mutations.ts';
import { REAL_STEPS, realStep } from '../testing/kernels/real-steps.ts';
import { HEAP } from './emit/memory-map.ts';
import { verifyKernels } from './ir/verify-kernels.ts';
import { planMemory } from './plan/plan-memory.ts';
import { splitAmong } from './plan/split.ts';
import { verifyMemory } from './plan/verify-memory.ts';
import { verifyPlan } from './plan/verify-plan.ts';

const STAGES = ['lower', 'simplify', 'fuse', 'orient', 'schedule'];
const THREADS = 3;

const compiled = REAL_STEPS.map((name) => ({ name, ...realStep(name, THREADS) }));
const points = compiled.flatMap(({ name, stages }) =>
  stages.map((stage) => ({ at: `${name}, after ${stage.name}`, program: stage.program })),
);

describe('kernels of real steps', () => {
  test('are sound after every pass', () => {
    expect(points).toHaveLength(REAL_STEPS.length * STAGES.length);
    expect(points.flatMap(({ program }) => verifyKernels(program))).toEqual([]);
  });

  test.each(Object.entries(KERNEL_MUTATIONS))('are refused with %s', (_, mutate) => {
    let mutants = 0;
    const accepted: string[] = [];
    for (const { at, program } of points) {
      mutate(program).forEach((mutant, i) => {
        mutants++;
        if (verifyKernels(mutant).length === 0) accepted.push(`${at}: ${i}`);
      });
    }
    expect(accepted).toEqual([]);
    expect(mutants).toBeGreaterThan(0);
  });
});

describe('thread plans of real steps', () => {
  const plans = compiled.map(({ name, kernels }) => {
    return { name, kernels, plan: splitAmong(kernels, THREADS) };
  });

  test('are sound, and every one has a kernel in parts', () => {
    expect(plans.flatMap(({ kernels, plan }) => verifyPlan(kernels, plan))).toEqual([]);
    const inParts = plans.map(({ plan }) =>
      plan.phases.some((p) => p.parts.length > p.kernels.length),
    );
    expect(inParts).toEqual(REAL_STEPS.map(() => true));
  });

  test.each(Object.entries(PLAN_MUTATIONS))('are refused with %s', (_, mutate) => {
    let mutants = 0;
    const accepted: string[] = [];
    for (const { name, kernels, plan } of plans) {
      mutate(plan, kernels).forEach((mutant, i) => {
        mutants++;
        if (verifyPlan(kernels, mutant).length === 0) accepted.push(`${name}: ${i}`);
      });
    }
    expect(accepted).toEqual([]);
    expect(mutants).toBeGreaterThan(0);
  });
});

describe('memory plans of real steps', () => {
  const plans = compiled.flatMap(({ name, kernels }) =>
    [1, THREADS].map((threads) => {
      const phases = splitAmong(kernels, threads).phases.map((phase) => phase.kernels);
      return {
        name: `${name}, ${threads}`,
        kernels,
        phases,
        plan: planMemory(kernels, HEAP, phases),
      };
    }),
  );

  test('are sound', () => {
    const problems = plans.flatMap(({ kernels, phases, plan }) =>
      verifyMemory(kernels, plan, HEAP, phases),
    );
    expect(problems).toEqual([]);
  });

  test.each(Object.entries(MEMORY_MUTATIONS))('are refused with %s', (_, mutate) => {
    let mutants = 0;
    const accepted: string[] = [];
    for (const { name, kernels, phases, plan } of plans) {
      mutate(plan, kernels, phases).forEach((mutant, i) => {
        mutants++;
        const { program = kernels, ...broken } = mutant;
        if (verifyMemory(program, broken, HEAP, phases).length === 0)
          accepted.push(`${name}: ${i}`);
      });
    }
    expect(accepted).toEqual([]);
    expect(mutants).toBeGreaterThan(0);
  });
});

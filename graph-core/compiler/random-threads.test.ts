/**
 * Fuzzing: random steps compiled for one thread, for two and for three, and with fused multiply-add. Every
 * kernel counts as large here, so that all that can be cut is cut; one thread does the parts of all.
 */
import { expect, test, vi } from 'vitest';
import { beginStep, everyNumber, randomStep, stepDifferences } from '../testing/random-step.ts';
import { compile } from './compile.ts';
import { CompiledLoop } from './run/compiled-loop.ts';

vi.mock('./cost/estimate-cycles.ts', async (original) => {
  const { estimateCycles } = await original<typeof import('./cost/estimate-cycles.ts')>();
  return {
    estimateCycles: (kernel: Parameters<typeof estimateCycles>[0]) => 1e6 * estimateCycles(kernel),
  };
});

/** Programs in each group; those before are in `random-programs.test.ts`. */
const GROUP = 100;
const STEPS = 2;

test.each([15, 16, 17, 18, 19])(
  '100 random steps, group %d, are within 1e-5, 5e-6 and 8 roundings of the interpreter; threads give the same bits',
  (group) => {
    const failures: string[] = [];
    let cut = 0;
    for (let seed = group * GROUP; seed < (group + 1) * GROUP; seed++) {
      const step = randomStep(seed, 1 + (seed % 5));
      const alone = CompiledLoop.create(compile(step.request));
      beginStep(step, alone);
      const found = stepDifferences(step, alone, STEPS, 1e-5);
      const threads = 2 + (seed % 2);
      const split = CompiledLoop.create(compile({ ...step.request, threads }));
      beginStep(step, split);
      split.run(STEPS);
      const same = Object.is(
        JSON.stringify(everyNumber(step, split, STEPS - 1)),
        JSON.stringify(everyNumber(step, alone, STEPS - 1)),
      );
      if (!same) found.push(`${threads} threads give other bits`);
      if (split.compiled.plan.phases.some(({ parts, kernels }) => parts.length > kernels.length))
        cut++;
      if (seed % 4 === 0) {
        const fast = CompiledLoop.create(compile({ ...step.request, mode: 'fast' }));
        beginStep(step, fast);
        found.push(
          ...stepDifferences(step, fast, 1, 1e-5).map((difference) => `fast, ${difference}`),
        );
      }
      failures.push(...found.map((difference) => `seed ${seed}: ${difference}`));
    }
    expect(failures).toEqual([]);
    expect(cut).toBeGreaterThan(GROUP / 5);
  },
);

/** Fuzzing: the compiled step against the interpreter on random programs with fixed seeds. */
import { expect, test } from 'vitest';
import { beginStep, randomStep, stepDifferences } from '../testing/random-step.ts';
import { compile } from './compile.ts';
import { CompiledLoop } from './run/compiled-loop.ts';

/** Programs in each group; those from 1,500 to 2,000 are compiled for threads as well, in a file of their own. */
const GROUP = 100;

test.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14])(
  'values, gradients and updates of 100 random steps, group %d, are within 1e-5 of the largest number, 5e-6 and 8 roundings',
  (group) => {
    const failures: string[] = [];
    for (let seed = group * GROUP; seed < (group + 1) * GROUP; seed++) {
      const step = randomStep(seed, 1 + (seed % 6));
      const loop = CompiledLoop.create(compile(step.request));
      beginStep(step, loop);
      const found = stepDifferences(step, loop, 2, 1e-5);
      failures.push(...found.map((difference) => `seed ${seed}: ${difference}`));
    }
    expect(failures).toEqual([]);
  },
);

/** Fuzzing: the compiled step against the interpreter on random programs with fixed seeds. */
import { expect, test } from 'vitest';
import { differentiate } from '../autodiff/differentiate.ts';
import { compiledDifferences } from '../testing/compiled-comparison.ts';
import { randomProgram } from '../testing/random-program.ts';

/** Programs in each group. */
const GROUP = 50;

test.each([0, 1, 2, 3])(
  'values and all gradients of random programs, group %d, are within 1e-4 of the largest number of each',
  (group) => {
    for (let seed = group * GROUP; seed < (group + 1) * GROUP; seed++) {
      const { builder, sources, loss } = randomProgram(seed, 4 + (seed % 20));
      const { program, gradients } = differentiate(builder.finish(), loss.id, sources.keys());
      const wanted = [...sources.keys()].flatMap((id) => gradients.get(id) ?? []);
      // Every second program is looked at everywhere, so that fused and unfused values are both tested.
      const all = seed % 2 === 0 ? [...gradients.keys()] : [];
      const values = [...new Set([loss.id, ...wanted, ...all])];
      expect(
        compiledDifferences(program, sources, values, 1e-4, 'largest'),
        `seed ${seed}`,
      ).toEqual([]);
    }
  },
);

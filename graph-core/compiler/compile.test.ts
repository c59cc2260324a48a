/** Every operation by its samples: the compiled step against the interpreter. */
import { expect, test } from 'vitest';
import { differentiate } from '../autodiff/differentiate.ts';
import type { OpDef, Sample } from '../ops/kit/operation.ts';
import { OP_TYPES, OPS } from '../ops/registry.ts';
import { compiledDifferences } from '../testing/compiled-comparison.ts';
import { sampleProgram } from '../testing/operations/sample-program.ts';

const cases = OP_TYPES.flatMap((op) =>
  (OPS[op] as OpDef).samples.map((sample) => [`${op}: ${sample.title}`, op, sample] as const),
);

test.each(cases)(
  '%s: value and gradients are within 2e-6 of the interpreter, or 2^-23 of the largest input',
  (_, op, sample: Sample) => {
    const { builder, inputs, out, sources } = sampleProgram(op, sample);
    const wanted = Object.values(inputs).map(({ id }) => id);
    const { program, gradients } = differentiate(builder.finish(), out.id, wanted);
    const values = [out.id, ...wanted.flatMap((id) => gradients.get(id) ?? [])];
    // A difference of large numbers is as exact as they are.
    const sizes = [...sources.values()].flatMap(({ data }) => [...data].filter(Number.isFinite));
    const largest = Math.max(0, ...sizes.map(Math.abs));
    const bound = Math.max(2e-6, largest * 2 ** -23);
    expect(compiledDifferences(program, sources, values, bound, 1)).toEqual([]);
  },
);

/** NaN and infinity in the compiled step: where the interpreter has them, and nowhere else. */
import { expect, test } from 'vitest';
import { differentiate } from '../autodiff/differentiate.ts';
import { Executor } from '../interpret/executor.ts';
import type { OpDef, Sample } from '../ops/kit/operation.ts';
import { OP_TYPES, OPS } from '../ops/registry.ts';
import { sampleProgram } from '../testing/operations/sample-program.ts';
import { compile } from './compile.ts';
import { CompiledLoop } from './run/compiled-loop.ts';

const POISONS = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];

const cases = OP_TYPES.flatMap((op) =>
  (OPS[op] as OpDef).samples.map((sample) => [`${op}: ${sample.title}`, op, sample] as const),
);

/** Numbers as their kind: finite ones are compared elsewhere. */
const kinds = (data: ArrayLike<number>) =>
  Array.from(data, (x) => (Number.isFinite(Math.fround(x)) ? 0 : Math.fround(x)));

test.each(cases)('%s: a NaN, an infinity or a 0 has the same effect', (_, op, sample: Sample) => {
  const { builder, inputs, out, sources, smoothPorts } = sampleProgram(op, sample);
  const wanted = Object.values(inputs).map(({ id }) => id);
  const { program, gradients } = differentiate(builder.finish(), out.id, wanted);
  const values = [out.id, ...wanted.flatMap((id) => gradients.get(id) ?? [])];
  // What the compiled step reads: a number only f64 has would be another one there.
  for (const { data } of sources.values()) data.set(Float32Array.from(data));
  const executor = new Executor(program, sources, values);
  const loop = CompiledLoop.create(compile({ program, sources: sources.keys(), outputs: values }));
  const found: string[] = [];
  for (const port of smoothPorts) {
    const poisoned = sources.get(inputs[port].id);
    if (poisoned === undefined) continue;
    for (let at = 0; at < Math.min(poisoned.data.length, 3); at++) {
      const before = poisoned.data[at];
      for (const poison of POISONS) {
        poisoned.data[at] = poison;
        executor.run();
        for (const [id, { data }] of sources) loop.write(id, data);
        loop.run(1);
        for (const id of values) {
          const [slow, fast] = [kinds(executor.value(id).data), kinds(loop.read(id).data)];
          if (slow.some((x, i) => !Object.is(x, fast[i]))) {
            found.push(
              `${port}[${at}] = ${poison}, value ${id}: ${fast} where ${slow} is expected`,
            );
          }
        }
      }
      poisoned.data[at] = before;
    }
  }
  expect(found).toEqual([]);
});

/** The compiled step held against the interpreter, both starting from the same f32 numbers. */
import { compile } from '../compiler/compile.ts';
import { CompiledLoop } from '../compiler/compiled-loop.ts';
import { Executor } from '../evaluate/executor.ts';
import type { Program } from '../program/program.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { difference } from './close-to.ts';

/**
 * What differs by more than `tolerance`, relative to the number or to `scale` where the number is smaller,
 * one sentence for each of `values`.
 */
export function compiledDifferences(
  program: Program,
  sources: ReadonlyMap<number, Tensor>,
  values: readonly number[],
  tolerance: number,
  scale: number,
): string[] {
  const rounded = new Map(
    [...sources].map(([id, { shape, data }]) => [id, { shape, data: data.map(Math.fround) }]),
  );
  const executor = new Executor(program, rounded, values);
  executor.run();
  const loop = CompiledLoop.create(compile({ program, sources: sources.keys(), outputs: values }));
  for (const [id, { data }] of rounded) loop.write(id, data);
  loop.run(1);
  return values.flatMap((id) => {
    const { shape, data } = executor.value(id);
    // Infinite where f32 cannot hold it; NaN and infinity must come out as such.
    const found = difference(
      loop.read(id),
      { shape, data: data.map(Math.fround) },
      tolerance,
      scale,
    );
    return found === null ? [] : [`value ${id}: ${found}`];
  });
}

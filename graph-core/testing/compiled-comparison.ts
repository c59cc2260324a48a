/** The compiled step held against the interpreter, both starting from the same f32 numbers. */
import { compile } from '../compiler/compile.ts';
import { CompiledLoop } from '../compiler/run/compiled-loop.ts';
import { Executor } from '../interpret/executor.ts';
import type { Program } from '../program/program.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { difference } from './close-to.ts';

/** Gradients that cancel to 0 leave the rounding of what cancelled, which has no scale of its own. */
const NOISE = 1e-3;

/**
 * What differs by more than `tolerance`, relative to the number or to `scale` where the number is smaller
 * (`largest`: to the largest number of its tensor, or to a thousandth), one sentence for each of `values`.
 */
export function compiledDifferences(
  program: Program,
  sources: ReadonlyMap<number, Tensor>,
  values: readonly number[],
  tolerance: number,
  scale: number | 'largest',
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
    const unit =
      scale === 'largest' ? data.reduce((most, x) => Math.max(most, Math.abs(x)), NOISE) : scale;
    const found = difference(
      loop.read(id),
      { shape, data: data.map(Math.fround) },
      tolerance,
      unit,
    );
    return found === null ? [] : [`value ${id}: ${found}`];
  });
}

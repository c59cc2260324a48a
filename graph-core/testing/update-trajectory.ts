/** Three weights on a curved bowl, moved by an optimizer in both engines: what tests of optimizers compare. */

import { compile } from '../compiler/compile.ts';
import { CompiledLoop } from '../compiler/run/compiled-loop.ts';
import type { TrainingSettings } from '../graph/document.ts';
import { Executor } from '../interpret/executor.ts';
import { ProgramBuilder } from '../program/program-builder.ts';
import { scalar, type Tensor, tensor, zeros } from '../tensor/tensor.ts';
import { emitUpdates, planUpdate } from '../updates/update-plan.ts';
import { granted } from './granted.ts';

/** Where the weights start. */
export const START: readonly number[] = [1.5, -0.75, 0.25];
/** How steep the bowl is along each weight, and where its middle is. */
export const STEEPNESS: readonly number[] = [1, 4, 0.25];
export const MIDDLE: readonly number[] = [0.5, 0.25, -1];

/** The gradient of ½ Σ c (w − d)² + Σ cos w. */
export const bowlGradient = (w: readonly number[]): number[] =>
  w.map((x, i) => STEEPNESS[i] * (x - MIDDLE[i]) - Math.sin(x));

/** The weights after each of so many steps. */
export interface Trajectories {
  readonly interpreter: readonly (readonly number[])[];
  readonly loop: readonly (readonly number[])[];
}

/** Moves the weights by the document's own emission of the update. */
export function trajectories(
  settings: Pick<TrainingSettings, 'rate' | 'optimizer' | 'schedule'>,
  steps: number,
): Trajectories {
  const plan = granted(planUpdate(settings));
  const g = new ProgramBuilder();
  const size = [START.length];
  const w = g.source('constant', {}, size);
  const [rate, step] = [g.source('constant', {}, []), g.source('constant', {}, [])];
  const away = g.subtract(w, g.literal(MIDDLE));
  const gradient = g.subtract(g.multiply(g.literal(STEEPNESS), away), g.emit('sin', [w]));
  const after = emitUpdates(g, plan, { rate, step })(w, gradient);
  const program = g.finish();
  const sources = new Map<number, Tensor>([
    [w.id, tensor(size, START)],
    [rate.id, scalar(settings.rate)],
  ]);
  const updates = new Map([[w.id, after.w.id]]);
  for (const { value, update } of Object.values(after.state)) {
    sources.set(value, zeros(size));
    updates.set(value, update);
  }
  const loop = CompiledLoop.create(
    compile({ program, sources: sources.keys(), updates, step: step.id }),
  );
  for (const [value, { data }] of sources) loop.write(value, data);
  sources.set(step.id, scalar(0));
  const executor = new Executor(program, sources, updates.values());
  const slow: number[][] = [];
  const fast: number[][] = [];
  for (let i = 0; i < steps; i++) {
    sources.get(step.id)?.data.set([i]);
    executor.run();
    const next = [...updates].map(
      ([source, id]) => [source, executor.value(id).data.slice()] as const,
    );
    for (const [source, data] of next) sources.get(source)?.data.set(data);
    slow.push([...(sources.get(w.id)?.data ?? [])]);
    loop.run(1);
    fast.push([...loop.read(w.id).data]);
  }
  return { interpreter: slow, loop: fast };
}

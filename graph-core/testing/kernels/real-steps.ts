/** Training steps as people have them, compiled, large enough that threads share them: for tests of the compiler. */

import { differentiate } from '../../autodiff/differentiate.ts';
import { type CompiledStep, type CompileRequest, compile } from '../../compiler/compile.ts';
import type { Value } from '../../ops/kit/emitter.ts';
import { ProgramBuilder } from '../../program/program-builder.ts';
import type { Size } from '../../tensor/shape.ts';
import { masksOf } from '../../training/step/masks.ts';
import { emitUpdates, planUpdate } from '../../updates/update-plan.ts';
import { granted } from '../granted.ts';

/** A step: its loss, what is learned, and how it is fed. */
interface Step {
  readonly loss: Value;
  readonly parameters: readonly Value[];
  readonly inputs: readonly Value[];
  /** Which of the inputs are batches of a data set of so many rows. */
  readonly rows?: { readonly size: number; readonly of: readonly Value[] };
  readonly optimizer: 'sgd' | 'adam';
}

const STEPS: Readonly<Record<string, (g: ProgramBuilder) => Step>> = {
  'a net with Adam and dropout on shuffled batches': (g) => {
    const [x, t] = [g.source('input', {}, [64, 48]), g.source('input', {}, [64])];
    const [w, b] = [g.source('parameter', {}, [96, 48]), g.source('parameter', {}, [96])];
    const v = g.source('parameter', {}, [7, 96]);
    const h = g.emit('relu', [g.emit('linear', [x, w, b])]);
    const kept = g.emit('dropout', [h], { rate: 0.5, seed: 3 });
    const scores = g.matmul(kept, g.transpose(v));
    const loss = g.emit('softmaxLoss', [scores, t]);
    const rows = { size: 300, of: [x, t] };
    return { loss, parameters: [w, b, v], inputs: [x, t], rows, optimizer: 'adam' };
  },
  'softmax cross-entropy over short rows': (g) => {
    const [scores, t] = [g.source('parameter', {}, [600, 10]), g.source('input', {}, [600])];
    const loss = g.emit('softmaxLoss', [scores, t]);
    return { loss, parameters: [scores], inputs: [t], optimizer: 'sgd' };
  },
  'embeddings picked by index': (g) => {
    const [table, at] = [g.source('parameter', {}, [50, 24]), g.source('input', {}, [80])];
    const wanted = g.source('input', {}, [80, 24]);
    const picked = g.emit('gather', [table, at], { axis: 0 });
    const both = g.emit('concat', [picked, g.negate(wanted)], { axis: 1 });
    const loss = g.emit('mean', [g.emit('square', [both])]);
    return { loss, parameters: [table], inputs: [at, wanted], optimizer: 'sgd' };
  },
};

/** The names of the steps. */
export const REAL_STEPS: readonly string[] = Object.keys(STEPS);

/** One of them, compiled for so many threads. */
export function realStep(name: string, threads = 1): CompiledStep {
  return compile({ ...requestOf(STEPS[name]), threads });
}

function requestOf(step: (g: ProgramBuilder) => Step): CompileRequest {
  let g = new ProgramBuilder();
  const { loss, parameters, inputs, rows, optimizer } = step(g);
  const ids = parameters.map(({ id }) => id);
  const { program, gradients } = differentiate(g.finish(), loss.id, ids);
  g = new ProgramBuilder(program);
  const source = (shape: Size): Value => g.source('constant', {}, shape);
  const [rate, count] = [source([]), source([])];
  const plan = granted(planUpdate({ optimizer: { kind: optimizer, options: {} } }));
  const update = emitUpdates(g, plan, { rate, step: count });
  const updates = new Map<number, number>();
  for (const p of parameters) {
    const { w, state } = update(p, g.value(gradients.get(p.id) ?? p.id));
    updates.set(p.id, w.id);
    for (const { value, update: next } of Object.values(state)) updates.set(value, next);
  }
  const batch = rows?.of[0].shape[0] ?? 1;
  return {
    program: g.finish(),
    sources: [...inputs.map(({ id }) => id), rate.id, ...updates.keys()],
    masks: new Map(masksOf(program).map(({ value, draw }) => [value, draw])),
    updates,
    loss: loss.id,
    step: count.id,
    ...(rows === undefined
      ? {}
      : {
          batches: {
            ...{ size: rows.size, batch, perEpoch: Math.floor(rows.size / batch), seed: 3 },
            rows: new Map(rows.of.map(({ id }) => [id, `rows of ${id}`])),
          },
        }),
  };
}

// Gradwire itself: the workload as program, its derivative and its update, compiled to one loop.
import { differentiate } from '../../graph-core/autodiff/differentiate.ts';
import { compile } from '../../graph-core/compiler/compile.ts';
import { CompiledLoop } from '../../graph-core/compiler/run/compiled-loop.ts';
import { ProgramBuilder } from '../../graph-core/program/program-builder.ts';
import { emitUpdates, planUpdate } from '../../graph-core/updates/update-plan.ts';
import { ADAM, draw, MOMENTUM, parameterShapes } from '../workloads.mjs';

/** What `compile` is asked for, and the numbers of its sources; those without are zeros. */
export function stepOf(work, { watch = false, ...options } = {}) {
  const numbers = draw(work);
  let g = new ProgramBuilder();
  const sources = new Map();
  const source = (shape, data) => {
    const value = g.source('input', {}, shape);
    sources.set(value.id, data);
    return value;
  };
  const { loss, parameters } = (work.scalar ? scalarNet : tensorNet)(g, work, numbers, source);
  const { program, gradients } = differentiate(
    g.finish(),
    loss.id,
    parameters.map(({ id }) => id),
  );
  g = new ProgramBuilder(program);
  const [rate, step] = [source([], [work.rate]), source([], [0])];
  const update = emitUpdates(g, planUpdate({ optimizer: OPTIMIZERS[work.optimizer] }), {
    rate,
    step,
  });
  const updates = new Map();
  const states = [];
  for (const p of parameters) {
    const { w, state } = update(p, g.value(gradients.get(p.id)));
    updates.set(p.id, w.id);
    for (const { value, update: next } of Object.values(state)) {
      updates.set(value, next);
      states.push(value);
    }
  }
  const request = {
    program: g.finish(),
    sources: [...sources.keys(), ...states],
    updates,
    loss: loss.id,
    step: step.id,
    outputs: watch ? parameters.map(({ id }) => gradients.get(id)) : [],
    ...options,
  };
  return { request, sources };
}

/** The workloads' optimizers in the words of a document. */
const OPTIMIZERS = {
  descent: { kind: 'sgd', options: {} },
  momentum: { kind: 'momentum', options: { momentum: MOMENTUM } },
  adam: { kind: 'adam', options: ADAM },
};

/** The net over tensors. */
function tensorNet(g, work, numbers, source) {
  const { sizes, batch, activation, bias, loss: kind, l2 } = work;
  const x = source([batch, sizes[0]], numbers.x);
  const y = source(kind === 'softmax' ? [batch] : [batch, sizes.at(-1)], numbers.y);
  const parameters = parameterShapes(work).map((shape, i) => source(shape, numbers.parameters[i]));
  const each = bias ? 2 : 1;
  let h = x;
  for (let layer = 0; layer < sizes.length - 1; layer++) {
    if (layer > 0) h = g.emit(activation, [h]);
    h = g.matmul(h, parameters[each * layer]);
    if (bias) h = g.add(h, parameters[each * layer + 1]);
  }
  let loss =
    kind === 'softmax'
      ? g.emit('softmaxLoss', [h, y])
      : g.sum(g.emit('square', [g.subtract(h, y)]));
  if (l2 > 0) {
    for (const p of parameters) {
      if (p.shape.length === 2) loss = g.add(loss, g.scale(g.sum(g.emit('square', [p])), l2));
    }
  }
  return { loss, parameters };
}

/** The same net with one node for each number; with several examples a node holds one number for each. */
function scalarNet(g, work, numbers, source) {
  const { sizes, activation, batch } = work;
  const list = (data) => Array.from(data, (number) => source([], [number]));
  const columns = (data, width) =>
    batch === 1
      ? list(data)
      : Array.from({ length: width }, (_, i) =>
          source(
            [batch],
            data.filter((_, at) => at % width === i),
          ),
        );
  let h = columns(numbers.x, sizes[0]);
  const targets = columns(numbers.y, sizes.at(-1));
  const parameters = [];
  for (let layer = 0; layer < sizes.length - 1; layer++) {
    if (layer > 0) h = h.map((value) => g.emit(activation, [value]));
    const [weights, biases] = [2 * layer, 2 * layer + 1].map((i) => list(numbers.parameters[i]));
    parameters.push(...weights, ...biases);
    const inputs = h;
    h = biases.map((bias, to) =>
      inputs.reduce(
        (sum, value, from) => g.add(sum, g.multiply(value, weights[from * biases.length + to])),
        bias,
      ),
    );
  }
  const terms = h.map((value, i) => g.emit('square', [g.subtract(value, targets[i])]));
  const total = terms.reduce((a, b) => g.add(a, b));
  return { loss: batch === 1 ? total : g.sum(total), parameters };
}

/** A loop at the initial weights; the form is a mode, maybe with all gradients kept to be looked at. */
export async function create(work, form, { threads = 1 } = {}) {
  const [mode, watched] = form.split(', ');
  const { request, sources } = stepOf(work, { mode, threads, watch: watched !== undefined });
  const loop = CompiledLoop.create(compile(request), enlist);
  for (const [id, data] of sources) loop.write(id, data);
  return {
    /** Threads that do the next steps: where more do not help, the loop uses one. */
    get threads() {
      return loop.threads;
    },
    run(steps) {
      loop.run(steps);
      return loop.lossOf(loop.steps - 1);
    },
  };
}

/** Another thread for a loop. */
function enlist(work) {
  new Worker('/bench/worker.mjs', { type: 'module' }).postMessage(work);
}

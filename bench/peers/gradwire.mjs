// Gradwire itself: the workload as program, its derivative and its update, compiled to one loop.
import { differentiate } from '../../graph-core/autodiff/differentiate.ts';
import { compile } from '../../graph-core/compiler/compile.ts';
import { CompiledLoop } from '../../graph-core/compiler/compiled-loop.ts';
import { ProgramBuilder } from '../../graph-core/program/program-builder.ts';
import { ADAM, draw, MOMENTUM, parameterShapes } from '../workloads.mjs';

/** What `compile` is asked for, and the numbers of its sources. */
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
  const updates = new Map();
  const rule = OPTIMIZERS[work.optimizer](g, updates, source);
  const rate = source([], [work.rate]);
  for (const p of parameters) {
    const change = rule(p, g.value(gradients.get(p.id)));
    updates.set(p.id, g.subtract(p, g.multiply(rate, change)).id);
  }
  const outputs = watch ? parameters.map(({ id }) => gradients.get(id)) : [];
  const request = {
    program: g.finish(),
    sources: sources.keys(),
    updates,
    loss: loss.id,
    outputs,
    ...options,
  };
  return { request, sources };
}

/** One optimizer's state and the direction it gives for a gradient. */
const OPTIMIZERS = {
  descent: () => (_, gradient) => gradient,
  momentum: (g, updates, source) => (p, gradient) => {
    const old = source(p.shape, zeros(p.shape));
    const velocity = g.add(g.scale(old, MOMENTUM), gradient);
    updates.set(old.id, velocity.id);
    return velocity;
  },
  adam: (g, updates, source) => {
    const { beta1, beta2, epsilon } = ADAM;
    const before = source([], [0]);
    const step = g.add(before, g.full(1));
    updates.set(before.id, step.id);
    const correction = (beta) => g.subtract(g.full(1), g.emit('power', [g.full(beta), step]));
    const [first, second] = [correction(beta1), correction(beta2)];
    const mean = (shape, beta, next) => {
      const old = source(shape, zeros(shape));
      const value = g.add(g.scale(old, beta), g.scale(next, 1 - beta));
      updates.set(old.id, value.id);
      return value;
    };
    return (p, gradient) => {
      const m = mean(p.shape, beta1, gradient);
      const v = mean(p.shape, beta2, g.emit('square', [gradient]));
      const root = g.emit('sqrt', [g.divide(v, second)]);
      return g.divide(g.divide(m, first), g.add(root, g.full(epsilon)));
    };
  },
};

const zeros = (shape) => new Float32Array(shape.reduce((a, b) => a * b, 1));

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
export async function create(work, form, options = {}) {
  const [mode, watched] = form.split(', ');
  const { request, sources } = stepOf(work, { mode, watch: watched !== undefined, ...options });
  const loop = CompiledLoop.create(compile(request));
  for (const [id, data] of sources) loop.write(id, data);
  return {
    threads: loop.threads ?? 1,
    run(steps) {
      loop.run(steps);
      return loop.lossOf(loop.steps - 1);
    },
  };
}

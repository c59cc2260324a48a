// The training steps that the compiler is measured by, as programs; runs in the page (TypeScript is
// served by Vite). Each gives a request for the compiler and how to fill its sources.
import { differentiate } from '../graph-core/autodiff/differentiate.ts';
import { ProgramBuilder } from '../graph-core/program/program-builder.ts';
import { RandomStream } from '../graph-core/tensor/random.ts';

/** A step under construction: sources with numbers, then a loss, then an update of each parameter. */
function step(build, { momentum = null, rate }) {
  let g = new ProgramBuilder();
  const sources = new Map();
  const parameters = [];
  const draw = new RandomStream(1, 'weights');
  const input = (shape, next) => {
    const value = g.source('input', {}, shape);
    const size = shape.reduce((a, b) => a * b, 1);
    sources.set(
      value.id,
      Float32Array.from({ length: size }, () => next(draw)),
    );
    return value;
  };
  const normal = (scale) => (d) => scale * d.normal();
  const parameter = (shape, scale) => {
    const value = input(shape, normal(scale));
    parameters.push(value);
    return value;
  };
  const loss = build({
    g,
    parameter,
    data: (shape) => input(shape, normal(1)),
    labels: (count, classes) => input([count], (d) => d.integer(classes)),
  });
  const { program, gradients } = differentiate(
    g.finish(),
    loss.id,
    parameters.map(({ id }) => id),
  );
  g = new ProgramBuilder(program);
  const rateValue = g.source('constant', {}, []);
  sources.set(rateValue.id, [rate]);
  const updates = new Map();
  for (const p of parameters) {
    let change = g.value(gradients.get(p.id));
    if (momentum !== null) {
      const velocity = g.source('input', {}, p.shape);
      sources.set(velocity.id, new Float32Array(p.shape.reduce((a, b) => a * b, 1)));
      change = g.add(g.scale(velocity, momentum), change);
      updates.set(velocity.id, change.id);
    }
    updates.set(p.id, g.subtract(p, g.multiply(rateValue, change)).id);
  }
  return { program: g.finish(), sources, updates, loss: loss.id };
}

const dense = (g, x, w, b) => g.add(g.matmul(x, w), b);

const mlp =
  (batch, sizes, activation) =>
  ({ g, parameter, data, labels }) => {
    let h = data([batch, sizes[0]]);
    for (let i = 1; i < sizes.length; i++) {
      const w = parameter([sizes[i - 1], sizes[i]], Math.sqrt(2 / sizes[i - 1]) / 4);
      h = dense(g, h, w, parameter([sizes[i]], 0));
      if (i < sizes.length - 1) h = g.emit(activation, [h]);
    }
    return g.emit('softmaxLoss', [h, labels(batch, sizes.at(-1))]);
  };

/** Floating point operations of the matrix products of a dense net in one step. */
const flops = (batch, sizes) =>
  sizes.slice(1).reduce((sum, size, i) => sum + 2 * batch * size * sizes[i] * (i === 0 ? 2 : 3), 0);

export const WORKLOADS = {
  W1: {
    title: '64 × 1000-100-10, sigmoid, sum of squares',
    flops: flops(64, [1000, 100, 10]),
    make: () =>
      step(
        ({ g, parameter, data }) => {
          const x = data([64, 1000]);
          const y = data([64, 10]);
          const h = g.emit('sigmoid', [g.matmul(x, parameter([1000, 100], 0.05))]);
          const d = g.subtract(g.matmul(h, parameter([100, 10], 0.1)), y);
          return g.sum(g.emit('square', [d]));
        },
        { rate: 1e-4 },
      ),
  },
  W2: {
    title: '64 × 784-128-10, ReLU, softmax loss, momentum',
    flops: flops(64, [784, 128, 10]),
    make: () => step(mlp(64, [784, 128, 10], 'relu'), { rate: 0.01, momentum: 0.9 }),
  },
  W3a: {
    title: '10 × 2-8-8-3, tanh',
    flops: flops(10, [2, 8, 8, 3]),
    make: () => step(mlp(10, [2, 8, 8, 3], 'tanh'), { rate: 0.01 }),
  },
  W3b: {
    title: '300 × 2-100-3, ReLU',
    flops: flops(300, [2, 100, 3]),
    make: () => step(mlp(300, [2, 100, 3], 'relu'), { rate: 0.1 }),
  },
  W4: {
    title: '128 × 3072-10, softmax, L2',
    flops: flops(128, [3072, 10]),
    make: () =>
      step(
        ({ g, parameter, data, labels }) => {
          const w = parameter([3072, 10], 0.01);
          const scores = dense(g, data([128, 3072]), w, parameter([10], 0));
          const loss = g.emit('softmaxLoss', [scores, labels(128, 10)]);
          return g.add(loss, g.scale(g.sum(g.emit('square', [w])), 1e-3));
        },
        { rate: 1e-3 },
      ),
  },
};

// The training steps that every peer does, as plain data, and the numbers they begin with: drawn once
// from one seed, the same for all. No imports, so that Node and every page can read it.

/** A dense net; weights are normal with `scale(inputs)` as deviation, biases begin at 0. */
const net = (sizes, batch, more) => ({
  sizes,
  batch,
  bias: true,
  loss: 'softmax',
  optimizer: 'descent',
  l2: 0,
  scalar: false,
  scale: (inputs) => Math.sqrt(2 / inputs) / 4,
  ...more,
});

/** β1, β2 and ε of Adam, m and v corrected for their bias; μ of momentum (v = μ v + g, w = w - rate v). */
export const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
export const MOMENTUM = 0.9;

export const WORKLOADS = {
  W1: net([1000, 100, 10], 64, {
    title: '64 × 1000-100-10, sigmoid, sum of squares',
    activation: 'sigmoid',
    bias: false,
    loss: 'squares',
    rate: 1e-4,
    scale: (inputs) => 1 / Math.sqrt(inputs),
  }),
  'W2-momentum': net([784, 128, 10], 64, {
    title: '64 × 784-128-10, ReLU, softmax loss, momentum 0.9',
    activation: 'relu',
    rate: 0.01,
    optimizer: 'momentum',
  }),
  'W2-adam': net([784, 128, 10], 64, {
    title: '64 × 784-128-10, ReLU, softmax loss, Adam',
    activation: 'relu',
    rate: 1e-3,
    optimizer: 'adam',
  }),
  W3a: net([2, 8, 8, 3], 10, {
    title: '10 × 2-8-8-3, tanh, softmax loss',
    activation: 'tanh',
    rate: 0.1,
    scale: (inputs) => 1 / Math.sqrt(inputs),
  }),
  W3b: net([2, 100, 3], 300, {
    title: '300 × 2-100-3, ReLU, softmax loss',
    activation: 'relu',
    rate: 0.1,
  }),
  W4: net([3072, 10], 128, {
    title: '128 × 3072-10, softmax loss, L2',
    activation: 'relu',
    rate: 1e-3,
    l2: 1e-3,
    scale: () => 0.01,
  }),
  W5: scalarNet(1),
  // Takes minutes to compile: measured only when its whole name is given.
  'W5-batch': { ...scalarNet(16), onDemand: true },
};

/** A net with one node for each number: what a student draws. Each node holds one number an example. */
function scalarNet(batch) {
  return net([2, 16, 16, 1], batch, {
    title: `${batch} × 2-16-16-1, tanh, sum of squares, as 982 scalar nodes`,
    activation: 'tanh',
    loss: 'squares',
    rate: 0.01 / batch,
    scalar: true,
    scale: (inputs) => 1 / Math.sqrt(inputs),
  });
}

/** Floating point operations of the matrix products of one step; the data needs no gradient. */
export const flopsOf = ({ sizes, batch }) =>
  sizes.slice(1).reduce((sum, size, i) => sum + 2 * batch * size * sizes[i] * (i === 0 ? 2 : 3), 0);

/** Shapes of the parameters in the order in which every peer keeps them: W1, b1, W2, b2, … */
export const parameterShapes = ({ sizes, bias }) =>
  sizes.slice(1).flatMap((size, i) => (bias ? [[sizes[i], size], [size]] : [[sizes[i], size]]));

/** The data and the initial weights of a workload: x [batch, in], y (classes, or [batch, out]), parameters. */
export function draw(work) {
  const { sizes, batch, loss, scale } = work;
  const uniform = generator(7);
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const fill = (length, next) => Float32Array.from({ length }, next);
  const outputs = sizes.at(-1);
  return {
    x: fill(batch * sizes[0], normal),
    y:
      loss === 'softmax'
        ? fill(batch, () => Math.floor(outputs * uniform()))
        : fill(batch * outputs, normal),
    parameters: parameterShapes(work).map((shape) =>
      shape.length === 1
        ? new Float32Array(shape[0])
        : fill(shape[0] * shape[1], () => scale(shape[0]) * normal()),
    ),
  };
}

/** Mulberry32: a 32-bit generator by Tommy Ettinger; numbers in [0, 1). */
function generator(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

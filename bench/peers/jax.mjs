// jax-js on its wasm backend: the whole step under jit, gradients by `valueAndGrad` or by hand. Arrays
// belong to whoever they are handed to; `.ref` keeps one.
import { ADAM, draw, MOMENTUM, parameterShapes } from '../workloads.mjs';

export const forms = ['wasm grad', 'wasm grad, [out, in]', 'wasm by hand'];

export const refusal = (work) => (work.scalar ? 'tensors only' : null);

export async function create(work, form) {
  const jax = await import('../node_modules/@jax-js/jax/dist/index.js');
  await jax.init('wasm');
  jax.defaultDevice('wasm');
  const { numpy: np } = jax;
  const numbers = draw(work);
  const { sizes, batch, loss: kind, optimizer } = work;
  const array = (data, shape) => np.array(data).reshape(shape);
  const x = array(numbers.x, [batch, sizes[0]]);
  const outputs = sizes.at(-1);
  const oneHot = new Float32Array(batch * outputs);
  if (kind === 'softmax')
    numbers.y.forEach((label, i) => {
      oneHot[i * outputs + label] = 1;
    });
  const y = array(kind === 'softmax' ? oneHot : numbers.y, [batch, outputs]);
  const shapes = parameterShapes(work);
  const flipped = form.endsWith('[out, in]');
  const gradients = form === 'wasm by hand' ? byHand(jax, work) : byGrad(jax, work, flipped);
  const update = UPDATES[optimizer];
  const step = jax.jit((parameters, state, scales, input, target) => {
    const [loss, slopes] = gradients(
      parameters.map((p) => p.ref),
      input,
      target,
    );
    return [loss, ...update(jax, work, parameters, slopes, state, scales)];
  });
  const start = (shape, i) => {
    const values = array(numbers.parameters[i], shape);
    return flipped && shape.length === 2
      ? array(np.transpose(values).dataSync(), shape.toReversed())
      : values;
  };
  let parameters = shapes.map(start);
  const zeros = () => parameters.map(({ shape }) => np.zeros(shape));
  let state = { descent: [], momentum: [zeros()], adam: [zeros(), zeros()] }[optimizer];
  let count = 0;
  // Adam's corrections for bias are two numbers a step, made here rather than for each element.
  const scalesNow = () =>
    optimizer === 'adam'
      ? [ADAM.beta1, ADAM.beta2].map((beta) => np.array(1 / (1 - beta ** count)))
      : [];
  return {
    // It computes when numbers are asked for. Asking for the loss at each step is two to four times quicker
    // than letting the steps of a chunk wait.
    async run(steps) {
      let loss = Number.NaN;
      for (let i = 0; i < steps; i++) {
        let result = null;
        count++;
        [result, parameters, state] = step(parameters, state, scalesNow(), x.ref, y.ref);
        [loss] = result.dataSync();
      }
      await jax.blockUntilReady(parameters);
      return loss;
    },
  };
}

/** Next parameters and state of each optimizer. */
const UPDATES = {
  descent: (_jax, { rate }, parameters, slopes) => [
    parameters.map((p, i) => p.sub(slopes[i].mul(rate))),
    [],
  ],
  momentum(_jax, { rate }, parameters, slopes, [velocity]) {
    const next = velocity.map((v, i) => v.mul(MOMENTUM).add(slopes[i]));
    return [parameters.map((p, i) => p.sub(next[i].ref.mul(rate))), [next]];
  },
  adam({ numpy: np }, { rate }, parameters, slopes, [first, second], [mScale, vScale]) {
    const { beta1, beta2, epsilon } = ADAM;
    const m = first.map((old, i) => old.mul(beta1).add(slopes[i].ref.mul(1 - beta1)));
    const v = second.map((old, i) => old.mul(beta2).add(np.square(slopes[i]).mul(1 - beta2)));
    const next = parameters.map((p, i) => {
      const root = np.sqrt(v[i].ref.mul(vScale.ref));
      return p.sub(m[i].ref.mul(mScale.ref).div(root.add(epsilon)).mul(rate));
    });
    mScale.dispose();
    vScale.dispose();
    return [next, [m, v]];
  },
};

const activate = ({ nn, numpy: np }, activation, x) =>
  activation === 'relu' ? nn.relu(x) : activation === 'tanh' ? np.tanh(x) : nn.sigmoid(x);

/** The net's weights are [in, out], or turned around. */
function byGrad(jax, work, flipped) {
  const { numpy: np, nn } = jax;
  const { sizes, batch, activation, bias, loss: kind, l2 } = work;
  const each = bias ? 2 : 1;
  const cost = (parameters, x, y) => {
    let h = x;
    let penalty = null;
    for (let layer = 0; layer < sizes.length - 1; layer++) {
      if (layer > 0) h = activate(jax, activation, h);
      const weights = parameters[each * layer];
      if (l2 > 0) {
        const term = np.sum(np.square(weights.ref)).mul(l2);
        penalty = penalty === null ? term : penalty.add(term);
      }
      h = np.matmul(h, flipped ? np.transpose(weights) : weights);
      if (bias) h = h.add(parameters[each * layer + 1]);
    }
    const loss =
      kind === 'softmax'
        ? np.sum(nn.logSoftmax(h).mul(y)).mul(-1 / batch)
        : np.sum(np.square(h.sub(y)));
    return penalty === null ? loss : loss.add(penalty);
  };
  const both = jax.valueAndGrad(cost);
  return (parameters, x, y) => both(parameters, x, y);
}

function byHand(jax, work) {
  const { numpy: np, nn } = jax;
  const { sizes, batch, activation, bias, loss: kind, l2 } = work;
  const each = bias ? 2 : 1;
  const slope = {
    sigmoid: (h) => h.ref.mul(np.subtract(1, h)),
    tanh: (h) => np.subtract(1, np.square(h)),
    relu: (h) => np.where(np.greater(h, 0), 1, 0),
  }[activation];
  return (parameters, x, y) => {
    const all = [x];
    for (let layer = 0; layer < sizes.length - 1; layer++) {
      let h = np.matmul(all[layer].ref, parameters[each * layer].ref);
      if (bias) h = h.add(parameters[each * layer + 1].ref);
      all.push(layer < sizes.length - 2 ? activate(jax, activation, h) : h);
    }
    const scores = all.pop();
    let loss;
    let ct;
    if (kind === 'softmax') {
      const logs = nn.logSoftmax(scores);
      loss = np.sum(logs.ref.mul(y.ref)).mul(-1 / batch);
      ct = np
        .exp(logs)
        .sub(y)
        .mul(1 / batch);
    } else {
      const difference = scores.sub(y);
      loss = np.sum(np.square(difference.ref));
      ct = difference.mul(2);
    }
    const slopes = new Array(parameters.length);
    for (let layer = all.length - 1; layer >= 0; layer--) {
      const weights = parameters[each * layer];
      let gradient = np.matmul(np.transpose(all[layer].ref), ct.ref);
      if (l2 > 0) {
        loss = loss.add(np.sum(np.square(weights.ref)).mul(l2));
        gradient = gradient.add(weights.ref.mul(2 * l2));
      }
      slopes[each * layer] = gradient;
      if (bias) slopes[each * layer + 1] = np.sum(ct.ref, 0);
      if (layer > 0) ct = np.matmul(ct, np.transpose(weights.ref)).mul(slope(all[layer].ref));
    }
    ct.dispose();
    for (const h of all) h.dispose();
    for (const p of parameters) p.dispose();
    return [loss, slopes];
  };
}

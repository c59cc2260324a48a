// TensorFlow.js, wasm (SIMD, one thread) and cpu; with its optimizers, and with the gradients by hand.
import { ADAM, draw, MOMENTUM, parameterShapes } from '../workloads.mjs';
import { loadScript } from './load-script.mjs';

export const forms = ['wasm optimizer', 'wasm by hand', 'cpu optimizer', 'cpu by hand'];

export const refusal = (work) => (work.scalar ? 'tensors only' : null);

export async function create(work, form) {
  const [backend, style] = [form.split(' ')[0], form.slice(form.indexOf(' ') + 1)];
  const tf = await loadScript('@tensorflow/tfjs/dist/tf.min.js', 'tf');
  if (backend === 'wasm') {
    await loadScript('@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.min.js', 'tf');
    tf.wasm.setWasmPaths('/bench/node_modules/@tensorflow/tfjs-backend-wasm/dist/');
    tf.wasm.setThreadsCount(1);
  }
  if (!(await tf.setBackend(backend))) throw new Error(`no ${backend} backend`);
  tf.enableProdMode();
  const numbers = draw(work);
  const { sizes, batch, loss: kind } = work;
  const x = tf.tensor(numbers.x, [batch, sizes[0]]);
  const y =
    kind === 'softmax'
      ? tf.cast(
          tf.oneHot(tf.tensor1d(Int32Array.from(numbers.y), 'int32'), sizes.at(-1)),
          'float32',
        )
      : tf.tensor(numbers.y, [batch, sizes.at(-1)]);
  const variables = parameterShapes(work).map((shape, i) =>
    tf.variable(tf.tensor(numbers.parameters[i], shape)),
  );
  const step = (style === 'optimizer' ? byOptimizer : byHand)(tf, work, x, y, variables);
  return {
    run(steps) {
      for (let i = 1; i < steps; i++) step().dispose();
      const loss = step();
      const [number] = loss.dataSync();
      loss.dispose();
      return number;
    },
  };
}

/** Activations of all layers; the last are the scores. */
function forward(tf, { sizes, activation, bias }, x, parameters) {
  const each = bias ? 2 : 1;
  const all = [x];
  for (let layer = 0; layer < sizes.length - 1; layer++) {
    let h = tf.matMul(all[layer], parameters[each * layer]);
    if (bias) h = tf.add(h, parameters[each * layer + 1]);
    all.push(layer < sizes.length - 2 ? tf[activation](h) : h);
  }
  return all;
}

const penalty = (tf, { l2 }, parameters) =>
  parameters
    .filter(({ shape }) => shape.length === 2)
    .map((p) => tf.mul(tf.sum(tf.square(p)), l2))
    .reduce((a, b) => tf.add(a, b));

function byOptimizer(tf, work, x, y, variables) {
  const optimizer = {
    descent: () => tf.train.sgd(work.rate),
    momentum: () => tf.train.momentum(work.rate, MOMENTUM),
    adam: () => tf.train.adam(work.rate, ADAM.beta1, ADAM.beta2, ADAM.epsilon),
  }[work.optimizer]();
  const cost = () => {
    const scores = forward(tf, work, x, variables).at(-1);
    const loss =
      work.loss === 'softmax'
        ? tf.losses.softmaxCrossEntropy(y, scores)
        : tf.sum(tf.square(tf.sub(scores, y)));
    return work.l2 > 0 ? tf.add(loss, penalty(tf, work, variables)) : loss;
  };
  return () => tf.tidy(() => optimizer.minimize(cost, true, variables));
}

function byHand(tf, work, x, y, variables) {
  const { batch, bias, rate, optimizer, l2 } = work;
  const each = bias ? 2 : 1;
  const state = () =>
    variables.map(({ shape }) => (optimizer === 'descent' ? null : tf.variable(tf.zeros(shape))));
  const [first, second] = [state(), optimizer === 'adam' ? state() : []];
  let count = 0;
  const slope = {
    sigmoid: (h) => tf.mul(h, tf.sub(1, h)),
    tanh: (h) => tf.sub(1, tf.square(h)),
    relu: (h) => tf.step(h),
  }[work.activation];
  return () =>
    tf.tidy(() => {
      const all = forward(tf, work, x, variables);
      let [loss, ct] = [null, null];
      if (work.loss === 'softmax') {
        const p = tf.softmax(all.at(-1));
        loss = tf.neg(tf.div(tf.sum(tf.mul(y, tf.log(p))), batch));
        ct = tf.div(tf.sub(p, y), batch);
      } else {
        const difference = tf.sub(all.at(-1), y);
        loss = tf.sum(tf.square(difference));
        ct = tf.mul(difference, 2);
      }
      if (l2 > 0) loss = tf.add(loss, penalty(tf, work, variables));
      const gradients = new Array(variables.length);
      for (let layer = all.length - 2; layer >= 0; layer--) {
        const weights = variables[each * layer];
        const gradient = tf.matMul(all[layer], ct, true, false);
        gradients[each * layer] = l2 > 0 ? tf.add(gradient, tf.mul(weights, 2 * l2)) : gradient;
        if (bias) gradients[each * layer + 1] = tf.sum(ct, 0);
        if (layer > 0) ct = tf.mul(tf.matMul(ct, weights, false, true), slope(all[layer]));
      }
      count++;
      variables.forEach((variable, i) => {
        let change = gradients[i];
        if (optimizer === 'momentum') {
          first[i].assign(tf.add(tf.mul(first[i], MOMENTUM), change));
          change = first[i];
        } else if (optimizer === 'adam') {
          const { beta1, beta2, epsilon } = ADAM;
          first[i].assign(tf.add(tf.mul(first[i], beta1), tf.mul(change, 1 - beta1)));
          second[i].assign(tf.add(tf.mul(second[i], beta2), tf.mul(tf.square(change), 1 - beta2)));
          const root = tf.sqrt(tf.div(second[i], 1 - beta2 ** count));
          change = tf.div(tf.div(first[i], 1 - beta1 ** count), tf.add(root, epsilon));
        }
        variable.assign(tf.sub(variable, tf.mul(change, rate)));
      });
      return loss;
    });
}

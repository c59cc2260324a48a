// Values and gradients of whole graphs by the interpreter, beside peers that do the same work.
import * as tf from '@tensorflow/tfjs';
import { evaluateDocument } from '../dist/lib/index.js';
import { network, SCALAR_OPS, scalars } from './graphs.mjs';
import * as tape from './peers/object-tape.mjs';
import { compare } from './timing.mjs';

const ROWS = 10_000;

/** The network of `graphs.mjs` in TensorFlow.js: loss and all gradients, eagerly. */
function tensorflowNetwork(evaluation) {
  const value = (id) => evaluation.value(id);
  // TensorFlow.js computes in f32.
  const tensor = (id) => tf.tensor(Float32Array.from(value(id).data), [...value(id).shape]);
  const x = tensor('x');
  const labels = tf.cast(
    tf.oneHot(tf.tensor1d(Int32Array.from(value('y').data), 'int32'), 3),
    'float32',
  );
  const names = ['W1', 'b1', 'W2', 'b2', 'W3', 'b3'];
  const weights = names.map((id) => tf.variable(tensor(id)));
  const loss = () => {
    const [W1, b1, W2, b2, W3, b3] = weights;
    const linear = (input, W, b) => tf.add(tf.matMul(input, W, false, true), b);
    const scores = linear(tf.tanh(linear(tf.tanh(linear(x, W1, b1)), W2, b2)), W3, b3);
    const shifted = tf.sub(scores, tf.max(scores, 1, true));
    const logProbabilities = tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), 1, true)));
    const data = tf.neg(tf.mean(tf.sum(tf.mul(logProbabilities, labels), 1)));
    const penalty = (W) => tf.mul(tf.sum(tf.square(W)), 0.001);
    return tf.add(tf.add(data, penalty(W1)), penalty(W2));
  };
  return () =>
    tf.tidy(() => {
      const { value: result, grads } = tf.variableGrads(loss, weights);
      for (const name of Object.keys(grads)) grads[name].dataSync();
      return result.dataSync()[0];
    });
}

/** The scalar chain as an object tape, built anew each time as such engines do. */
function tapeChain(count) {
  return () => {
    const nodes = [tape.value(0.5), tape.value(0.3)];
    for (let i = 2; i < count; i++) {
      const op = SCALAR_OPS[i % SCALAR_OPS.length];
      nodes.push(
        op === 'tanh' || op === 'sin'
          ? tape.operations[op](nodes[i - 1])
          : tape.operations[op](nodes[i - 1], nodes[i - 2]),
      );
    }
    tape.backward(nodes[count - 1]);
    return nodes[count - 1].data;
  };
}

/** Runs the comparisons; gives rows for the table. */
export async function core() {
  await tf.setBackend('cpu');
  const wide = evaluateDocument(network(ROWS));
  const small = evaluateDocument(scalars(1000));
  const again = (evaluation, target) => () => {
    evaluation.run();
    return evaluation.value(target).data[0];
  };
  return [
    compare({
      title: `forward and backward, ${wide.order.length} nodes, ${ROWS} rows`,
      target: 10,
      ours: again(wide, 'loss'),
      peer: tensorflowNetwork(wide),
      peerName: 'TensorFlow.js cpu',
      tolerance: 1e-4,
      rounds: 15,
      repeat: 3,
    }),
    compare({
      title: '1,000 scalar nodes, values and gradients again',
      target: 2,
      ours: again(small, 'n999'),
      peer: tapeChain(1000),
      peerName: 'object tape',
      tolerance: 1e-12,
      rounds: 15,
      repeat: 100,
    }),
    compare({
      title: '1,000 scalar nodes from the document (a wire was changed)',
      target: null,
      ours: () => evaluateDocument(scalars(1000)).value('n999').data[0],
      peer: tapeChain(1000),
      peerName: 'object tape',
      tolerance: 1e-12,
      rounds: 9,
      repeat: 5,
    }),
  ];
}

// ConvNetJS: one example at a time, gradients summed over the batch; f64.
import { draw, MOMENTUM, parameterShapes } from '../workloads.mjs';
import { loadScript } from './load-script.mjs';

export const forms = ['trainer'];

/** Why it cannot do a workload; null where it can. */
export function refusal({ optimizer, scalar }) {
  if (scalar) return 'layers only, no scalar nodes';
  return optimizer === 'adam' ? 'its trainer has no Adam' : null;
}

export async function create(work) {
  const { sizes, batch, activation, bias, loss: kind, l2, rate, optimizer } = work;
  const convnetjs = await loadScript('convnetjs/build/convnet.js', 'convnetjs');
  const numbers = draw(work);
  const squares = kind === 'squares';
  const net = new convnetjs.Net();
  net.makeLayers([
    { type: 'input', out_sx: 1, out_sy: 1, out_depth: sizes[0] },
    ...sizes
      .slice(1, -1)
      .map((size) => ({ type: 'fc', num_neurons: size, activation, bias_pref: 0 })),
    squares
      ? { type: 'regression', num_neurons: sizes.at(-1) }
      : { type: 'softmax', num_classes: sizes.at(-1) },
  ]);
  const dense = net.layers.filter(({ layer_type }) => layer_type === 'fc');
  const each = bias ? 2 : 1;
  dense.forEach((layer, i) => {
    const weights = numbers.parameters[each * i];
    const [, outputs] = parameterShapes(work)[each * i];
    layer.filters.forEach((filter, to) => {
      for (let from = 0; from < filter.w.length; from++)
        filter.w[from] = weights[from * outputs + to];
    });
    layer.biases.w.fill(0);
    // Its layers always have biases; where the net has none they stay out of the update.
    if (!bias) {
      const all = layer.getParamsAndGrads.bind(layer);
      layer.getParamsAndGrads = () => all().slice(0, -1);
    }
  });
  // It divides the sum over the batch by the batch, takes l2 / 2 as penalty and (x - y) as the slope of 2 (x - y)².
  const trainer = new convnetjs.Trainer(net, {
    method: 'sgd',
    batch_size: batch,
    momentum: optimizer === 'momentum' ? MOMENTUM : 0,
    learning_rate: squares ? 2 * batch * rate : rate,
    l2_decay: 2 * l2 * batch,
  });
  const width = sizes[0];
  const outputs = sizes.at(-1);
  const examples = Array.from({ length: batch }, (_, i) => {
    const volume = new convnetjs.Vol(1, 1, width, 0);
    volume.w.set(numbers.x.subarray(i * width, (i + 1) * width));
    const target = squares
      ? Float64Array.from(numbers.y.subarray(i * outputs, (i + 1) * outputs))
      : numbers.y[i];
    return [volume, target];
  });
  const step = () => {
    let sum = 0;
    for (const [x, y] of examples) {
      const { cost_loss, l2_decay_loss } = trainer.train(x, y);
      sum += (squares ? cost_loss / 2 : cost_loss / batch) + l2_decay_loss / batch;
    }
    return sum;
  };
  return {
    run(steps) {
      let loss = Number.NaN;
      for (let i = 0; i < steps; i++) loss = step();
      return loss;
    },
  };
}

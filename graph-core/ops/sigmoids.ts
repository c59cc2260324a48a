/** Activations that saturate, their smooth integral, and the threshold they came from. */
import { f } from './kit/formula.ts';
import { primitive } from './kit/operation.ts';
import { s } from './kit/scalar-expression.ts';
import { sameShapeRule } from './kit/shape-rules.ts';

const x = s.port('x');
const inputs = [{ name: 'x', help: 'The pre-activation.' }] as const;

/** Computed from exp(-|x|), which cannot overflow, so that both tails keep their digits. */
const sigmoid = primitive({
  doc: {
    title: 'Sigmoid',
    summary: 'Squeezes a number into (0, 1); far from 0 it saturates.',
    backward: 'The gradient is scaled by σ(1 − σ), at most a quarter; far from 0 it vanishes.',
    category: 'activations',
    symbol: 'σ',
  },
  rules: {
    value: ({ inputs: { x } }) => f.sigma(x),
    gradient: {
      x: { local: ({ inputs: { x } }) => f.times(f.sigma(x), f.subtract(1, f.sigma(x))) },
    },
  },
  inputs,
  attrs: {},
  infer: sameShapeRule,
  forward: ([x], out) => {
    for (let i = 0; i < out.data.length; i++) {
      const value = x.data[i];
      const decay = Math.exp(-Math.abs(value));
      out.data[i] = (value >= 0 ? 1 : decay) / (1 + decay);
    }
  },
  vjp: (g, { out, ct }) => ({
    x: g.multiply(ct, g.multiply(out, g.subtract(g.full(1), out))),
  }),
  lower: { kind: 'map', expression: s.unary('sigmoid', x) },
  exports: { onnx: { op: 'Sigmoid', since: 13 }, pytorch: 'torch.sigmoid(<x>)' },
  samples: [
    { title: 'zero', inputs: { x: 0 }, out: 0.5, gradients: { x: 0.25 } },
    {
      title: 'a few numbers',
      inputs: { x: [-2, 1] },
      out: [0.11920292202211755, 0.7310585786300049],
    },
    { title: 'both ends', inputs: { x: [-1e4, 1e4] }, out: [0, 1], gradients: { x: [0, 0] } },
    { title: 'a small tail', inputs: { x: -700 }, out: Math.exp(-700) },
    { title: 'not a number', inputs: { x: NaN }, out: NaN, notSmooth: 'not a number' },
  ],
});

const tanh = primitive({
  doc: {
    title: 'Tanh',
    summary: 'Squeezes a number into (-1, 1); far from 0 it saturates.',
    backward: 'The gradient is scaled by 1 − tanh²; far from 0 it vanishes.',
    category: 'activations',
    symbol: 'tanh',
  },
  rules: {
    value: ({ inputs: { x } }) => f.tanh(x),
    gradient: { x: { local: ({ inputs: { x } }) => f.subtract(1, f.square(f.tanh(x))) } },
  },
  inputs,
  attrs: {},
  infer: sameShapeRule,
  forward: ([x], out) => {
    for (let i = 0; i < out.data.length; i++) out.data[i] = Math.tanh(x.data[i]);
  },
  vjp: (g, { out, ct }) => ({
    x: g.multiply(ct, g.subtract(g.full(1), g.multiply(out, out))),
  }),
  lower: { kind: 'map', expression: s.unary('tanh', x) },
  exports: { onnx: { op: 'Tanh', since: 13 }, pytorch: 'torch.tanh(<x>)' },
  samples: [
    { title: 'zero', inputs: { x: 0 }, out: 0, gradients: { x: 1 } },
    {
      title: 'a few numbers',
      inputs: { x: [-2, 0.5] },
      out: [-0.9640275800758169, 0.46211715726000974],
    },
    {
      title: 'both ends',
      inputs: { x: [-1e4, 1e4] },
      out: [-1, 1],
      gradients: { x: [0, 0] },
    },
  ],
});

/** log(1 + eˣ) as max(x, 0) + log1p(exp(-|x|)): no overflow above, no lost digits below. */
const softplus = primitive({
  doc: {
    title: 'Softplus',
    summary: 'A smooth ReLU.',
    backward: 'The gradient is scaled by the sigmoid of the value.',
    category: 'activations',
    symbol: 'soft+',
  },
  rules: {
    value: ({ inputs: { x } }) => f.ln(f.add(1, f.exp(x))),
    gradient: { x: { local: ({ inputs: { x } }) => f.sigma(x) } },
  },
  inputs,
  attrs: {},
  infer: sameShapeRule,
  forward: ([x], out) => {
    for (let i = 0; i < out.data.length; i++) {
      const value = x.data[i];
      out.data[i] = Math.max(value, 0) + Math.log1p(Math.exp(-Math.abs(value)));
    }
  },
  vjp: (g, { inputs: { x }, ct }) => ({ x: g.multiply(ct, g.emit('sigmoid', [x])) }),
  lower: {
    kind: 'map',
    expression: s.binary(
      'add',
      s.binary('max', x, s.number(0)),
      s.unary('log1p', s.unary('exp', s.unary('negate', s.unary('abs', x)))),
    ),
  },
  exports: {
    onnx: { op: 'Softplus', since: 1 },
    pytorch: 'torch.nn.functional.softplus(<x>, threshold=40)',
  },
  samples: [
    { title: 'zero', inputs: { x: 0 }, out: Math.LN2, gradients: { x: 0.5 } },
    { title: 'a few numbers', inputs: { x: [-2, 3] } },
    {
      beyondRules: 'the exponential overflows',
      title: 'both ends',
      inputs: { x: [-1e4, 1e4] },
      out: [0, 1e4],
      gradients: { x: [0, 1] },
    },
    { title: 'a small tail', inputs: { x: -700 }, out: Math.exp(-700) },
    { title: 'not a number', inputs: { x: NaN }, out: NaN, notSmooth: 'not a number' },
  ],
});

const step = primitive({
  doc: {
    title: 'Step',
    summary: 'Fires (1) from 0 on, else 0: the threshold unit.',
    backward: 'The step is flat wherever it does not jump: no gradient flows.',
    category: 'activations',
    symbol: 'step',
  },
  rules: {
    value: ({ inputs: { x } }) => f.greaterEqual(x, 0),
    gradient: { x: { zero: 'the step is flat everywhere but at 0, where it jumps' } },
  },
  inputs,
  attrs: {},
  infer: sameShapeRule,
  forward: ([x], out) => {
    for (let i = 0; i < out.data.length; i++) out.data[i] = Number(x.data[i] >= 0);
  },
  vjp: () => ({ x: 'zero' }),
  lower: { kind: 'map', expression: s.binary('greaterEqual', x, s.number(0)) },
  exports: {
    onnx: { none: 'two operators, GreaterOrEqual and then Cast' },
    pytorch: '(<x> >= 0).to(<x>.dtype)',
  },
  samples: [
    { title: 'both signs', inputs: { x: [-0.5, 0.5] }, out: [0, 1], gradients: { x: [0, 0] } },
    { title: 'zero', inputs: { x: 0 }, out: 1, gradients: { x: 0 }, notSmooth: 'a jump' },
  ],
});

export const sigmoidOps = { sigmoid, tanh, softplus, step };

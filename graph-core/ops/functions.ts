/** Functions of one number, element by element. */
import { erf as errorFunction } from './kit/erf.ts';
import { f } from './kit/formula.ts';
import { primitive } from './kit/operation.ts';
import { roundToEven } from './kit/rounding.ts';
import { s } from './kit/scalar-expression.ts';
import { sameShapeRule } from './kit/shape-rules.ts';

const x = s.port('x');
const inputs = [{ name: 'x', help: 'The value.' }] as const;

const exp = primitive({
  doc: {
    title: 'Exp',
    summary: 'e to the power of the value.',
    backward: 'It is its own derivative, so the gradient grows with the value.',
    category: 'functions',
    symbol: 'exp',
  },
  rules: {
    value: ({ inputs: { x } }) => f.exp(x),
    gradient: { x: { local: ({ inputs: { x } }) => f.exp(x) } },
  },
  inputs,
  attrs: {},
  infer: sameShapeRule,
  forward: ([x], out) => {
    for (let i = 0; i < out.data.length; i++) out.data[i] = Math.exp(x.data[i]);
  },
  vjp: (g, { out, ct }) => ({ x: g.multiply(ct, out) }),
  lower: { kind: 'map', expression: s.unary('exp', x) },
  exports: { onnx: { op: 'Exp', since: 13 }, pytorch: 'torch.exp(<x>)' },
  samples: [
    {
      title: 'zero and one',
      inputs: { x: [0, 1] },
      out: [1, Math.E],
      gradients: { x: [1, Math.E] },
    },
    {
      title: 'both ends',
      inputs: { x: [1e4, -1e4] },
      out: [Infinity, 0],
      gradients: { x: [Infinity, 0] },
      notSmooth: 'infinite numbers',
    },
  ],
});

const log = primitive({
  doc: {
    title: 'Log',
    summary: 'The natural logarithm; minus infinity at 0, undefined below.',
    backward: 'The gradient is divided by the value: it explodes near 0.',
    category: 'functions',
    symbol: 'ln',
  },
  rules: {
    value: ({ inputs: { x } }) => f.ln(x),
    gradient: { x: { local: ({ inputs: { x } }) => f.divide(1, x) } },
  },
  inputs,
  attrs: {},
  infer: sameShapeRule,
  forward: ([x], out) => {
    for (let i = 0; i < out.data.length; i++) out.data[i] = Math.log(x.data[i]);
  },
  vjp: (g, { inputs: { x }, ct }) => ({ x: g.divide(ct, x) }),
  lower: { kind: 'map', expression: s.unary('log', x) },
  exports: { onnx: { op: 'Log', since: 13 }, pytorch: 'torch.log(<x>)' },
  samples: [
    {
      title: 'one and e',
      inputs: { x: [1, Math.E] },
      out: [0, 1],
      gradients: { x: [1, 1 / Math.E] },
    },
    {
      title: 'the edge of the domain',
      inputs: { x: [0, -1] },
      out: [-Infinity, NaN],
      gradients: { x: [Infinity, -1] },
      notSmooth: 'an edge of the domain',
    },
  ],
});

const sin = primitive({
  doc: {
    title: 'Sine',
    summary: 'The sine of an angle in radians.',
    backward: 'The gradient is scaled by the cosine of the angle.',
    category: 'functions',
    symbol: 'sin',
  },
  rules: {
    value: ({ inputs: { x } }) => f.sin(x),
    gradient: { x: { local: ({ inputs: { x } }) => f.cos(x) } },
  },
  inputs,
  attrs: {},
  infer: sameShapeRule,
  forward: ([x], out) => {
    for (let i = 0; i < out.data.length; i++) out.data[i] = Math.sin(x.data[i]);
  },
  vjp: (g, { inputs: { x }, ct }) => ({ x: g.multiply(ct, g.emit('cos', [x])) }),
  lower: { kind: 'map', expression: s.unary('sin', x) },
  exports: { onnx: { op: 'Sin', since: 7 }, pytorch: 'torch.sin(<x>)' },
  samples: [
    { title: 'zero', inputs: { x: 0 }, out: 0, gradients: { x: 1 } },
    { title: 'a few angles', inputs: { x: [1, -2, 100] } },
    { title: 'no angle', inputs: { x: Infinity }, out: NaN, notSmooth: 'infinite numbers' },
  ],
});

const cos = primitive({
  doc: {
    title: 'Cosine',
    summary: 'The cosine of an angle in radians.',
    backward: 'The gradient is scaled by minus the sine of the angle.',
    category: 'functions',
    symbol: 'cos',
  },
  rules: {
    value: ({ inputs: { x } }) => f.cos(x),
    gradient: { x: { local: ({ inputs: { x } }) => f.negate(f.sin(x)) } },
  },
  inputs,
  attrs: {},
  infer: sameShapeRule,
  forward: ([x], out) => {
    for (let i = 0; i < out.data.length; i++) out.data[i] = Math.cos(x.data[i]);
  },
  vjp: (g, { inputs: { x }, ct }) => ({ x: g.negate(g.multiply(ct, g.emit('sin', [x]))) }),
  lower: { kind: 'map', expression: s.unary('cos', x) },
  exports: { onnx: { op: 'Cos', since: 7 }, pytorch: 'torch.cos(<x>)' },
  samples: [
    { title: 'zero', inputs: { x: 0 }, out: 1, gradients: { x: 0 } },
    { title: 'a few angles', inputs: { x: [1, -2, 100] } },
    { title: 'no angle', inputs: { x: -Infinity }, out: NaN, notSmooth: 'infinite numbers' },
  ],
});

const erf = primitive({
  doc: {
    title: 'Error function',
    summary: 'How much of a normal distribution lies within the value: from -1 to 1, 0 at 0.',
    backward: 'The gradient is scaled by the bell curve at the value.',
    category: 'functions',
    symbol: 'erf',
  },
  rules: {
    value: ({ inputs: { x } }) => f.erf(x),
    gradient: {
      x: {
        local: ({ inputs: { x } }) =>
          f.times(f.divide(2, f.sqrt(f.number(Math.PI, '\\pi'))), f.exp(f.negate(f.square(x)))),
      },
    },
  },
  inputs,
  attrs: {},
  infer: sameShapeRule,
  forward: ([x], out) => {
    for (let i = 0; i < out.data.length; i++) out.data[i] = errorFunction(x.data[i]);
  },
  vjp: (g, { inputs: { x }, ct }) => {
    const bell = g.exp(g.negate(g.emit('square', [x])));
    return { x: g.multiply(ct, g.scale(bell, 2 / Math.sqrt(Math.PI))) };
  },
  lower: { kind: 'map', expression: s.unary('erf', x) },
  exports: { onnx: { op: 'Erf', since: 13 }, pytorch: 'torch.erf(<x>)' },
  samples: [
    {
      title: 'both signs',
      inputs: { x: [0, 0.5, -1] },
      out: [0, 0.5204998778130465, -0.8427007929497149],
    },
    { title: 'both ends', inputs: { x: [30, -30] }, out: [1, -1], gradients: { x: [0, 0] } },
    { title: 'around the change of method', inputs: { x: [2.49, 2.5, -2.51] } },
    { title: 'not a number', inputs: { x: NaN }, out: NaN, notSmooth: 'not a number' },
  ],
});

const abs = primitive({
  doc: {
    title: 'Absolute value',
    summary: 'The size without the sign.',
    backward: 'The gradient changes its sign where the value is negative; at 0 it is taken as 0.',
    category: 'functions',
    symbol: '|x|',
  },
  rules: {
    value: ({ inputs: { x } }) => f.abs(x),
    gradient: {
      x: {
        local: ({ inputs: { x } }) => f.sign(x),
        cases: [
          {
            where: ({ inputs: { x } }) => f.equal(x, 0),
            words: 'it is at its kink, where the slope is taken as 0',
          },
        ],
      },
    },
  },
  inputs,
  attrs: {},
  infer: sameShapeRule,
  forward: ([x], out) => {
    for (let i = 0; i < out.data.length; i++) out.data[i] = Math.abs(x.data[i]);
  },
  vjp: (g, { inputs: { x }, ct }) => ({ x: g.multiply(ct, g.emit('sign', [x])) }),
  lower: { kind: 'map', expression: s.unary('abs', x) },
  exports: { onnx: { op: 'Abs', since: 13 }, pytorch: 'torch.abs(<x>)' },
  samples: [
    { title: 'both signs', inputs: { x: [3, -4] }, out: [3, 4], gradients: { x: [1, -1] } },
    { title: 'zero', inputs: { x: 0 }, out: 0, gradients: { x: 0 }, notSmooth: 'a kink' },
  ],
});

const sign = primitive({
  doc: {
    title: 'Sign',
    summary: '1 for positive numbers, -1 for negative ones, 0 for 0.',
    backward: 'The sign is flat wherever it does not jump: no gradient flows.',
    category: 'functions',
    symbol: 'sgn',
  },
  rules: {
    value: ({ inputs: { x } }) => f.sign(x),
    gradient: { x: { zero: 'the sign is flat everywhere but at 0, where it jumps' } },
  },
  inputs,
  attrs: {},
  infer: sameShapeRule,
  forward: ([x], out) => {
    for (let i = 0; i < out.data.length; i++) out.data[i] = Math.sign(x.data[i]);
  },
  vjp: () => ({ x: 'zero' }),
  lower: { kind: 'map', expression: s.unary('sign', x) },
  exports: { onnx: { op: 'Sign', since: 13 }, pytorch: 'torch.sign(<x>)' },
  samples: [
    { title: 'both signs', inputs: { x: [3, -4] }, out: [1, -1] },
    { title: 'zero', inputs: { x: 0 }, out: 0, notSmooth: 'a jump' },
    { title: 'not a number', inputs: { x: NaN }, out: NaN, notSmooth: 'not a number' },
  ],
});

const floor = primitive({
  doc: {
    title: 'Floor',
    summary: 'The largest whole number that is not larger.',
    backward: 'The floor is flat wherever it does not jump: no gradient flows.',
    category: 'functions',
    symbol: '⌊x⌋',
  },
  rules: {
    value: ({ inputs: { x } }) => f.floor(x),
    gradient: { x: { zero: 'the floor is flat except at whole numbers, where it jumps' } },
  },
  inputs,
  attrs: {},
  infer: sameShapeRule,
  forward: ([x], out) => {
    for (let i = 0; i < out.data.length; i++) out.data[i] = Math.floor(x.data[i]);
  },
  vjp: () => ({ x: 'zero' }),
  lower: { kind: 'map', expression: s.unary('floor', x) },
  exports: { onnx: { op: 'Floor', since: 13 }, pytorch: 'torch.floor(<x>)' },
  samples: [
    { title: 'both signs', inputs: { x: [2.5, -2.5] }, out: [2, -3] },
    { title: 'a whole number', inputs: { x: 2 }, out: 2, notSmooth: 'a jump' },
  ],
});

const round = primitive({
  doc: {
    title: 'Round',
    summary: 'The nearest whole number; halves go to the even one.',
    backward: 'Rounding is flat wherever it does not jump: no gradient flows.',
    category: 'functions',
    symbol: 'round',
  },
  rules: {
    value: ({ inputs: { x } }) =>
      f.apply('round', [x], { as: 'function', name: '\\operatorname{round}' }),
    gradient: { x: { zero: 'rounding is flat except at halves, where it jumps' } },
  },
  inputs,
  attrs: {},
  infer: sameShapeRule,
  forward: ([x], out) => {
    for (let i = 0; i < out.data.length; i++) out.data[i] = roundToEven(x.data[i]);
  },
  vjp: () => ({ x: 'zero' }),
  lower: { kind: 'map', expression: s.unary('round', x) },
  exports: { onnx: { op: 'Round', since: 11 }, pytorch: 'torch.round(<x>)' },
  samples: [
    { title: 'both signs', inputs: { x: [2.4, 2.6, -2.4, -2.6] }, out: [2, 3, -2, -3] },
    {
      title: 'halves go to the even number',
      inputs: { x: [0.5, 1.5, 2.5, -0.5, -1.5] },
      out: [0, 2, 2, -0, -2],
      notSmooth: 'a jump',
    },
    { title: 'large numbers stay', inputs: { x: [4503599627370497, -1e300] } },
    { title: 'not a number', inputs: { x: NaN }, out: NaN, notSmooth: 'not a number' },
  ],
});

export const functionOps = { exp, log, sin, cos, erf, abs, sign, floor, round };

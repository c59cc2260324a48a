/** Activations with a hinge: one slope for positive numbers, another for negative ones. */

import { setting } from '../settings/setting.ts';
import { divideDims, formatShape } from '../tensor/shape.ts';
import { type Formula, type FormulaSymbol, f, spread } from './kit/formula.ts';
import { composite, faulty, inferred, primitive } from './kit/operation.ts';
import { rows } from './kit/sample-rows.ts';
import { s } from './kit/scalar-expression.ts';
import { sameShapeRule } from './kit/shape-rules.ts';

const x = s.port('x');
const inputs = [{ name: 'x', help: 'The pre-activation.' }] as const;
const positive = s.binary('greater', x, s.number(0));

const relu = primitive({
  doc: {
    title: 'ReLU',
    summary: 'Lets positive numbers pass and stops the others.',
    backward:
      'The gradient passes where the value was positive and stops elsewhere; at 0 it is taken as 0.',
    category: 'activations',
    symbol: 'ReLU',
  },
  rules: {
    value: ({ inputs: { x } }) => f.max(0, x),
    gradient: {
      x: {
        local: ({ inputs: { x } }) => f.greater(x, 0),
        cases: [
          {
            where: ({ inputs: { x } }) => f.less(x, 0),
            words: 'ReLU is off, because what came in was negative: nothing passes',
          },
          {
            where: ({ inputs: { x } }) => f.equal(x, 0),
            words: 'ReLU is at its kink, where the slope is taken as 0: nothing passes',
          },
        ],
      },
    },
  },
  inputs,
  attrs: {},
  infer: sameShapeRule,
  forward: ([x], out) => {
    for (let i = 0; i < out.data.length; i++) out.data[i] = Math.max(x.data[i], 0);
  },
  vjp: (g, { inputs: { x }, ct }) => {
    const zero = g.full(0);
    return { x: g.where(g.emit('lessEqual', [x, zero]), zero, ct) };
  },
  lower: { kind: 'map', expression: s.binary('max', x, s.number(0)) },
  exports: { onnx: { op: 'Relu', since: 14 }, pytorch: 'torch.relu(<x>)' },
  samples: [
    { title: 'both signs', inputs: { x: [-2, 3] }, out: [0, 3], gradients: { x: [0, 1] } },
    { title: 'zero', inputs: { x: 0 }, out: 0, gradients: { x: 0 }, notSmooth: 'a kink' },
    {
      title: 'not a number, and infinite',
      inputs: { x: [NaN, Infinity, -Infinity] },
      out: [NaN, Infinity, 0],
      notSmooth: 'not a number',
    },
  ],
});

const leakyRelu = primitive({
  doc: {
    title: 'Leaky ReLU',
    summary: 'Like ReLU, but negative numbers leak through a small slope.',
    backward:
      'The gradient passes where the value was positive; elsewhere, also at 0, it is scaled by the slope.',
    category: 'activations',
    symbol: 'leaky',
  },
  rules: {
    value: ({ inputs: { x }, a }) => f.cases(f.greater(x, 0), x, f.times(a.slope, x)),
    gradient: {
      x: {
        local: ({ inputs: { x }, a }) => f.cases(f.greater(x, 0), 1, a.slope),
        cases: [
          {
            where: ({ inputs: { x } }) => f.less(x, 0),
            words: 'what came in was negative, so only the small slope passes',
          },
          {
            where: ({ inputs: { x } }) => f.equal(x, 0),
            words: 'it is at its kink, where the slope of the negative side is taken',
          },
        ],
      },
    },
  },
  inputs,
  attrs: { slope: setting.number(0.01, 'Slope for negative numbers.') },
  infer: sameShapeRule,
  forward: ([x], out, a) => {
    const { slope } = a;
    for (let i = 0; i < out.data.length; i++) {
      const value = x.data[i];
      out.data[i] = value > 0 ? value : slope * value;
    }
  },
  vjp: (g, { inputs: { x }, ct, a }) => ({
    x: g.where(g.emit('greater', [x, g.full(0)]), ct, g.scale(ct, a.slope)),
  }),
  lower: {
    kind: 'map',
    expression: s.select(positive, x, s.binary('multiply', s.attr('slope'), x)),
  },
  exports: {
    onnx: { op: 'LeakyRelu', since: 16 },
    pytorch: 'torch.nn.functional.leaky_relu(<x>, <slope>)',
  },
  samples: [
    { title: 'both signs', inputs: { x: [-2, 3] }, out: [-0.02, 3], gradients: { x: [0.01, 1] } },
    {
      title: 'zero',
      inputs: { x: 0 },
      attrs: { slope: 0.1 },
      out: 0,
      gradients: { x: 0.1 },
      notSmooth: 'a kink',
    },
    { title: 'not a number', inputs: { x: NaN }, out: NaN, notSmooth: 'not a number' },
  ],
});

/** For x ≤ 0 the slope α eˣ is out + α, which cannot overflow where x is large and not chosen. */
const elu = primitive({
  doc: {
    title: 'ELU',
    summary: 'Like ReLU, but negative numbers approach -α smoothly.',
    backward:
      'The gradient passes where the value was positive and fades below 0, so units do not die.',
    category: 'activations',
    symbol: 'ELU',
  },
  rules: {
    value: ({ inputs: { x }, a }) =>
      f.cases(f.greater(x, 0), x, f.times(a.alpha, f.subtract(f.exp(x), 1))),
    gradient: {
      x: {
        local: ({ inputs: { x }, a }) => f.cases(f.greater(x, 0), 1, f.times(a.alpha, f.exp(x))),
      },
    },
  },
  inputs,
  attrs: { alpha: setting.number(1, 'α: how far below 0 it goes.') },
  infer: sameShapeRule,
  forward: ([x], out, a) => {
    const { alpha } = a;
    for (let i = 0; i < out.data.length; i++) {
      const value = x.data[i];
      out.data[i] = value > 0 ? value : alpha * Math.expm1(value);
    }
  },
  vjp: (g, { inputs: { x }, out, ct, a }) => {
    const slope = g.add(out, g.full(a.alpha));
    return { x: g.where(g.emit('greater', [x, g.full(0)]), ct, g.multiply(ct, slope)) };
  },
  lower: {
    kind: 'map',
    expression: s.select(positive, x, s.binary('multiply', s.attr('alpha'), s.unary('expm1', x))),
  },
  exports: {
    onnx: { op: 'Elu', since: 6 },
    pytorch: 'torch.nn.functional.elu(<x>, <alpha>)',
  },
  samples: [
    { title: 'both signs', inputs: { x: [-1, 2] }, out: [Math.expm1(-1), 2] },
    {
      title: 'both ends',
      inputs: { x: [-1e4, 1e4] },
      attrs: { alpha: 2 },
      out: [-2, 1e4],
      gradients: { x: [0, 1] },
    },
    {
      title: 'zero',
      inputs: { x: 0 },
      attrs: { alpha: 0.5 },
      out: 0,
      gradients: { x: 0.5 },
      notSmooth: 'a kink',
    },
    {
      title: 'close to zero',
      inputs: { x: -1e-9 },
      out: -9.999999995e-10,
      notSmooth: 'a bend',
      beyondRules: 'the difference of two numbers near 1 loses digits',
    },
  ],
});

/** Φ: how much of a standard normal distribution lies below. */
const normalBelow = (x: FormulaSymbol): Formula => {
  const erf = f.erf(f.divide(x, f.sqrt(2)));
  return f.bound(
    '\\Phi',
    'how much of a normal distribution lies below',
    f.times(f.divide(1, 2), f.add(1, erf)),
    [x],
  );
};

/** φ: its density. */
const normalDensity = (x: FormulaSymbol): Formula => {
  const bell = f.exp(f.negate(f.divide(f.square(x), 2)));
  const area = f.sqrt(f.times(2, f.number(Math.PI, '\\pi')));
  return f.bound('\\varphi', 'the density of a normal distribution', f.divide(bell, area), [x]);
};

const gelu = composite({
  doc: {
    title: 'GELU',
    summary: 'Weighs a number by how likely a normal one is smaller; a smooth ReLU.',
    backward:
      'The gradient follows the slope of the curve: near 1 for large values, near 0 for very negative ones.',
    category: 'activations',
    symbol: 'GELU',
  },
  rules: {
    value: ({ inputs: { x }, a }) =>
      a.form === 'exact' ? f.times(x, normalBelow(x)) : f.times(x, f.sigma(f.times(1.702, x))),
    gradient: {
      x: {
        local: ({ inputs: { x }, a }) => {
          if (a.form === 'exact') return f.add(normalBelow(x), f.times(x, normalDensity(x)));
          const s = f.sigma(f.times(1.702, x));
          return f.add(s, f.times(f.times(1.702, x), s, f.subtract(1, s)));
        },
      },
    },
  },
  inputs,
  attrs: {
    form: setting.choice(
      ['exact', 'sigmoid'],
      'Exact, by the error function, or x σ(1.702 x), close to it and cheaper.',
    ),
  },
  infer: sameShapeRule,
  expand: (g, { x }, a) => {
    if (a.form === 'sigmoid') return g.multiply(x, g.emit('sigmoid', [g.scale(x, 1.702)]));
    const erf = g.emit('erf', [g.scale(x, Math.SQRT1_2)]);
    return g.multiply(g.scale(x, 0.5), g.add(erf, g.full(1)));
  },
  exports: {
    onnx: { expansion: true },
    pytorch: ({ form }) =>
      form === 'exact' ? 'torch.nn.functional.gelu(<x>)' : '<x> * torch.sigmoid(1.702 * <x>)',
  },
  samples: [
    {
      title: 'a few numbers',
      inputs: { x: [-1, 0, 2] },
      gradients: { x: [-0.08331547058768629, 0.5, 1.085231801078197] },
    },
    { title: 'both ends', inputs: { x: [-1e4, 1e4] }, gradients: { x: [0, 1] } },
    { title: 'sigmoid form', inputs: { x: [-1, 0, 2] }, attrs: { form: 'sigmoid' } },
  ],
});

/** Maxout's pieces on an axis of their own. */
const groupsOf = (x: FormulaSymbol, pieces: number): Formula => {
  const units = divideDims([x.shape[x.shape.length - 1]], [pieces]) ?? 1;
  return f.reshaped(x, [...x.shape.slice(0, -1), units, pieces]);
};

const groupNotation = (sign: string, pieces: number) =>
  ({ as: 'over', sign, over: `\\text{each }${pieces}` }) as const;

const maxout = composite({
  doc: {
    title: 'Maxout',
    summary:
      'The largest of each group of pieces along the last axis: a unit that learns its bends.',
    backward:
      'The largest piece of each unit alone gets its gradient; at a tie it is shared equally.',
    category: 'activations',
    symbol: 'maxout',
  },
  rules: {
    value: ({ inputs: { x }, a }) =>
      f.apply('reduceMax', [groupsOf(x, a.pieces)], groupNotation('\\max', a.pieces), {
        axes: [-1],
      }),
    gradient: {
      x: {
        vjp: ({ inputs: { x }, out, ct, a }) => {
          const hit = f.equal(groupsOf(x, a.pieces), spread(out, [...out.shape, 1]));
          const ties = f.apply('sum', [hit], groupNotation('\\sum', a.pieces), {
            axes: [-1],
            keepDims: true,
          });
          return f.reshaped(f.times(spread(ct, [...ct.shape, 1]), f.divide(hit, ties)), x.shape);
        },
        cases: [
          {
            where: ({ inputs: { x }, out, a }) =>
              f.notEqual(groupsOf(x, a.pieces), spread(out, [...out.shape, 1])),
            words: 'another piece of the unit is the largest and takes its gradient',
          },
        ],
      },
    },
  },
  inputs: [
    { name: 'x', help: 'The pieces, [..., units · pieces]; those of one unit are neighbors.' },
  ],
  attrs: { pieces: setting.integer(2, 'Pieces for each unit.', { min: 1 }) },
  infer: ([x], a) => {
    if (x.length === 0) {
      return faulty(
        'rank',
        'maxout: x is a scalar, it needs an axis',
        'use max for two values',
        'x',
      );
    }
    const units = divideDims([x[x.length - 1]], [a.pieces]);
    return units === null
      ? faulty(
          'shape-mismatch',
          `maxout: the last size of ${formatShape(x)} does not divide into groups of ${a.pieces}`,
          `make the last size a multiple of ${a.pieces}`,
          'x',
        )
      : inferred([...x.slice(0, -1), units]);
  },
  expand: (g, { x }, a) => {
    const units = x.shape[x.shape.length - 1] / a.pieces;
    const groups = g.reshape(x, [...x.shape.slice(0, -1), units, a.pieces]);
    return g.emit('reduceMax', [groups], { axes: [-1] });
  },
  exports: {
    onnx: { expansion: true },
    pytorch: 'torch.amax(<x>.reshape(*<x>.shape[:-1], <x>.shape[-1] // <pieces>, <pieces>), -1)',
  },
  samples: [
    {
      title: 'two units of two pieces',
      inputs: { x: rows([1, 2, 4, 3], [-1, -2, 0, 5]) },
      out: rows([2, 4], [-1, 5]),
      gradients: { x: rows([0, 1, 1, 0], [1, 0, 0, 1]) },
    },
    { title: 'three pieces', inputs: { x: [1, 2, 3] }, attrs: { pieces: 3 }, out: [3] },
    {
      title: 'tie',
      inputs: { x: [2, 2] },
      out: [2],
      gradients: { x: [0.5, 0.5] },
      notSmooth: 'a tie',
    },
  ],
});

export const rectifierOps = { relu, leakyRelu, elu, gelu, maxout };

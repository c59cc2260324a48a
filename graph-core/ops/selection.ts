/** Selection: for each element one of several numbers, which alone receives the gradient. */

import { setting } from '../settings/setting.ts';
import { type Formula, f, type RuleCase, type Term } from './kit/formula.ts';
import { faulty, inferred, primitive } from './kit/operation.ts';
import { rows } from './kit/sample-rows.ts';
import { s } from './kit/scalar-expression.ts';
import { broadcastRule } from './kit/shape-rules.ts';

const x = s.port('x');
const y = s.port('y');
const pair = [
  { name: 'x', help: 'First candidate.' },
  { name: 'y', help: 'Second candidate.' },
] as const;

/** Who gets the gradient of one of two: not the one that loses, and each a half at a tie. */
const casesOf = (loses: (x: Term, y: Term) => Formula, word: string): readonly RuleCase[] => [
  {
    where: ({ inputs: { x, y } }) => loses(x, y),
    words: `the other one is ${word} and takes all of the gradient`,
  },
  {
    where: ({ inputs: { x, y } }) => f.equal(x, y),
    words: 'both are equal, a tie: by convention each gets half of the gradient',
  },
];

/** 1 where this one is chosen, one half at a tie. */
const chosen = (wins: Formula, x: Formula, y: Formula): Formula =>
  f.add(wins, f.times(f.divide(1, 2), f.equal(x, y)));

const max = primitive({
  doc: {
    title: 'Max',
    summary: 'The larger of two values.',
    backward: 'The larger input alone gets the gradient; at a tie each gets half.',
    category: 'arithmetic',
    symbol: 'max',
  },
  rules: {
    value: ({ inputs: { x, y } }) => f.max(x, y),
    gradient: {
      x: {
        local: ({ inputs: { x, y } }) => chosen(f.greater(x, y), x, y),
        cases: casesOf(f.less, 'larger'),
      },
      y: {
        local: ({ inputs: { x, y } }) => chosen(f.greater(y, x), x, y),
        cases: casesOf(f.greater, 'larger'),
      },
    },
  },
  inputs: pair,
  attrs: {},
  infer: broadcastRule('max', ['x', 'y']),
  forward: ([x, y], out) => {
    for (let i = 0; i < out.data.length; i++) out.data[i] = Math.max(x.data[i], y.data[i]);
  },
  vjp: (g, { inputs: { x, y }, ct }) => {
    const zero = g.full(0);
    const share = g.where(g.equal(x, y), g.scale(ct, 0.5), ct);
    return {
      x: g.where(g.emit('less', [x, y]), zero, share),
      y: g.where(g.emit('less', [y, x]), zero, share),
    };
  },
  lower: { kind: 'map', expression: s.binary('max', x, y) },
  exports: { onnx: { op: 'Max', since: 13 }, pytorch: 'torch.maximum(<x>, <y>)' },
  samples: [
    { title: 'the first is larger', inputs: { x: 4, y: 2 }, out: 4, gradients: { x: 1, y: 0 } },
    { title: 'the second is larger', inputs: { x: -4, y: 2 }, out: 2, gradients: { x: 0, y: 1 } },
    {
      title: 'tie',
      inputs: { x: 3, y: 3 },
      out: 3,
      gradients: { x: 0.5, y: 0.5 },
      notSmooth: 'a tie',
    },
    {
      title: 'a column and a row',
      inputs: { x: [[1], [3]], y: [2, 4] },
      out: rows([2, 4], [3, 4]),
    },
    { title: 'not a number', inputs: { x: NaN, y: 1 }, out: NaN, notSmooth: 'not a number' },
  ],
});

const min = primitive({
  doc: {
    title: 'Min',
    summary: 'The smaller of two values.',
    backward: 'The smaller input alone gets the gradient; at a tie each gets half.',
    category: 'arithmetic',
    symbol: 'min',
  },
  rules: {
    value: ({ inputs: { x, y } }) => f.min(x, y),
    gradient: {
      x: {
        local: ({ inputs: { x, y } }) => chosen(f.less(x, y), x, y),
        cases: casesOf(f.greater, 'smaller'),
      },
      y: {
        local: ({ inputs: { x, y } }) => chosen(f.less(y, x), x, y),
        cases: casesOf(f.less, 'smaller'),
      },
    },
  },
  inputs: pair,
  attrs: {},
  infer: broadcastRule('min', ['x', 'y']),
  forward: ([x, y], out) => {
    for (let i = 0; i < out.data.length; i++) out.data[i] = Math.min(x.data[i], y.data[i]);
  },
  vjp: (g, { inputs: { x, y }, ct }) => {
    const zero = g.full(0);
    const share = g.where(g.equal(x, y), g.scale(ct, 0.5), ct);
    return {
      x: g.where(g.emit('greater', [x, y]), zero, share),
      y: g.where(g.emit('greater', [y, x]), zero, share),
    };
  },
  lower: { kind: 'map', expression: s.binary('min', x, y) },
  exports: { onnx: { op: 'Min', since: 13 }, pytorch: 'torch.minimum(<x>, <y>)' },
  samples: [
    { title: 'the second is smaller', inputs: { x: 4, y: 2 }, out: 2, gradients: { x: 0, y: 1 } },
    {
      title: 'tie',
      inputs: { x: 3, y: [3, 4] },
      out: [3, 3],
      gradients: { x: 1.5, y: [0.5, 0] },
      notSmooth: 'a tie',
    },
    {
      title: 'a column and a row',
      inputs: { x: [[1], [3]], y: [2, 4] },
      out: rows([1, 1], [2, 3]),
    },
    { title: 'not a number', inputs: { x: 1, y: NaN }, out: NaN, notSmooth: 'not a number' },
  ],
});

const clip = primitive({
  doc: {
    title: 'Clip',
    summary: 'Keeps a value within bounds.',
    backward: 'Outside the bounds no gradient flows; at the bounds it still does.',
    category: 'functions',
    symbol: 'clip',
  },
  rules: {
    value: ({ inputs: { x }, a }) => f.min(f.max(x, a.min), a.max),
    gradient: {
      x: {
        local: ({ inputs: { x }, a }) => f.times(f.greaterEqual(x, a.min), f.lessEqual(x, a.max)),
        cases: [
          {
            where: ({ inputs: { x }, a }) => f.add(f.less(x, a.min), f.greater(x, a.max)),
            words: 'what came in lies beyond a bound, so nothing passes',
          },
          {
            where: ({ inputs: { x }, a }) => f.add(f.equal(x, a.min), f.equal(x, a.max)),
            words: 'it lies on a bound, a kink, where the gradient is taken to pass',
          },
        ],
      },
    },
  },
  inputs: [{ name: 'x', help: 'The value.' }],
  attrs: { min: setting.number(-1, 'Lower bound.'), max: setting.number(1, 'Upper bound.') },
  infer: ([x], a) =>
    a.min <= a.max
      ? inferred(x)
      : faulty('bad-attribute', `clip: min ${a.min} is above max ${a.max}`, 'exchange them'),
  forward: ([x], out, a) => {
    const { min, max } = a;
    for (let i = 0; i < out.data.length; i++) out.data[i] = Math.min(Math.max(x.data[i], min), max);
  },
  vjp: (g, { inputs: { x }, ct, a }) => {
    const above = g.emit('greaterEqual', [x, g.full(a.min)]);
    const below = g.emit('lessEqual', [x, g.full(a.max)]);
    return { x: g.where(g.multiply(above, below), ct, g.full(0)) };
  },
  lower: {
    kind: 'map',
    expression: s.binary('min', s.binary('max', x, s.attr('min')), s.attr('max')),
  },
  exports: { onnx: { op: 'Clip', since: 13 }, pytorch: 'torch.clamp(<x>, <min>, <max>)' },
  samples: [
    {
      title: 'below, within and above',
      inputs: { x: [-2, 0.5, 3] },
      out: [-1, 0.5, 1],
      gradients: { x: [0, 1, 0] },
    },
    {
      title: 'at the bounds',
      inputs: { x: [0, 6] },
      attrs: { min: 0, max: 6 },
      out: [0, 6],
      gradients: { x: [1, 1] },
      notSmooth: 'a kink',
    },
    { title: 'not a number', inputs: { x: NaN }, out: NaN, notSmooth: 'not a number' },
  ],
});

const where = primitive({
  doc: {
    title: 'Where',
    summary: 'x where the condition is not 0, y elsewhere.',
    backward: 'The gradient goes to the value that was chosen.',
    category: 'comparison',
    symbol: '?:',
  },
  rules: {
    value: ({ inputs: { condition, x, y } }) => f.cases(f.notEqual(condition, 0), x, y),
    gradient: {
      x: {
        local: ({ inputs: { condition } }) => f.notEqual(condition, 0),
        cases: [
          {
            where: ({ inputs: { condition } }) => f.equal(condition, 0),
            words: 'the condition chooses the other one, so nothing passes',
          },
        ],
      },
      y: {
        local: ({ inputs: { condition } }) => f.equal(condition, 0),
        cases: [
          {
            where: ({ inputs: { condition } }) => f.notEqual(condition, 0),
            words: 'the condition chooses the other one, so nothing passes',
          },
        ],
      },
    },
  },
  inputs: [
    { name: 'condition', help: 'Not 0 chooses x, 0 chooses y.', role: 'condition' },
    { name: 'x', help: 'The value where the condition holds.' },
    { name: 'y', help: 'The value elsewhere.' },
  ],
  attrs: {},
  infer: broadcastRule('where', ['condition', 'x', 'y']),
  forward: ([condition, x, y], out) => {
    for (let i = 0; i < out.data.length; i++) {
      out.data[i] = condition.data[i] !== 0 ? x.data[i] : y.data[i];
    }
  },
  vjp: (g, { inputs: { condition }, ct }) => {
    const zero = g.full(0);
    return {
      condition: 'zero',
      x: g.where(condition, ct, zero),
      y: g.where(condition, zero, ct),
    };
  },
  lower: { kind: 'map', expression: s.select(s.port('condition'), x, y) },
  exports: { onnx: { op: 'Where', since: 16 }, pytorch: 'torch.where(<condition> != 0, <x>, <y>)' },
  samples: [
    {
      title: 'one of each',
      inputs: { condition: [1, 0], x: [1, 2], y: [3, 4] },
      out: [1, 4],
      gradients: { condition: [0, 0], x: [1, 0], y: [0, 1] },
    },
    { title: 'all three stretch', inputs: { condition: [[1], [0]], x: [1, 2], y: 7 } },
    {
      title: 'what is not chosen may be infinite',
      inputs: { condition: [1, 0], x: [1, Infinity], y: [NaN, 2] },
      out: [1, 2],
      gradients: { x: [1, 0], y: [0, 1] },
      notSmooth: 'infinite numbers',
    },
  ],
});

export const selectionOps = { max, min, clip, where };

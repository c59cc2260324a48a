/**
 * Random inputs for each operation, with the hard places mixed in: zeros, ties, large numbers, axes
 * of size 0 and 1, negative axes, shapes that broadcast. The same seed draws the same cases.
 */

import type { AttrValue } from '../graph/document.ts';
import type { OpType } from '../ops/registry.ts';
import { RandomStream } from '../tensor/random.ts';
import { elementCount, type Size } from '../tensor/shape.ts';

/** Numbers of one shape, as JSON holds them. */
export interface CaseTensor {
  readonly shape: Size;
  readonly data: readonly number[];
}

/** Attributes and inputs that go together. */
export interface DrawnCase {
  readonly attrs?: Readonly<Record<string, AttrValue>>;
  readonly inputs: Readonly<Record<string, CaseTensor>>;
}

/** A source of shapes and numbers. */
export class CaseRandom {
  private readonly stream: RandomStream;
  constructor(seed: number) {
    this.stream = new RandomStream(seed, 'test');
  }
  below(bound: number): number {
    return this.stream.integer(bound);
  }
  chance(probability: number): boolean {
    return this.stream.uniform() < probability;
  }
  pick<T>(options: readonly T[]): T {
    return options[this.below(options.length)];
  }
  /** Mostly a number around 0 with three decimals; sometimes 0 or a small whole one, for ties. */
  number = (): number => {
    if (this.chance(0.15)) return this.below(5) - 2;
    // Adding 0 turns -0, which JSON does not keep, into 0.
    return Math.round(this.stream.normal() * 1500) / 1000 + 0;
  };
  positive = (): number => Math.abs(this.number()) + 0.125;
  /** Like `number`, sometimes very large. */
  wide = (): number => this.number() * this.pick([1, 1, 1, 10, 1e4]);
  sizes(least: number, most: number): number[] {
    const rank = least + this.below(most - least + 1);
    return Array.from({ length: rank }, () => this.pick([1, 2, 2, 3, 3, 4]));
  }
  fill(shape: Size, next: () => number): CaseTensor {
    return { shape, data: Array.from({ length: elementCount(shape) }, () => next()) };
  }
  indices(shape: Size, from: number, to: number): CaseTensor {
    return this.fill(shape, () => from + this.below(to - from));
  }
  /** A shape that stretches to `shape`. */
  stretchable(shape: Size): number[] {
    const kept = shape.slice(this.chance(0.3) ? this.below(shape.length + 1) : 0);
    return kept.map((size) => (this.chance(0.25) ? 1 : size));
  }
  /** The axis, sometimes counted from the end. */
  axis(axis: number, rank: number): number {
    return this.chance(0.4) ? axis - rank : axis;
  }
}

type Draw = (r: CaseRandom) => DrawnCase;

const unary =
  (number: (r: CaseRandom) => () => number, attrs?: (r: CaseRandom) => DrawnCase['attrs']): Draw =>
  (r) => ({
    attrs: attrs?.(r) ?? {},
    inputs: { x: r.fill(r.sizes(0, 3), number(r)) },
  });

const any = (r: CaseRandom) => r.number;
const wide = (r: CaseRandom) => r.wide;
const positive = (r: CaseRandom) => r.positive;

const binary =
  (left: (r: CaseRandom) => () => number, right = left): Draw =>
  (r) => {
    const shape = r.sizes(0, 3);
    return {
      inputs: {
        x: r.fill(r.stretchable(shape), left(r)),
        y: r.fill(r.stretchable(shape), right(r)),
      },
    };
  };

const reduction =
  (
    number: (r: CaseRandom) => () => number,
    more: (r: CaseRandom) => DrawnCase['attrs'] = () => ({}),
  ): Draw =>
  (r) => {
    const shape = r.sizes(0, 4);
    const every = shape.map((_, axis) => axis);
    const some = every.filter(() => r.chance(0.5)).map((axis) => r.axis(axis, shape.length));
    const axes = r.chance(0.3) ? null : r.chance(0.5) ? some : some.reverse();
    return {
      attrs: { axes, keepDims: r.chance(0.5), ...more(r) },
      inputs: { x: r.fill(shape, number(r)) },
    };
  };

const alongAxisWith =
  (more: (r: CaseRandom) => DrawnCase['attrs']): Draw =>
  (r) => {
    const shape = r.sizes(1, 3);
    return {
      attrs: { axis: r.axis(r.below(shape.length), shape.length), ...more(r) },
      inputs: { x: r.fill(shape, r.wide) },
    };
  };

const alongAxis = alongAxisWith(() => ({}));
const place = alongAxisWith((r) => ({ keepDims: r.chance(0.5) }));

/** A number whose sine or cosine there is, away from the ends. */
const within = (r: CaseRandom) => () => Math.tanh(r.number());

const REDUCTIONS = ['mean', 'sum', 'none'] as const;

const classLoss =
  (port: string, numbers: (r: CaseRandom) => () => number): Draw =>
  (r) => {
    const shape = [...r.sizes(0, 2), 1 + r.below(4)];
    const classes = shape[shape.length - 1];
    const targets = r.pick(['index', 'probability']);
    const target =
      targets === 'index'
        ? r.indices(shape.slice(0, -1), 0, classes)
        : r.fill(shape, () => Math.abs(r.number()));
    return {
      attrs: { targets, reduction: r.pick(REDUCTIONS) },
      inputs: { [port]: r.fill(shape, numbers(r)), target },
    };
  };

const regressionLoss: Draw = (r) => {
  const shape = r.sizes(0, 3);
  return { inputs: { prediction: r.fill(shape, r.number), target: r.fill(shape, r.number) } };
};

const penalty: Draw = (r) => ({
  attrs: { lambda: r.positive() },
  inputs: { w: r.fill(r.sizes(0, 3), r.number) },
});

const batches: (r: CaseRandom) => [number[], number[]] = (r) => {
  const lead = r.sizes(0, 2);
  return [r.stretchable(lead), r.stretchable(lead)];
};

/** How to draw a case of each operation that has inputs. */
export const DRAWS: Readonly<Partial<Record<OpType, Draw>>> = {
  add: binary(any),
  subtract: binary(any),
  multiply: binary(any),
  divide: binary(any, positive),
  negate: unary(any),
  power: (r) =>
    r.chance(0.5) ? binary(positive, any)(r) : binary(any, () => () => r.pick([0, 1, 2, 3]))(r),
  square: unary(any),
  sqrt: unary((r) => () => Math.abs(r.number())),
  reciprocal: unary(any),
  max: binary(any),
  min: binary(any),
  clip: unary(any, (r) => ({ min: r.pick([-1, -0.5]), max: r.pick([0, 1]) })),
  where: (r) => {
    const shape = r.sizes(0, 3);
    return {
      inputs: {
        condition: r.indices(r.stretchable(shape), 0, 2),
        x: r.fill(r.stretchable(shape), r.number),
        y: r.fill(r.stretchable(shape), r.number),
      },
    };
  },
  exp: unary(any),
  log: unary((r) => () => Math.abs(r.number())),
  sin: unary(wide),
  cos: unary(wide),
  erf: unary((r) => () => r.number() * 2),
  abs: unary(wide),
  sign: unary(wide),
  floor: unary(wide),
  round: unary(wide),
  arcsin: unary(within),
  arccos: unary(within),
  arctan: unary(any),
  atan2: (r) => {
    const { inputs } = binary(any)(r);
    return { inputs: { y: inputs.y, x: inputs.x } };
  },
  relu: unary(wide),
  leakyRelu: unary(wide, (r) => ({ slope: r.pick([0.01, 0.1, -0.5]) })),
  elu: unary(wide, (r) => ({ alpha: r.pick([1, 0.5, 2]) })),
  gelu: unary(any, (r) => ({ form: r.pick(['exact', 'sigmoid']) })),
  maxout: (r) => {
    const pieces = 1 + r.below(3);
    const shape = [...r.sizes(0, 2), pieces * (1 + r.below(2))];
    return { attrs: { pieces }, inputs: { x: r.fill(shape, r.number) } };
  },
  sigmoid: unary(wide),
  tanh: unary(wide),
  softplus: unary(wide),
  step: unary(wide),
  softmax: alongAxis,
  logSoftmax: alongAxis,
  equal: binary(any),
  notEqual: binary(any),
  greater: binary(any),
  greaterEqual: binary(any),
  less: binary(any),
  lessEqual: binary(any),
  sum: reduction(any),
  mean: reduction(any),
  reduceMax: reduction(any),
  argmax: place,
  argmin: place,
  cumulativeSum: alongAxisWith((r) => ({ reverse: r.chance(0.5) })),
  reduceMin: reduction(any),
  product: reduction(any),
  logSumExp: reduction(wide),
  variance: reduction(any, (r) => ({ correction: r.below(2) })),
  identity: unary(any),
  stopGradient: unary(any),
  reshape: (r) => {
    const shape = r.sizes(1, 3);
    return {
      attrs: { shape: r.chance(0.5) ? [...shape].reverse() : [shape[0], -1] },
      inputs: { x: r.fill(shape, r.number) },
    };
  },
  flatten: (r) => {
    const shape = r.sizes(1, 4);
    return {
      attrs: { startAxis: r.axis(r.below(shape.length), shape.length) },
      inputs: { x: r.fill(shape, r.number) },
    };
  },
  broadcastTo: (r) => {
    const shape = r.sizes(0, 3);
    return { attrs: { shape }, inputs: { x: r.fill(r.stretchable(shape), r.number) } };
  },
  transpose: (r) => {
    const shape = r.sizes(0, 4);
    const axes = shape.map((_, axis) => axis).sort(() => r.below(3) - 1);
    return {
      attrs: { permutation: r.chance(0.3) ? null : axes.map((axis) => r.axis(axis, axes.length)) },
      inputs: { x: r.fill(shape, r.number) },
    };
  },
  concat: (r) => {
    const shape = r.sizes(1, 3);
    const at = r.below(shape.length);
    const count = 1 + r.below(3);
    const part = () =>
      r.fill(
        shape.map((size, axis) => (axis === at ? r.below(4) : size)),
        r.number,
      );
    return {
      attrs: { axis: r.axis(at, shape.length), count },
      inputs: Object.fromEntries(Array.from({ length: count }, (_, i) => [`x${i + 1}`, part()])),
    };
  },
  slice: (r) => {
    const shape = [...r.sizes(1, 3)].map((size) => size + r.below(4));
    return {
      attrs: {
        axis: r.axis(r.below(shape.length), shape.length),
        start: r.below(9) - 4,
        end: r.chance(0.4) ? null : r.below(13) - 4,
        step: 1 + r.below(3),
      },
      inputs: { x: r.fill(shape, r.number) },
    };
  },
  pad: (r) => {
    const shape = r.sizes(1, 3).map((size) => (r.chance(0.1) ? 0 : size));
    return {
      attrs: {
        axis: r.axis(r.below(shape.length), shape.length),
        before: r.below(3),
        after: r.below(3),
        interior: r.below(3),
        value: r.number(),
      },
      inputs: { x: r.fill(shape, r.number) },
    };
  },
  gather: (r) => {
    const shape = r.sizes(1, 3);
    const at = r.below(shape.length);
    return {
      attrs: { axis: r.axis(at, shape.length) },
      inputs: {
        x: r.fill(shape, r.number),
        indices: r.indices(r.sizes(0, 2), -shape[at], shape[at]),
      },
    };
  },
  scatterAdd: (r) => {
    const [lead, picked, tail] = [r.sizes(0, 1), r.sizes(0, 2), r.sizes(0, 1)];
    const size = 1 + r.below(4);
    return {
      attrs: { axis: r.axis(lead.length, lead.length + 1 + tail.length), size },
      inputs: {
        x: r.fill([...lead, ...picked, ...tail], r.number),
        indices: r.indices(picked, -size, size),
      },
    };
  },
  oneHot: (r) => {
    const classes = 1 + r.below(4);
    return { attrs: { classes }, inputs: { x: r.indices(r.sizes(0, 2), 0, classes) } };
  },
  matmul: (r) => {
    const [m, k, n] = [1 + r.below(3), r.below(4), 1 + r.below(3)];
    const [leadA, leadB] = batches(r);
    const a = r.chance(0.25) ? [k] : [...leadA, m, k];
    const b = r.chance(0.25) ? [k] : [...leadB, k, n];
    return { inputs: { a: r.fill(a, r.number), b: r.fill(b, r.number) } };
  },
  dot: (r) => {
    const [leadX, leadY] = batches(r);
    const k = r.below(4);
    return {
      inputs: { x: r.fill([...leadX, k], r.number), y: r.fill([...leadY, k], r.number) },
    };
  },
  outer: (r) => {
    const [leadX, leadY] = batches(r);
    return {
      inputs: {
        x: r.fill([...leadX, 1 + r.below(3)], r.number),
        y: r.fill([...leadY, 1 + r.below(3)], r.number),
      },
    };
  },
  linear: (r) => {
    const [features, outputs] = [1 + r.below(3), 1 + r.below(3)];
    const useBias = r.chance(0.5);
    return {
      attrs: { useBias },
      inputs: {
        x: r.fill([...r.sizes(0, 2), features], r.number),
        weight: r.fill([outputs, features], r.number),
        ...(useBias ? { bias: r.fill([outputs], r.number) } : {}),
      },
    };
  },
  softmaxLoss: classLoss('logits', wide),
  crossEntropy: classLoss('probabilities', positive),
  hinge: (r) => {
    const shape = [...r.sizes(0, 2), 1 + r.below(4)];
    return {
      attrs: { margin: r.pick([1, 0.5, 2]), reduction: r.pick(REDUCTIONS) },
      inputs: {
        scores: r.fill(shape, r.number),
        target: r.indices(shape.slice(0, -1), 0, shape[shape.length - 1]),
      },
    };
  },
  binaryCrossEntropy: (r) => {
    const shape = r.sizes(0, 3);
    return {
      attrs: { reduction: r.pick(REDUCTIONS) },
      inputs: { logits: r.fill(shape, r.wide), target: r.fill(shape, () => r.below(5) / 4) },
    };
  },
  squaredError: regressionLoss,
  meanSquaredError: regressionLoss,
  meanAbsoluteError: regressionLoss,
  l2Penalty: penalty,
  l1Penalty: penalty,
  elasticNet: (r) => {
    const { attrs, inputs } = penalty(r);
    return { attrs: { ...attrs, beta: r.number() }, inputs };
  },
};

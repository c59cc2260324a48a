/**
 * Random programs for fuzzing: odd sizes, broadcasts, diamonds, views of views, reductions, products, picking
 * by index, losses, dropout; sources that no kernel reads, because what they go into is folded away, is empty
 * or is never used. The numbers stay small, so that one tolerance fits all of them.
 */
import type { Value } from '../ops/kit/emitter.ts';
import { ProgramBuilder } from '../program/program-builder.ts';
import { broadcastShapes } from '../tensor/broadcast.ts';
import { RandomStream } from '../tensor/random.ts';
import { elementCount, type Size } from '../tensor/shape.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';

const SIZES = [1, 2, 3, 4, 5, 8, 17, 37];
const MOST_ELEMENTS = 800;
const UNARY = [
  ...['tanh', 'sigmoid', 'relu', 'leakyRelu', 'elu', 'gelu', 'softplus', 'abs'],
  ...['negate', 'sin', 'cos', 'erf', 'stopGradient'],
];
const BINARY = ['add', 'subtract', 'multiply', 'max', 'min'];
const REDUCTIONS = ['sum', 'mean', 'reduceMax', 'reduceMin', 'logSumExp', 'variance', 'product'];

/** A program with its sources; the last value is a scalar that depends on most of the others. */
export interface RandomProgram {
  readonly builder: ProgramBuilder;
  /** Numbers of every source but the masks. */
  readonly sources: ReadonlyMap<number, Tensor>;
  /** Sources of numbers that can vary, such as weights. */
  readonly weights: readonly Value[];
  readonly loss: Value;
}

/** The program of a seed: about `length` operations. */
export function randomProgram(seed: number, length: number): RandomProgram {
  const draw = new RandomStream(seed, 'test');
  const program = new Drawing(draw);
  for (let made = 0; made < length; ) made += program.add() ? 1 : 0.1;
  return program.finish();
}

class Drawing {
  private readonly g = new ProgramBuilder();
  private readonly sources = new Map<number, Tensor>();
  private readonly weights: Value[] = [];
  private readonly values: Value[] = [];
  private readonly draw: RandomStream;

  constructor(draw: RandomStream) {
    this.draw = draw;
    const base = [this.size(), this.size(), this.size()];
    for (const shape of [base.slice(1), base.slice(2), [base[0], 1], base, []]) {
      if (elementCount(shape) <= MOST_ELEMENTS) this.values.push(this.weight(shape));
    }
  }

  /** Adds an operation; false when the one that was drawn does not fit. */
  add(): boolean {
    const value = this.pick(this.operations)(this.pick(this.values));
    if (value === null || elementCount(value.shape) > MOST_ELEMENTS) return false;
    this.values.push(value);
    return true;
  }

  finish(): RandomProgram {
    const { g, sources, weights } = this;
    const ends = this.values
      .slice(-4)
      .map((value) => g.emit('mean', [g.emit('square', [this.bounded(value)])]));
    const loss = ends.reduce((total, next) => g.add(total, next));
    return { builder: g, sources, weights, loss };
  }

  private readonly operations: readonly ((x: Value) => Value | null)[] = [
    (x) => this.g.emit(this.pick(UNARY), [x]),
    (x) => this.g.emit(this.pick(UNARY), [x]),
    (x) => this.combined(x),
    (x) => this.combined(x),
    (x) => this.bounded(this.g.multiply(x, x)),
    (x) => this.reduced(x),
    (x) => this.reduced(x),
    (x) => (x.shape.length > 1 ? this.g.transpose(x, this.draw.permutation(x.shape.length)) : null),
    (x) => this.g.reshape(x, this.coin() ? [elementCount(x.shape)] : [1, ...x.shape]),
    (x) => this.product(x),
    (x) => this.layer(x),
    (x) => (x.shape.length > 0 ? this.g.emit(this.pick(['softmax', 'logSoftmax']), [x]) : null),
    (x) => this.loss(x),
    (x) => this.joined(x),
    (x) => this.cut(x),
    (x) => this.picked(x),
    (x) => this.unread(x),
    (x) => this.withEmpty(x),
    (x) => this.g.emit('dropout', [x], { rate: 0.3, seed: this.draw.integer(9) }),
    (x) => {
      if (x.shape.length === 0) return null;
      return this.g.broadcastTo(x, [this.pick([1, 2, 3]), ...x.shape]);
    },
  ];

  private pick<T>(list: readonly T[]): T {
    return list[this.draw.integer(list.length)];
  }

  private coin(): boolean {
    return this.draw.integer(2) === 0;
  }

  private size(): number {
    return this.pick(SIZES);
  }

  private axis({ shape }: Value): number {
    return this.draw.integer(shape.length);
  }

  private source(shape: Size, next: () => number): Value {
    const value = this.g.source('input', {}, shape);
    this.sources.set(value.id, tensor(shape, Array.from({ length: elementCount(shape) }, next)));
    return value;
  }

  private weight(shape: Size): Value {
    const value = this.source(shape, () => this.draw.normal());
    this.weights.push(value);
    return value;
  }

  /** Indices below `bound`, given from outside or written into the program. */
  private indices(shape: Size, bound: number): Value {
    if (shape.length !== 1 || this.coin()) {
      return this.source(shape, () => this.draw.integer(bound));
    }
    return this.g.literal(Array.from({ length: shape[0] }, () => this.draw.integer(bound)));
  }

  /** Shrinks what grows: sums of products would leave the range in which one tolerance holds. */
  private bounded(x: Value): Value {
    return this.g.emit('tanh', [x]);
  }

  private combined(x: Value): Value | null {
    const y = this.pick(this.values);
    const joint = broadcastShapes(x.shape, y.shape);
    if ('axis' in joint || elementCount(joint.shape as Size) > MOST_ELEMENTS) return null;
    if (this.draw.integer(4) > 0) return this.g.emit(this.pick(BINARY), [x, y]);
    return this.g.where(this.g.emit('greater', [x, y]), y, this.g.negate(x));
  }

  private reduced(x: Value): Value | null {
    if (x.shape.length === 0) return null;
    const axes = x.shape.map((_, axis) => axis).filter(() => this.coin());
    const keepDims = this.coin();
    if (axes.length === 0) axes.push(this.axis(x));
    return this.bounded(this.g.emit(this.pick(REDUCTIONS), [x], { axes, keepDims }));
  }

  /** A product with a weight, which has no, one or all leading axes of x. */
  private product(x: Value): Value | null {
    const inner = x.shape.at(-1);
    if (inner === undefined) return null;
    const leading = this.coin() ? [] : x.shape.slice(0, -2).map((dim) => (this.coin() ? dim : 1));
    const w = this.weight([...leading, inner, this.size()]);
    return this.bounded(this.g.scale(this.g.matmul(x, w), 1 / Math.sqrt(inner)));
  }

  /** Units: weights transposed, and a bias. */
  private layer(x: Value): Value | null {
    const inner = x.shape.at(-1);
    if (inner === undefined || x.shape.length < 2) return null;
    const units = this.size();
    const scores = this.g.matmul(x, this.g.transpose(this.weight([units, inner])));
    const z = this.g.add(this.g.scale(scores, 1 / Math.sqrt(inner)), this.weight([units]));
    return this.g.emit(this.pick(['tanh', 'relu', 'sigmoid']), [z]);
  }

  private loss(x: Value): Value | null {
    const classes = x.shape.at(-1);
    if (classes === undefined) return null;
    const target = this.indices(x.shape.slice(0, -1), classes);
    const op = this.pick(['softmaxLoss', 'softmaxLoss', 'hinge']);
    return this.g.emit(op, [x, target], { reduction: this.pick(['mean', 'none']) });
  }

  private joined(x: Value): Value | null {
    if (x.shape.length === 0) return null;
    return this.g.emit('concat', [x, this.g.negate(x)], { axis: this.axis(x) });
  }

  private cut(x: Value): Value | null {
    if (x.shape.length === 0) return null;
    const axis = this.axis(x);
    if (this.coin())
      return this.g.emit('pad', [x], { axis, before: 1, interior: this.pick([0, 1]) });
    if (x.shape[axis] < 3) return null;
    return this.g.emit('slice', [x], { axis, start: 1, step: this.pick([1, 2]) });
  }

  /** x chosen by a constant over a fresh source, which nothing reads then; sometimes a source of no use. */
  private unread(x: Value): Value {
    const other = this.weight(x.shape);
    if (this.coin()) this.weight([this.size(), this.size()]);
    return this.coin()
      ? this.g.where(this.g.full(1), x, other)
      : this.g.where(this.g.full(0), other, x);
  }

  /** x, and no elements of a fresh source: joined to it, or summed and added. */
  private withEmpty(x: Value): Value | null {
    if (x.shape.length === 0) return null;
    const axis = this.axis(x);
    const other = this.coin()
      ? this.weight(x.shape.map((size, i) => (i === axis ? 0 : size)))
      : this.g.emit('slice', [this.weight(x.shape)], { axis, start: 1, end: 1 });
    return this.coin()
      ? this.g.emit('concat', [x, other], { axis })
      : this.g.add(x, this.g.sum(other));
  }

  private picked(x: Value): Value | null {
    if (x.shape.length === 0) return null;
    const axis = this.axis(x);
    const size = x.shape[axis];
    if (this.coin()) {
      const indices = this.indices(this.pick([[3], [2, 2], []]), size);
      return this.g.emit('gather', [x, indices], { axis });
    }
    const places = this.size();
    return this.g.emit('scatterAdd', [x, this.indices([size], places)], { axis, size: places });
  }
}

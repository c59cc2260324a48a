/**
 * Random programs for fuzzing: odd sizes, broadcasts, diamonds, views of views, reductions, products. The
 * numbers stay small, so that one tolerance fits all of them.
 */
import type { Value } from '../ops/kit/emitter.ts';
import { ProgramBuilder } from '../program/program-builder.ts';
import { canBroadcastTo } from '../tensor/broadcast.ts';
import { RandomStream } from '../tensor/random.ts';
import { elementCount, type Size } from '../tensor/shape.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';

const SIZES = [1, 2, 3, 4, 5, 8, 17, 37];
const MOST_ELEMENTS = 4000;
const UNARY = ['tanh', 'sigmoid', 'relu', 'negate', 'sin', 'cos', 'softplus', 'gelu', 'abs', 'elu'];
const BINARY = ['add', 'subtract', 'multiply', 'max', 'min'];

/** A program with its sources; the last value is a scalar that depends on most of the others. */
export interface RandomProgram {
  readonly builder: ProgramBuilder;
  readonly sources: ReadonlyMap<number, Tensor>;
  readonly loss: Value;
}

/** The program of a seed: about `length` operations. */
export function randomProgram(seed: number, length: number): RandomProgram {
  const draw = new RandomStream(seed, 'test');
  const g = new ProgramBuilder();
  const sources = new Map<number, Tensor>();
  const pick = <T>(list: readonly T[]): T => list[draw.integer(list.length)];
  const size = () => pick(SIZES);
  const input = (shape: Size): Value => {
    const value = g.source('input', {}, shape);
    const numbers = Array.from({ length: elementCount(shape) }, () => draw.normal());
    sources.set(value.id, tensor(shape, numbers));
    return value;
  };
  const values: Value[] = [];
  const base = [size(), size(), size()];
  for (const shape of [base.slice(1), base.slice(2), [base[0], 1], base, []]) {
    if (elementCount(shape) <= MOST_ELEMENTS) values.push(input(shape));
  }
  /** Shrinks what grows: sums of products would leave the range in which one tolerance holds. */
  const bounded = (x: Value) => g.emit('tanh', [x]);
  const operations: ((x: Value) => Value | null)[] = [
    (x) => g.emit(pick(UNARY), [x]),
    (x) => {
      const y = pick(values);
      const fits = canBroadcastTo(x.shape, y.shape) || canBroadcastTo(y.shape, x.shape);
      return fits ? g.emit(pick(BINARY), [x, y]) : null;
    },
    (x) => bounded(g.multiply(x, x)),
    (x) => {
      if (x.shape.length === 0) return null;
      const axes = [draw.integer(x.shape.length)];
      const op = pick(['sum', 'mean', 'reduceMax', 'logSumExp']);
      return bounded(g.emit(op, [x], { axes, keepDims: draw.integer(2) === 0 }));
    },
    (x) => (x.shape.length > 1 ? g.transpose(x) : null),
    (x) => g.reshape(x, draw.integer(2) === 0 ? [elementCount(x.shape)] : [1, ...x.shape]),
    (x) => {
      if (x.shape.length < 2) return null;
      const inner = x.shape[x.shape.length - 1];
      return bounded(g.scale(g.matmul(x, input([inner, size()])), 1 / Math.sqrt(inner)));
    },
    (x) => {
      if (x.shape.length !== 2) return null;
      const inner = x.shape[1];
      const w = input([size(), inner]);
      return bounded(g.scale(g.matmul(x, g.transpose(w)), 1 / Math.sqrt(inner)));
    },
    (x) => (x.shape.length > 0 ? g.emit('softmax', [x]) : null),
    (x) => (x.shape.length > 0 ? g.emit('concat', [x, g.negate(x)], { axis: -1 }) : null),
    (x) => {
      const last = x.shape.at(-1) ?? 0;
      return last > 2
        ? g.emit('slice', [x], { axis: -1, start: 1, step: 1 + draw.integer(2) })
        : null;
    },
    (x) => {
      const rows = x.shape[0] ?? 0;
      if (rows === 0) return null;
      const indices = g.literal(Array.from({ length: 3 }, () => draw.integer(rows)));
      return g.emit('gather', [x, indices]);
    },
  ];
  for (let made = 0; made < length; ) {
    const value = pick(operations)(pick(values));
    if (value === null || elementCount(value.shape) > MOST_ELEMENTS) {
      made += 0.1;
      continue;
    }
    values.push(value);
    made++;
  }
  const ends = values
    .slice(-4)
    .map((value) => g.emit('mean', [g.emit('square', [bounded(value)])]));
  const loss = ends.reduce((total, next) => g.add(total, next));
  return { builder: g, sources, loss };
}

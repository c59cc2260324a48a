/**
 * What a rule (a vector-Jacobian product, an expansion) writes program with. `g` emits one operation
 * and gives its value back; nothing is computed here, so a rule's output can be differentiated again.
 */

import type { Size } from '../../tensor/shape.ts';
import type { TensorLiteral } from '../../tensor/tensor.ts';
import type { Attrs } from './attributes.ts';

/** A value of the program under construction: its number and its shape. */
export interface Value {
  readonly id: number;
  readonly shape: Size;
}

/** Emits operations by name; the methods are the few that rules use all the time. */
export abstract class Emitter {
  /** Emits any operation; composites are expanded. Missing attributes have their defaults. */
  abstract emit(op: string, inputs: readonly Value[], attrs?: Attrs): Value;

  /** A tensor filled with one number; a scalar unless a shape is given. */
  full(value: number, shape: Size = []): Value {
    return this.emit('full', [], { value, shape });
  }
  /** Numbers written into the program. */
  literal(value: TensorLiteral): Value {
    return this.emit('constant', [], { value });
  }
  add(x: Value, y: Value): Value {
    return this.emit('add', [x, y]);
  }
  subtract(x: Value, y: Value): Value {
    return this.emit('subtract', [x, y]);
  }
  multiply(x: Value, y: Value): Value {
    return this.emit('multiply', [x, y]);
  }
  divide(x: Value, y: Value): Value {
    return this.emit('divide', [x, y]);
  }
  negate(x: Value): Value {
    return this.emit('negate', [x]);
  }
  exp(x: Value): Value {
    return this.emit('exp', [x]);
  }
  log(x: Value): Value {
    return this.emit('log', [x]);
  }
  /** x where the condition is not 0, y elsewhere. */
  where(condition: Value, x: Value, y: Value): Value {
    return this.emit('where', [condition, x, y]);
  }
  equal(x: Value, y: Value): Value {
    return this.emit('equal', [x, y]);
  }
  /** The same number, through which no gradient flows. */
  stopGradient(x: Value): Value {
    return this.emit('stopGradient', [x]);
  }
  /** Multiplies by a number. */
  scale(x: Value, factor: number): Value {
    return factor === 1 ? x : this.multiply(x, this.full(factor));
  }
  /** Sum over axes (null: all of them). */
  sum(x: Value, axes: readonly number[] | null = null, keepDims = false): Value {
    return axes !== null && axes.length === 0 ? x : this.emit('sum', [x], { axes, keepDims });
  }
  reshape(x: Value, shape: Size): Value {
    const same = shape.length === x.shape.length && shape.every((dim, i) => dim === x.shape[i]);
    return same ? x : this.emit('reshape', [x], { shape });
  }
  broadcastTo(x: Value, shape: Size): Value {
    const same = shape.length === x.shape.length && shape.every((dim, i) => dim === x.shape[i]);
    return same ? x : this.emit('broadcastTo', [x], { shape });
  }
  /** Permutes axes; null reverses them. */
  transpose(x: Value, permutation: readonly number[] | null = null): Value {
    return this.emit('transpose', [x], { permutation });
  }
  matmul(a: Value, b: Value): Value {
    return this.emit('matmul', [a, b]);
  }
}

/** Programs and their gradients in few words, for tests. */
import { type Derivative, differentiate } from '../autodiff/differentiate.ts';
import { Executor } from '../interpret/executor.ts';
import type { Attrs } from '../ops/kit/attributes.ts';
import type { Value } from '../ops/kit/emitter.ts';
import type { SampleTensor } from '../ops/kit/operation.ts';
import { ProgramBuilder } from '../program/program-builder.ts';
import { literalFromTensor, type Tensor, type TensorLiteral, zeros } from '../tensor/tensor.ts';
import { sampleTensor } from './operations/sample-program.ts';

/** A program under construction with the numbers of its sources. */
export class ProgramSketch {
  /** Emits operations; replaced by a longer program whenever a derivative is taken. */
  g = new ProgramBuilder();
  private readonly sources = new Map<number, Tensor>();

  /** A source with these numbers. */
  input(value: SampleTensor): Value {
    const numbers = sampleTensor(value);
    const source = this.g.source('input', {}, numbers.shape);
    this.sources.set(source.id, numbers);
    return source;
  }

  /** Any operation. */
  emit(op: string, inputs: readonly Value[], attrs: Attrs = {}): Value {
    return this.g.emit(op, inputs, attrs);
  }

  /** Appends the derivative of `target` and goes on with that program. */
  differentiate(target: Value, wrt?: readonly Value[]): Derivative {
    const derivative = differentiate(
      this.g.finish(),
      target.id,
      wrt?.map(({ id }) => id),
    );
    this.g = new ProgramBuilder(derivative.program);
    return derivative;
  }

  /** The gradient of `target` with respect to `value`, as a value to go on with. */
  gradient(target: Value, value: Value): Value {
    const id = this.differentiate(target, [value]).gradients.get(value.id);
    return id === undefined ? this.g.full(0, value.shape) : this.g.value(id);
  }

  /** The gradients of `target` with respect to each of `values`, as numbers. */
  gradientNumbers(target: Value, values: readonly Value[]): TensorLiteral[] {
    const { gradients } = this.differentiate(target, values);
    return values.map((value) => {
      const id = gradients.get(value.id);
      return id === undefined
        ? literalFromTensor(zeros(value.shape))
        : this.numbers(this.g.value(id));
    });
  }

  /** What a value comes to. */
  numbers(value: Value): TensorLiteral {
    const executor = new Executor(this.g.finish(), this.sources, [value.id]);
    executor.run();
    return literalFromTensor(executor.value(value.id));
  }
}

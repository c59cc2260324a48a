/**
 * Derivatives in random directions, by program and by central differences. One direction sees every
 * element of the Jacobian at once, so a wrong one hides only by chance (HIPS/autograd does the same).
 */
import { differentiate } from '../../autodiff/differentiate.ts';
import { Executor } from '../../interpret/executor.ts';
import type { Value } from '../../ops/kit/emitter.ts';
import type { Sample } from '../../ops/kit/operation.ts';
import { ProgramBuilder } from '../../program/program-builder.ts';
import { RandomStream } from '../../tensor/random.ts';
import { type Tensor, zeros } from '../../tensor/tensor.ts';
import { sampleProgram } from './sample-program.ts';

/** Step of the central difference; with five points its error is of order step⁴. */
const STEP = 1e-3;

/**
 * For each order, how far the derivative of a random combination of the outputs in a random direction
 * is from central differences, in units of the larger one (or of the values, where those are larger).
 * Order two differentiates the derivative of order one again.
 */
export function directionalErrors(op: string, sample: Sample, orders: number): number[] {
  const { builder, inputs, out, sources, smoothPorts } = sampleProgram(op, sample);
  const draw = new RandomStream(7, 'test');
  const random = (shape: readonly number[]): Tensor => {
    const drawn = zeros(shape);
    for (let i = 0; i < drawn.data.length; i++) drawn.data[i] = draw.normal();
    return drawn;
  };
  const numbers = (source: Value): Tensor => sources.get(source.id) ?? zeros(source.shape);
  const randomSource = (g: ProgramBuilder, shape: readonly number[]): Value => {
    const value = g.source('input', {}, shape);
    sources.set(value.id, random(shape));
    return value;
  };
  const varied = smoothPorts.map((port) => inputs[port]);
  if (varied.length === 0) return [];

  let g = builder;
  let scalar = g.sum(g.multiply(out, randomSource(g, out.shape)));
  const errors: number[] = [];
  for (let order = 1; order <= orders; order++) {
    const derivative = differentiate(
      g.finish(),
      scalar.id,
      varied.map(({ id }) => id),
    );
    g = new ProgramBuilder(derivative.program);
    const directions = varied.map((value) => randomSource(g, value.shape));
    let slope = g.full(0);
    varied.forEach((value, i) => {
      const gradient = derivative.gradients.get(value.id);
      if (gradient === undefined) return;
      slope = g.add(slope, g.sum(g.multiply(g.value(gradient), directions[i])));
    });
    const executor = new Executor(g.finish(), sources, [scalar.id, slope.id]);
    const at = (t: number): number => {
      const moved = varied.map((value, i) => {
        const { data } = numbers(value);
        const before = data.slice();
        const direction = numbers(directions[i]).data;
        for (let k = 0; k < data.length; k++) data[k] += t * direction[k];
        return { data, before };
      });
      executor.run();
      for (const { data, before } of moved) data.set(before);
      return executor.value(scalar.id).data[0];
    };
    const near = at(STEP) - at(-STEP);
    const far = at(2 * STEP) - at(-2 * STEP);
    const numeric = (8 * near - far) / (12 * STEP);
    const value = at(0);
    const analytic = executor.value(slope.id).data[0];
    const scale = Math.max(1, Math.abs(value), Math.abs(numeric), Math.abs(analytic));
    errors.push(Math.abs(numeric - analytic) / scale);
    scalar = slope;
  }
  return errors;
}

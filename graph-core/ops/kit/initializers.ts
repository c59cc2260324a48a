/**
 * How weights are drawn. Fans are counted as in PyTorch: a weight is [outputs, inputs, …], fan in is what
 * reaches one output, fan out what one input reaches; further sizes (a kernel's) multiply both.
 */
import { RandomStream } from '../../tensor/random.ts';
import { elementCount, type Size } from '../../tensor/shape.ts';
import { type Tensor, tensor } from '../../tensor/tensor.ts';

/** Ways to draw weights; `value` are numbers that are given. */
export const INITIALIZERS = [
  'value',
  'zeros',
  'constant',
  'uniform',
  'normal',
  'xavier',
  'xavierNormal',
  'he',
  'heUniform',
] as const;

/** What an initializer is told. */
export interface InitializerOptions {
  readonly init: Exclude<(typeof INITIALIZERS)[number], 'value'>;
  /** Factor on the drawn numbers; the number itself for `constant`. */
  readonly scale: number;
  readonly seed: number;
  /** Who draws, as `ownerOf` has it: equal seeds draw other numbers for others. */
  readonly owner: number;
}

/**
 * Draws a tensor: Xavier (Glorot and Bengio 2010) for units that are linear around 0, He (2015) for
 * rectifiers. The numbers are exactly representable in f32, so that the compiled loop starts from the same.
 */
export function drawWeights(shape: Size, { init, scale, seed, owner }: InitializerOptions): Tensor {
  const draw = new RandomStream(seed, 'weights', 0, owner);
  const field = elementCount(shape.slice(2));
  const fanIn = Math.max(1, (shape[1] ?? 1) * field);
  const fanOut = Math.max(1, (shape[0] ?? 1) * field);
  const uniform = (bound: number) => () => scale * bound * (2 * draw.uniform() - 1);
  const normal = (deviation: number) => () => scale * deviation * draw.normal();
  const next = {
    zeros: () => 0,
    constant: () => scale,
    uniform: uniform(1),
    normal: normal(1),
    xavier: uniform(Math.sqrt(6 / (fanIn + fanOut))),
    xavierNormal: normal(Math.sqrt(2 / (fanIn + fanOut))),
    he: normal(Math.sqrt(2 / fanIn)),
    heUniform: uniform(Math.sqrt(6 / fanIn)),
  }[init];
  return tensor(
    shape,
    Array.from({ length: elementCount(shape) }, () => Math.fround(next())),
  );
}

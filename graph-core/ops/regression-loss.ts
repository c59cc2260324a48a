/** Losses of predicted numbers. */
import { formatShape, multiplyDims, type Shape, sameShape } from '../tensor/shape.ts';
import { type Formula, type FormulaSymbol, f } from './kit/formula.ts';
import { composite, faulty, type Inferred, inferred } from './kit/operation.ts';
import { rows } from './kit/sample-rows.ts';

const inputs = [
  { name: 'prediction', help: 'What the network says.' },
  { name: 'target', help: 'What is right, in the shape of the prediction.' },
] as const;

const countAll = ({ shape }: FormulaSymbol): Formula =>
  f.count(multiplyDims(shape), 'how many numbers there are');

/** Equal shapes only: [N, 1] against [N] would broadcast to [N, N] and train on nonsense. */
const lossRule =
  (op: string) =>
  ([prediction, target]: readonly Shape[]): Inferred =>
    sameShape(prediction, target)
      ? inferred([])
      : faulty(
          'shape-mismatch',
          `${op}: prediction is ${formatShape(prediction)}, target is ${formatShape(target)}`,
          'reshape one of them',
          'target',
        );

const squaredError = composite({
  doc: {
    title: 'Squared error',
    summary: 'The sum of the squared differences between prediction and target.',
    backward: {
      prediction: 'The prediction gets twice its difference from the target.',
      target: 'The target gets the opposite of what the prediction gets.',
    },
    category: 'losses',
    symbol: 'SSE',
  },
  rules: {
    value: ({ inputs: { prediction, target } }) => f.sum(f.square(f.subtract(prediction, target))),
    gradient: {
      prediction: {
        vjp: ({ inputs: { prediction, target }, ct }) =>
          f.times(2, ct, f.subtract(prediction, target)),
      },
      target: {
        vjp: ({ inputs: { prediction, target }, ct }) =>
          f.negate(f.times(2, ct, f.subtract(prediction, target))),
      },
    },
  },
  inputs,
  attrs: {},
  infer: lossRule('squaredError'),
  expand: (g, { prediction, target }) => g.sum(g.emit('square', [g.subtract(prediction, target)])),
  exports: {
    onnx: { expansion: true },
    pytorch: "torch.nn.functional.mse_loss(<prediction>, <target>, reduction='sum')",
  },
  samples: [
    {
      title: 'one number',
      inputs: { prediction: 3, target: 1 },
      out: 4,
      gradients: { prediction: 4, target: -4 },
    },
    {
      title: 'a batch',
      inputs: { prediction: rows([1, 2], [3, 4]), target: rows([1, 0], [0, 8]) },
      out: 29,
    },
    {
      title: 'nothing',
      inputs: { prediction: { shape: [0], data: [] }, target: { shape: [0], data: [] } },
      out: 0,
    },
  ],
});

const meanSquaredError = composite({
  doc: {
    title: 'Mean squared error',
    summary: 'The mean of the squared differences between prediction and target.',
    backward: {
      prediction: 'The prediction gets two n-ths of its difference from the target.',
      target: 'The target gets the opposite of what the prediction gets.',
    },
    category: 'losses',
    symbol: 'MSE',
  },
  rules: {
    value: ({ inputs: { prediction, target } }) =>
      f.times(f.divide(1, countAll(prediction)), f.sum(f.square(f.subtract(prediction, target)))),
    gradient: {
      prediction: {
        vjp: ({ inputs: { prediction, target }, ct }) =>
          f.times(f.divide(2, countAll(prediction)), ct, f.subtract(prediction, target)),
      },
      target: {
        vjp: ({ inputs: { prediction, target }, ct }) =>
          f.negate(f.times(f.divide(2, countAll(prediction)), ct, f.subtract(prediction, target))),
      },
    },
  },
  inputs,
  attrs: {},
  infer: lossRule('meanSquaredError'),
  expand: (g, { prediction, target }) =>
    g.emit('mean', [g.emit('square', [g.subtract(prediction, target)])]),
  exports: {
    onnx: { expansion: true },
    pytorch: 'torch.nn.functional.mse_loss(<prediction>, <target>)',
  },
  samples: [
    {
      title: 'a vector',
      inputs: { prediction: [1, 2], target: [3, 2] },
      out: 2,
      gradients: { prediction: [-2, 0], target: [2, 0] },
    },
    { title: 'one number', inputs: { prediction: 3, target: 1 }, out: 4 },
  ],
});

const meanAbsoluteError = composite({
  doc: {
    title: 'Mean absolute error',
    summary: 'The mean size of the differences.',
    backward: {
      prediction:
        'Each prediction is pulled toward its target equally hard; at a difference of 0 the gradient is taken as 0.',
      target: 'The target gets the opposite of what the prediction gets.',
    },
    category: 'losses',
    symbol: 'MAE',
  },
  rules: {
    value: ({ inputs: { prediction, target } }) =>
      f.times(f.divide(1, countAll(prediction)), f.sum(f.abs(f.subtract(prediction, target)))),
    gradient: {
      prediction: {
        vjp: ({ inputs: { prediction, target }, ct }) =>
          f.times(f.divide(1, countAll(prediction)), ct, f.sign(f.subtract(prediction, target))),
      },
      target: {
        vjp: ({ inputs: { prediction, target }, ct }) =>
          f.negate(
            f.times(f.divide(1, countAll(prediction)), ct, f.sign(f.subtract(prediction, target))),
          ),
      },
    },
  },
  inputs,
  attrs: {},
  infer: lossRule('meanAbsoluteError'),
  expand: (g, { prediction, target }) =>
    g.emit('mean', [g.emit('abs', [g.subtract(prediction, target)])]),
  exports: {
    onnx: { expansion: true },
    pytorch: 'torch.nn.functional.l1_loss(<prediction>, <target>)',
  },
  samples: [
    {
      title: 'too low and too high',
      inputs: { prediction: [1, 5], target: [3, 2] },
      out: 2.5,
      gradients: { prediction: [-0.5, 0.5], target: [0.5, -0.5] },
    },
    {
      title: 'no difference',
      inputs: { prediction: 2, target: 2 },
      out: 0,
      gradients: { prediction: 0, target: 0 },
      notSmooth: 'a kink',
    },
  ],
});

export const regressionLossOps = { squaredError, meanSquaredError, meanAbsoluteError };

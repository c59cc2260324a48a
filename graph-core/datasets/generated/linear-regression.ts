/**
 * Linear regression in any number of dimensions: y = w · x + b + noise, weights and bias drawn once from
 * a standard normal, features uniform on [-1, 1]. After scikit-learn's `make_regression`, where every
 * feature matters.
 */
import { setting } from '../../settings/setting.ts';
import { RandomStream } from '../../tensor/random.ts';
import { dataset, noiseSetting, sizeSetting } from './dataset.ts';

/** A plane over as many features as chosen. */
export const linearRegression = dataset({
  title: 'Linear regression',
  summary: 'A target that is a weighted sum of the features plus noise; choose how many features.',
  classes: null,
  size: sizeSetting(200),
  noise: noiseSetting(0.1),
  options: {
    dimensions: setting.integer(3, 'How many features there are.', {
      title: 'features',
      min: 1,
      max: 100,
      step: 1,
    }),
  },
  generate: ({ size, noise, seed, values }) => {
    const width = values.dimensions;
    const truth = new RandomStream(seed, 'dataset', 1);
    const bias = truth.normal();
    const weights = Array.from({ length: width }, () => truth.normal());
    const draw = new RandomStream(seed, 'dataset');
    const features = new Float64Array(size * width);
    const targets = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      let sum = bias;
      for (let j = 0; j < width; j++) {
        const x = 2 * draw.uniform() - 1;
        features[i * width + j] = x;
        sum += weights[j] * x;
      }
      targets[i] = sum + noise * draw.normal();
    }
    return { size, width, classes: null, features, targets };
  },
});

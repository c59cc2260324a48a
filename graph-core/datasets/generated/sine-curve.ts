/** A sine curve with noise: one number in, one number out. */
import { RandomStream } from '../../tensor/random.ts';
import { dataset, noiseSetting, sizeSetting } from './dataset.ts';

/** y = sin(π x) on [-1, 1]. */
export const sine = dataset({
  title: 'Sine curve',
  summary: 'One number in, one number out: y = sin(π x) with noise, for regression.',
  classes: null,
  size: sizeSetting(100),
  noise: noiseSetting(0.1),
  options: {},
  generate: ({ size, noise, seed }) => {
    const draw = new RandomStream(seed, 'dataset');
    const features = new Float64Array(size);
    const targets = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      const x = size === 1 ? 0 : -1 + (2 * i) / (size - 1);
      features[i] = x;
      targets[i] = Math.sin(Math.PI * x) + noise * draw.normal();
    }
    return { size, width: 1, classes: null, features, targets };
  },
});

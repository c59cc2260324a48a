/** Exclusive or: four corners, opposite ones alike. */

import { RandomStream } from '../../tensor/random.ts';
import {
  type Dataset,
  type DatasetOptions,
  dataset,
  noiseSetting,
  sizeSetting,
} from './dataset.ts';

const CORNERS = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
] as const;

function generate({ size, noise, seed }: DatasetOptions): Dataset {
  const draw = new RandomStream(seed, 'dataset');
  const features = new Float64Array(size * 2);
  const targets = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const [x, y] = CORNERS[i % 4];
    features[2 * i] = x + noise * draw.normal();
    features[2 * i + 1] = y + noise * draw.normal();
    targets[i] = x === y ? 0 : 1;
  }
  return { size, width: 2, classes: 2, features, targets };
}

/** The truth table of exclusive or; no straight line separates it. */
export const xor = dataset({
  title: 'XOR',
  summary: 'Four corners, opposite ones alike; no straight line separates them.',
  classes: 2,
  size: sizeSetting(4),
  noise: noiseSetting(0),
  options: {},
  generate,
});

/**
 * Two classes on the two sides of a straight line. The line goes through the origin in a direction of its
 * seed; positions are uniform over the square [-1, 1]² without the strip of the margin (own layout).
 */
import { setting } from '../../settings/setting.ts';
import { RandomStream } from '../../tensor/random.ts';
import { classified, dataset, noiseSetting, sizeSetting } from './dataset.ts';

/** Points beside a line; noise moves them afterwards and may carry some across. */
export const separable = dataset({
  title: 'Linearly separable',
  summary: 'Two classes on the two sides of a straight line, with a strip between them left free.',
  classes: 2,
  size: sizeSetting(200),
  noise: noiseSetting(0),
  options: {
    margin: setting.number(0.2, 'Width of the strip between the classes.', {
      title: 'margin',
      min: 0,
      max: 0.8,
      step: 0.05,
    }),
  },
  generate: (options) => {
    const angle = 2 * Math.PI * new RandomStream(options.seed, 'dataset', 1).uniform();
    const [nx, ny] = [Math.cos(angle), Math.sin(angle)];
    const half = options.values.margin / 2;
    return classified(options, 2, (label, _, draw) => {
      let [x, y, side] = [0, 0, 0];
      // A third of the square or more lies outside every strip; the point's mirror image is on the other side.
      do {
        x = 2 * draw.uniform() - 1;
        y = 2 * draw.uniform() - 1;
        side = nx * x + ny * y;
      } while (Math.abs(side) <= half);
      const sign = side > 0 === (label === 1) ? 1 : -1;
      return [sign * x + options.noise * draw.normal(), sign * y + options.noise * draw.normal()];
    });
  },
});

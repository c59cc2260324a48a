/** Two half moons. Source of the layout: scikit-learn, `make_moons`. */
import { classified, dataset, noiseSetting, sizeSetting } from './dataset.ts';

/** Half circles that reach into one another. */
export const moons = dataset({
  title: 'Moons',
  summary: 'Two half circles that reach into one another; a line gets most of them, not all.',
  classes: 2,
  size: sizeSetting(200),
  noise: noiseSetting(0.1),
  options: {},
  generate: (options) => {
    const last = Math.max(1, Math.ceil(options.size / 2) - 1);
    return classified(options, 2, (label, rank, draw) => {
      const angle = (Math.PI * rank) / last;
      const [x, y] =
        label === 0
          ? [Math.cos(angle), Math.sin(angle)]
          : [1 - Math.cos(angle), 0.5 - Math.sin(angle)];
      return [x + options.noise * draw.normal(), y + options.noise * draw.normal()];
    });
  },
});

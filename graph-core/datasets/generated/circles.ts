/** Two rings around one center. Source of the layout: scikit-learn, `make_circles`. */
import { setting } from '../../settings/setting.ts';
import { classified, dataset, noiseSetting, sizeSetting } from './dataset.ts';

/** A ring of radius 1 and one inside it, points evenly around. */
export const circles = dataset({
  title: 'Circles',
  summary: 'A ring inside a ring; the distance from the center tells them apart, no line does.',
  classes: 2,
  size: sizeSetting(200),
  noise: noiseSetting(0.05),
  options: {
    radius: setting.number(0.5, 'Radius of the ring inside.', {
      title: 'inner radius',
      min: 0.05,
      max: 0.95,
      step: 0.05,
    }),
  },
  generate: (options) => {
    const perRing = Math.ceil(options.size / 2);
    const inner = options.values.radius;
    return classified(options, 2, (label, rank, draw) => {
      const angle = (2 * Math.PI * rank) / perRing;
      const radius = label === 0 ? 1 : inner;
      return [
        radius * Math.cos(angle) + options.noise * draw.normal(),
        radius * Math.sin(angle) + options.noise * draw.normal(),
      ];
    });
  },
});

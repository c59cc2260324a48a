/** Blobs: round clouds of points, one a class. */
import { classified, dataset, noiseSetting, sizeSetting } from './dataset.ts';

/** Three normal clouds on a circle; with little noise straight lines separate them. */
export const blobs = dataset({
  title: 'Blobs',
  summary: 'Three round clouds; with little noise straight lines separate them.',
  classes: 3,
  size: sizeSetting(300),
  noise: noiseSetting(0.2),
  options: {},
  generate: (options) =>
    classified(options, 3, (label, _, draw) => {
      const angle = (2 * Math.PI * label) / 3 + Math.PI / 2;
      return [
        0.7 * Math.cos(angle) + options.noise * draw.normal(),
        0.7 * Math.sin(angle) + options.noise * draw.normal(),
      ];
    }),
});

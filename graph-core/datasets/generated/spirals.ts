/** Spirals: arms wound into one another. Source of the layout: CS231n notes, "Minimal neural network". */
import { classified, dataset, noiseSetting, sizeSetting } from './dataset.ts';

/** Turns of an arm, in radians. */
const SWEEP = 4;

function spirals(arms: number, title: string) {
  return dataset({
    title,
    summary: `${arms === 2 ? 'Two' : 'Three'} arms wound into one another; a linear classifier gets about half of them.`,
    classes: arms,
    size: sizeSetting(100 * arms),
    noise: noiseSetting(0.1),
    options: {},
    generate: (options) => {
      const perArm = Math.max(1, Math.ceil(options.size / arms) - 1);
      return classified(options, arms, (label, rank, draw) => {
        const radius = rank / perArm;
        const angle = (2 * Math.PI * label) / arms + SWEEP * radius + options.noise * draw.normal();
        return [radius * Math.sin(angle), radius * Math.cos(angle)];
      });
    },
  });
}

/** Two arms, two classes. Noise is in radians of the arm's angle. */
export const twoSpirals = spirals(2, 'Two spirals');

/** Three arms, three classes. */
export const threeSpirals = spirals(3, 'Three spirals');

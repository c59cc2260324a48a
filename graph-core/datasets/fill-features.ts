/** From examples to the array that is fed: gaps filled, standardized, and every number one that a float holds. */
import { type Refused, refuse } from '../graph/problem.ts';
import { dataProblem, type Examples } from './example-rows.ts';
import type { Numbers } from './generated/dataset.ts';
import { measureScaling, type Scaling } from './standardize.ts';

/** From here on a double becomes an infinite float. */
const FLOAT_END = 2 ** 128 - 2 ** 103;

/** Row-major features of `order`, the first `training` of which are learned from. */
export interface Filled {
  readonly features: Numbers;
  /** Null when nothing was standardized. */
  readonly scaling: Scaling | null;
}

/** The features of the rows in `order`, or the first one that no loop can count with. */
export function fillFeatures(
  { width, read, hasGaps, isExact, title, featureNames }: Examples,
  { order, training }: { readonly order: Uint32Array; readonly training: number },
  standardizes: boolean,
): Filled | Refused {
  const scaling =
    standardizes || hasGaps
      ? measureScaling((i, row) => read(order[i], row), width, training)
      : null;
  const size = order.length * width;
  const features = isExact ? new Float64Array(size) : new Float32Array(size);
  const row = new Float64Array(width);
  for (let i = 0, at = 0; i < order.length; i++) {
    read(order[i], row);
    for (let j = 0; j < width; j++, at++) {
      let value = row[j];
      if (scaling !== null) {
        if (Number.isNaN(value)) value = scaling.mean[j];
        if (standardizes) value = (value - scaling.mean[j]) / scaling.deviation[j];
      }
      if (!(Math.abs(value) < FLOAT_END)) {
        const name = featureNames?.[j] ?? `feature ${j + 1}`;
        return beyondFloat(`${name} of ${title}`, row[j], order[i]);
      }
      features[at] = value;
    }
  }
  return { features, scaling: standardizes ? scaling : null };
}

/** The targets of the rows in `order`, or the first one that no loop can count with. */
export function fillTargets(
  { targetOf, title }: Examples,
  order: Uint32Array,
): Float64Array<ArrayBuffer> | Refused {
  const targets = Float64Array.from(order, targetOf);
  const at = targets.findIndex((value) => !(Math.abs(value) < FLOAT_END));
  return at < 0 ? targets : beyondFloat(`the target of ${title}`, targets[at], order[at]);
}

function beyondFloat(what: string, value: number, row: number): Refused {
  return refuse(
    dataProblem(
      'beyond-float',
      `${what} is ${value} in row ${row + 1}; training counts in 32-bit floats, which end at 3.4e38`,
      'use a larger unit, or leave the row out',
    ),
  );
}

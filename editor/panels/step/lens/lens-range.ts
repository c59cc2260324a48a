/** How far a number is moved in a lens, so that samples lie at round distances from where it is. */

/** Samples of a line, the middle one where the number is. */
export const LINE_POINTS = 161;
/** Points along each side of a field. */
export const FIELD_POINTS = 41;
/** Half widths: with 80 samples to each side the distance between two of them is round. */
const REACHES = [0.008, 0.02, 0.04, 0.08, 0.2, 0.4, 0.8, 2, 4, 8, 20, 40, 80, 200, 400, 800];

/** The reach that shows a number and what lies around it. */
export function firstReach(x: number): number {
  const wanted = Math.max(2, 1.6 * Math.abs(x));
  return REACHES.find((reach) => reach >= wanted) ?? 2.5 * Math.abs(x);
}

/** A wider or a narrower reach; the same where there is none. */
export function nextReach(reach: number, by: 1 | -1): number {
  const at = REACHES.findIndex((one) => one >= reach * (1 - 1e-9));
  return REACHES[(at < 0 ? REACHES.length : at) + by] ?? reach;
}

/** Without the dust of sums: as many digits as a person could have typed. */
export const roundPlace = (x: number): number => Number(x.toPrecision(12)) + 0;

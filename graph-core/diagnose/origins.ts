/** "Where does it come from?" for whatever asks for it: a NaN, an infinity, a gradient of 0. */
import type { Evaluation } from '../evaluate/evaluation.ts';
import { isBad } from './bad-number.ts';
import { firstBad, type NumberOrigin, originOfBadNumber, tensorAt } from './number-origin.ts';
import type { Place } from './whole-run.ts';
import { originOfZero } from './zero-gradient.ts';

/** The element of a place that is asked about: the first that is no number, else the first gradient of 0; null for neither. */
export function questionableElement(evaluation: Evaluation, place: Place): number | null {
  const bad = firstBad(evaluation, place);
  if (bad !== null || place.pass === 'value') return bad;
  const zero = tensorAt(evaluation, place)?.data.indexOf(0) ?? -1;
  return zero < 0 ? null : zero;
}

/** Where an element comes from; null where nothing is wrong with it, or the graph is too large to tell. */
export function originOf(
  evaluation: Evaluation,
  place: Place,
  element: number,
): NumberOrigin | null {
  const number = tensorAt(evaluation, place)?.data[element];
  if (number === undefined) return null;
  return isBad(number)
    ? originOfBadNumber(evaluation, place, element)
    : originOfZero(evaluation, place, element);
}

/** A position in time as lessons write it: `forward h`, `backward w2>m`, `update w1, iteration 3`. */
import type { GraphDocument } from '../graph/document.ts';
import { PASSES, type TimePosition } from '../graph/time-position.ts';
import { maybeNode, maybeWire, wireText } from './reference.ts';

/** The text of a position. */
export function positionText(position: TimePosition, document: GraphDocument): string {
  const { pass, node, edge, iteration = 0 } = position;
  const place = edge === undefined ? (node ?? '') : wireText(edge, document);
  const when = iteration === 0 ? '' : `, iteration ${iteration}`;
  return `${`${pass} ${place}`.trim()}${when}`;
}

/** The position that a text means; null where it means none. */
export function maybePosition(text: string, document: GraphDocument): TimePosition | null {
  const [, word, place = '', count] =
    /^(\w+)(?:\s+([^\s,]+))?(?:,\s*iteration\s+(\d{1,9}))?$/.exec(text.trim()) ?? [];
  const pass = PASSES.find((name) => name === word);
  if (pass === undefined) return null;
  const when = count === undefined || Number(count) === 0 ? {} : { iteration: Number(count) };
  if (place === '') return { ...when, pass };
  const edge = place.includes('>') ? maybeWire(place, document) : null;
  if (edge !== null) return pass === 'backward' ? { ...when, pass, edge } : null;
  const node = maybeNode(place, document);
  return node === null ? null : { ...when, pass, node };
}

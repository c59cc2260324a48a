/** Texts of attributes as their values. What cannot be read stays text, which the attribute's check then refuses. */
import type { AttrValue } from '../../graph-core/graph/document.ts';
import { readNumber } from '../widgets/read-number.ts';

/** A number, or nested lists of numbers, each as in any number field; nothing at all is null. */
export function readLiteral(text: string): AttrValue {
  if (text.trim() === '') return null;
  const { value } = readNumber(text);
  if (value !== null) return value;
  let readable = true;
  // Every piece between brackets and commas is a number, so that JSON then reads the lists.
  const json = text.replace(/[^[\],]+/g, (piece) => {
    if (piece.trim() === '') return piece;
    const read = readNumber(piece).value;
    if (read === null) readable = false;
    return Object.is(read, -0) ? '-0' : String(read);
  });
  if (!readable) return text;
  try {
    return JSON.parse(json) as AttrValue;
  } catch {
    return text;
  }
}

/** Whole numbers and names separated by commas, with or without brackets; nothing at all is null. */
export function readList(text: string): AttrValue {
  if (text.trim() === '') return null;
  const inner = text.replace(/^\s*\[|\]\s*$/g, '').trim();
  if (inner === '') return [];
  // A name is a name, even where it is also a number, as e is.
  return inner.split(',').map((part): AttrValue => {
    const word = part.trim();
    return /^[A-Za-z_]/.test(word) ? word : (readNumber(word).value ?? word);
  }) as AttrValue;
}

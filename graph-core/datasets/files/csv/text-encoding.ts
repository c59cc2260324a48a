/** Bytes of a text → UTF-8, or bytes whose letters alone are others (Windows-1252). */
import { type Refused, refuse } from '../../../graph/problem.ts';
import type { TableDialect } from '../../../graph/table-switches.ts';

/** Bytes to scan, and how their letters are written in the file. */
export interface EncodedText {
  readonly bytes: Uint8Array;
  readonly encoding: TableDialect['encoding'];
  /** First byte after a byte order mark. */
  readonly begin: number;
}

/** Bytes that are looked at. */
const BEGINNING = 2 ** 16;

/** Bytes decoded at a time. */
const PIECE = 2 ** 20;

/** Makes a text of UTF-16 one of UTF-8; bytes that are no text are a problem. */
export function openText(
  bytes: Uint8Array,
  said?: TableDialect['encoding'],
): EncodedText | Refused {
  const encoding = said ?? guessEncoding(bytes);
  const text = encoding.startsWith('utf-16') ? fromUtf16(bytes, encoding) : bytes;
  const begin = text[0] === 0xef && text[1] === 0xbb && text[2] === 0xbf ? 3 : 0;
  const zero = text.subarray(0, BEGINNING).indexOf(0);
  if (zero < 0) return { bytes: text, encoding, begin };
  return refuse({
    code: 'not-text',
    message: `byte ${zero} is 0: this is no table of text`,
    hint: 'choose a CSV, IDX or CIFAR-10 file',
  });
}

/** Windows-1252 is found out later, by the first letter that is not UTF-8. */
function guessEncoding(bytes: Uint8Array): TableDialect['encoding'] {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  // Without a mark: digits, separators and line ends have a zero as their other byte.
  const sample = bytes.subarray(0, BEGINNING);
  const zeros = [0, 0];
  for (let at = 0; at < sample.length; at++) if (sample[at] === 0) zeros[at & 1]++;
  const most = Math.floor(sample.length / 2);
  if (zeros[0] === 0 && zeros[1] > 0.4 * most) return 'utf-16le';
  if (zeros[1] === 0 && zeros[0] > 0.4 * most) return 'utf-16be';
  return 'utf-8';
}

/** A letter of two bytes has at most three in UTF-8. */
function fromUtf16(bytes: Uint8Array, encoding: string): Uint8Array {
  const out = new Uint8Array(Math.ceil(1.5 * bytes.length) + 3);
  const decoder = new TextDecoder(encoding);
  const encoder = new TextEncoder();
  let length = 0;
  for (let at = 0; at < bytes.length; at += PIECE) {
    const piece = bytes.subarray(at, at + PIECE);
    const text = decoder.decode(piece, { stream: at + PIECE < bytes.length });
    length += encoder.encodeInto(text, out.subarray(length)).written;
  }
  return out.subarray(0, length);
}

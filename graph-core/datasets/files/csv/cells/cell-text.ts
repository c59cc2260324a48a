/** Cells as text: names and categories. */
import type { TableDialect } from '../../../../graph/table-switches.ts';
import { CELL_STYLE } from './cell-scanner.ts';

const QUOTE = 34;

/** Bytes up to which a text is put together letter by letter, which is faster than asking a decoder. */
const SHORT = 12;

/** Reads cells of one text. */
export class CellText {
  private readonly bytes: Uint8Array;
  private readonly decoder: TextDecoder;
  private readonly backslash: boolean;
  /** Some cell that was read is not UTF-8, as was thought. */
  foundOtherLetters = false;

  constructor(bytes: Uint8Array, { encoding, quotes }: Pick<TableDialect, 'encoding' | 'quotes'>) {
    this.bytes = bytes;
    this.backslash = quotes === 'backslash';
    // What came as UTF-16 is UTF-8 by now.
    this.decoder = new TextDecoder(encoding === 'windows-1252' ? encoding : 'utf-8');
  }

  /** The text of a cell; what quotes and backslashes say is carried out. At most about `most` bytes of it. */
  read(from: number, to: number, style: number, most = Number.POSITIVE_INFINITY): string {
    const end = Math.min(to, from + most);
    const text = this.decode(from, end);
    if (style === CELL_STYLE.bare) return text;
    return style === CELL_STYLE.quoted ? this.unquote(text) : this.mixed(text);
  }

  private decode(from: number, to: number): string {
    const { bytes } = this;
    if (to - from <= SHORT) {
      let text = '';
      let at = from;
      for (; at < to && bytes[at] < 128; at++) text += String.fromCharCode(bytes[at]);
      if (at >= to) return text;
    }
    const text = this.decoder.decode(bytes.subarray(from, to));
    if (text.includes('\ufffd') && !this.foundOtherLetters) {
      this.foundOtherLetters = !isUtf8(bytes.subarray(from, to));
    }
    return text;
  }

  private unquote(text: string): string {
    const bare = this.backslash ? text.replace(/\\(["\\])|""/g, (_, kept = '"') => kept) : text;
    return this.backslash || !bare.includes('"') ? bare : bare.replaceAll('""', '"');
  }

  /** `"A" left` is `A left`: what stands after the closing quote is taken as it is. */
  private mixed(text: string): string {
    let end = 1;
    while (end < text.length) {
      if (this.backslash && text[end] === '\\') end += 2;
      else if (text.charCodeAt(end) !== QUOTE) end++;
      else if (text.charCodeAt(end + 1) === QUOTE) end += 2;
      else break;
    }
    return this.unquote(text.slice(1, end)) + text.slice(end + 1);
  }
}

/** A replacement character may stand in the text itself. */
function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

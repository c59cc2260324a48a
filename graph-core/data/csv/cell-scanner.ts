/**
 * The cells of a CSV text, one after the other, as places in its bytes: RFC 4180 with any of `,` `;` tab
 * as separator, lines ending in LF, CRLF or CR. Nothing is copied; lines are counted as editors count them.
 * A cell that is a number is looked at once: where the number ends, the cell does.
 */
import { DecimalReader } from './decimal.ts';

const QUOTE = 34;
const LF = 10;
const CR = 13;
const SPACE = 32;

/** Bytes that a text is written with. */
export interface Punctuation {
  readonly separator: number;
  /** The decimal point. */
  readonly point: number;
}

/** Stands on one cell at a time. */
export class CellScanner {
  private readonly bytes: Uint8Array;
  private readonly separator: number;
  private readonly decimals: DecimalReader;
  private at: number;
  private lineAt = 1;
  private startsRow = true;
  /** Where the cell lies, without quotes and without blanks around it. */
  from = 0;
  to = 0;
  /** The number that the cell is; NaN for anything else. */
  value = Number.NaN;
  /** The cell was quoted; doubled quotes in it stand for one. */
  quoted = false;
  /** Place in its row, from 0. */
  column = -1;
  /** Line the cell begins in, from 1. */
  line = 1;
  /** The last cell of its row. */
  endsRow = false;
  /** Line of a quote that is never closed; 0 when there is none. */
  openQuote = 0;

  /** Cells of `bytes` from `start` on. */
  constructor(bytes: Uint8Array, { separator, point }: Punctuation, start: number) {
    this.bytes = bytes;
    this.separator = separator;
    this.decimals = new DecimalReader(bytes, point);
    this.at = start;
  }

  /** Where the next cell begins. */
  get position(): number {
    return this.at;
  }

  /** Moves to the next cell; false after the last one. Blank lines are no rows. */
  next(): boolean {
    const { bytes } = this;
    const end = bytes.length;
    if (this.startsRow) {
      this.skipBlankLines();
      if (this.at >= end) return false;
      this.column = 0;
    } else this.column++;
    this.line = this.lineAt;
    let at = this.at;
    while (at < end && bytes[at] === SPACE) at++;
    if (at < end && bytes[at] === QUOTE) at = this.scanQuoted(at);
    else at = this.scanPlain(at);
    this.finish(at);
    return true;
  }

  private scanPlain(from: number): number {
    const { bytes, separator, decimals } = this;
    const end = bytes.length;
    this.quoted = false;
    this.from = from;
    this.value = decimals.read(from);
    let at = decimals.end;
    while (at < end && bytes[at] === SPACE) at++;
    if (at >= end || bytes[at] === separator || bytes[at] === LF || bytes[at] === CR) {
      this.to = decimals.end;
      return at;
    }
    this.value = Number.NaN;
    while (at < end && bytes[at] !== separator && bytes[at] !== LF && bytes[at] !== CR) at++;
    this.to = at;
    while (this.to > from && bytes[this.to - 1] === SPACE) this.to--;
    return at;
  }

  /** A cell in quotes, and what stands between it and the separator, which is dropped. */
  private scanQuoted(opening: number): number {
    const { bytes, separator } = this;
    const end = bytes.length;
    this.quoted = true;
    this.from = opening + 1;
    let at = opening + 1;
    for (; at < end; at++) {
      const byte = bytes[at];
      if (byte === QUOTE) {
        if (bytes[at + 1] !== QUOTE) break;
        at++;
      } else if (byte === LF || (byte === CR && bytes[at + 1] !== LF)) this.lineAt++;
    }
    this.to = at;
    this.value = this.decimals.readAll(this.from, at);
    if (at >= end) this.openQuote = this.line;
    while (at < end && bytes[at] !== separator && bytes[at] !== LF && bytes[at] !== CR) at++;
    return at;
  }

  /** Steps over the separator or the end of the line. */
  private finish(at: number): void {
    const { bytes } = this;
    this.endsRow = at >= bytes.length || bytes[at] !== this.separator;
    this.startsRow = this.endsRow;
    if (!this.endsRow) {
      this.at = at + 1;
      return;
    }
    this.lineAt++;
    this.at = bytes[at] === CR && bytes[at + 1] === LF ? at + 2 : at + 1;
  }

  private skipBlankLines(): void {
    const { bytes } = this;
    for (;;) {
      let at = this.at;
      while (bytes[at] === SPACE) at++;
      if (bytes[at] === CR && bytes[at + 1] === LF) at++;
      if (bytes[at] !== LF && bytes[at] !== CR) {
        if (at >= bytes.length) this.at = at;
        return;
      }
      this.lineAt++;
      this.at = at + 1;
    }
  }
}

/**
 * The cells of a table of text, one after the other, as places in its bytes: RFC 4180 with any separator,
 * or runs of blanks, lines ending in LF, CRLF or CR. Nothing is copied; lines are counted as editors count
 * them. A cell that is a number is looked at once: where the number ends, the cell does.
 */
import { DecimalReader } from './decimal.ts';

const QUOTE = 34;
const BACKSLASH = 92;
const LF = 10;
const CR = 13;
const SPACE = 32;
const TAB = 9;

/** No byte. */
const NO_MARK = -1;

/** What a text is written with. */
export interface Punctuation {
  /** The byte between cells; a space stands for runs of spaces and tabs. */
  readonly separator: number;
  /** The decimal mark. */
  readonly point: number;
  /** A backslash takes the meaning from a quote. */
  readonly backslash: boolean;
}

/** How a cell is written: bare, in quotes (doubled ones stand for one), or quotes with text after them. */
export const CELL_STYLE = { bare: 0, quoted: 1, mixed: 2 } as const;

/** Where a text begins. */
export interface TextStart {
  /** First byte. */
  readonly at: number;
  /** Its line, from 1. */
  readonly line: number;
}

/** Stands on one cell at a time. */
export class CellScanner {
  private readonly bytes: Uint8Array;
  private readonly separator: number;
  /** Separates as well: tabs among blanks. */
  private readonly other: number;
  private readonly blanks: boolean;
  private readonly backslash: boolean;
  private readonly bare: DecimalReader;
  private readonly quoted: DecimalReader;
  private at: number;
  private lineAt: number;
  private startsRow = true;
  /** Where the cell lies, without quotes and without blanks around it. */
  from = 0;
  to = 0;
  /** The number that the cell is; NaN for anything else. */
  value = Number.NaN;
  /** One of `CELL_STYLE`. */
  style: number = CELL_STYLE.bare;
  /** Place in its row, from 0. */
  column = -1;
  /** Line the cell begins in, from 1. */
  line = 1;
  /** The last cell of its row. */
  endsRow = false;
  /** Line of a quote that is never closed; 0 when there is none. */
  openQuote = 0;
  /** Line of the first quote that a backslash seems to take the meaning from; 0 when there is none. */
  escapedQuote = 0;

  /** Cells of `bytes` from `start` on. */
  constructor(bytes: Uint8Array, { separator, point, backslash }: Punctuation, start: TextStart) {
    this.bytes = bytes;
    this.separator = separator;
    this.blanks = separator === SPACE;
    this.other = this.blanks ? TAB : separator;
    this.backslash = backslash;
    this.quoted = new DecimalReader(bytes, point);
    // A comma that ends cells is a decimal mark within quotes alone.
    this.bare = point === separator ? new DecimalReader(bytes, NO_MARK) : this.quoted;
    this.at = start.at;
    this.lineAt = start.line;
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
    while (at < end && (bytes[at] === SPACE || (this.blanks && bytes[at] === TAB))) at++;
    if (at < end && bytes[at] === QUOTE) at = this.scanQuoted(at);
    else at = this.scanBare(at);
    this.finish(at);
    return true;
  }

  /** True where a cell ends: at a separator, the end of a line or of the text. */
  private stops(at: number): boolean {
    const byte = this.bytes[at];
    return (
      byte === this.separator ||
      byte === LF ||
      byte === CR ||
      byte === this.other ||
      at >= this.bytes.length
    );
  }

  private scanBare(from: number): number {
    const { bytes, bare: decimals } = this;
    this.style = CELL_STYLE.bare;
    this.from = from;
    if (bytes[from] === this.separator) {
      this.to = from;
      this.value = Number.NaN;
      return from;
    }
    this.value = decimals.read(from);
    let at = decimals.end;
    if (!this.blanks) while (bytes[at] === SPACE) at++;
    if (this.stops(at)) {
      this.to = decimals.end;
      return at;
    }
    this.value = Number.NaN;
    while (!this.stops(at)) at++;
    this.to = at;
    while (this.to > from && bytes[this.to - 1] === SPACE) this.to--;
    return at;
  }

  /** A cell in quotes; text after the closing one belongs to it. */
  private scanQuoted(opening: number): number {
    const { bytes } = this;
    const end = bytes.length;
    this.style = CELL_STYLE.quoted;
    this.from = opening + 1;
    let at = opening + 1;
    for (; at < end; at++) {
      const byte = bytes[at];
      if (byte === QUOTE) {
        if (bytes[at + 1] !== QUOTE) break;
        at++;
      } else if (byte === LF || (byte === CR && bytes[at + 1] !== LF)) this.lineAt++;
      else if (byte === BACKSLASH && this.backslash && isEscapable(bytes[at + 1])) at++;
    }
    this.to = at;
    this.value = this.quoted.readAll(this.from, at);
    if (at >= end) {
      this.openQuote = this.line;
      return at;
    }
    const closing = at++;
    if (!this.blanks) while (bytes[at] === SPACE) at++;
    if (this.stops(at)) return at;
    if (bytes[closing - 1] === BACKSLASH && this.escapedQuote === 0) this.escapedQuote = this.line;
    while (!this.stops(at)) at++;
    this.style = CELL_STYLE.mixed;
    this.value = Number.NaN;
    this.from = opening;
    this.to = at;
    while (bytes[this.to - 1] === SPACE) this.to--;
    return at;
  }

  /** Steps over the separator or the end of the line. */
  private finish(end: number): void {
    const { bytes } = this;
    let at = end;
    if (this.blanks) while (bytes[at] === SPACE || bytes[at] === TAB) at++;
    const byte = bytes[at];
    this.endsRow = at >= bytes.length || byte === LF || byte === CR;
    this.startsRow = this.endsRow;
    if (!this.endsRow) {
      this.at = this.blanks ? at : at + 1;
      return;
    }
    this.lineAt++;
    this.at = byte === CR && bytes[at + 1] === LF ? at + 2 : at + 1;
  }

  private skipBlankLines(): void {
    const { bytes } = this;
    for (;;) {
      let at = this.at;
      while (bytes[at] === SPACE || (this.blanks && bytes[at] === TAB)) at++;
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

const isEscapable = (byte: number | undefined): boolean => byte === QUOTE || byte === BACKSLASH;

/** Cells as text: names, categories, and what stands for nothing. */

const QUOTE = 34;

/** Cells that stand for no value, beside empty ones. */
const MISSING: ReadonlySet<string> = new Set(['NA', 'N/A', 'NaN', 'nan', '?', 'null', 'NULL']);

/** Bytes of the longest of them. */
const LONGEST_MISSING = 4;

/** Reads cells of one text. */
export class CellText {
  private readonly bytes: Uint8Array;
  private readonly decoder = new TextDecoder();

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** The text of a cell; doubled quotes of a quoted one are single. */
  read(from: number, to: number, quoted: boolean): string {
    const { bytes } = this;
    let text = '';
    for (let at = from; at < to; at++) {
      const byte = bytes[at];
      if (byte >= 128) {
        const whole = this.decoder.decode(bytes.subarray(from, to));
        return quoted ? whole.replaceAll('""', '"') : whole;
      }
      text += String.fromCharCode(byte);
      if (quoted && byte === QUOTE) at++;
    }
    return text;
  }

  /** True for a cell that is empty or says that its value is missing. */
  isMissing(from: number, to: number, quoted: boolean): boolean {
    if (to === from) return true;
    return to - from <= LONGEST_MISSING && MISSING.has(this.read(from, to, quoted));
  }
}

/** What a cell means that is no plain number: nothing, a number written for people, or a word. */
import type { TableDialect } from '../../../../graph/table-switches.ts';
import type { CellText } from './cell-text.ts';

/**
 * `grouped` is `1,049.34`, `percent` is `12 %` (0.12), `spelled` a number with a true minus sign or blanks in
 * its quotes, `tiny` one that is nearer to 0 than any double, `infinite` an infinity or beyond all doubles.
 */
export type Meaning = 'missing' | 'grouped' | 'percent' | 'spelled' | 'tiny' | 'infinite' | 'word';

/** Cells that stand for no value, beside empty ones, in lower case. */
const MISSING: ReadonlySet<string> = new Set([
  ...['na', 'n/a', 'n.a.', 'n.a', '#n/a', '#na', '#n/a n/a', '<na>', 'nan', '-nan', '+nan'],
  ...['1.#ind', '-1.#ind', '1.#qnan', '-1.#qnan', 'null', '(null)', '<null>', '#null!', '\\n'],
  ...['none', '<none>', 'nil', 'missing', '?', '-', '--', '---', '–', '—', '.', '..', '…'],
  ...['#value!', '#div/0!', '#ref!', '#num!', '#name?'],
]);

/** Bytes of the longest cell that is looked at as more than a word. */
const LONGEST = 64;

/** Bytes that something else than a word begins with: letters, which no number has, and others. */
const FIRST = new Uint8Array(256);
const LETTER = 1;
const OTHER = 2;
for (const byte of new TextEncoder().encode('nNmMiI')) FIRST[byte] = LETTER;
for (const byte of new TextEncoder().encode('0123456789+-.,?#<(\\ ')) FIRST[byte] = OTHER;
// Dashes, blanks, … and ∞ in UTF-8 and in Windows-1252.
for (const byte of [0xe2, 0xc2, 0x96, 0x97, 0x85, 0xa0]) FIRST[byte] = OTHER;

const INFINITE = /^[-+]?(?:inf|infinity|1\.#inf|∞)$/i;

/** Looks at cells of one text. */
export class CellMeanings {
  private readonly bytes: Uint8Array;
  private readonly text: CellText;
  private readonly gaps: TableDialect['gaps'];
  private readonly numerals: Numerals;
  /** The number of the cell looked at last; NaN when it is none. */
  value = Number.NaN;

  constructor(
    bytes: Uint8Array,
    text: CellText,
    dialect: Pick<TableDialect, 'decimal' | 'thousands' | 'gaps'>,
  ) {
    this.bytes = bytes;
    this.text = text;
    this.gaps = dialect.gaps;
    this.numerals = new Numerals(dialect);
  }

  /** What a cell says that is no plain number. */
  of(from: number, to: number, style: number): Meaning {
    this.value = Number.NaN;
    if (from === to) return 'missing';
    const first = FIRST[this.bytes[from]];
    if (to - from > LONGEST || first === 0) return 'word';
    const text = this.text.read(from, to, style).trim();
    if (this.stands(text)) return 'missing';
    if (first === LETTER) return INFINITE.test(text) ? 'infinite' : 'word';
    const { meaning, value } = this.numerals.read(text);
    this.value = value;
    return meaning;
  }

  /** True for a cell that stands for no value; `text` is what it says. */
  isMissing(from: number, to: number, text: string): boolean {
    if (to - from > LONGEST || FIRST[this.bytes[from]] === 0) return from === to;
    return this.stands(text.trim());
  }

  /** True for a text that stands for nothing. */
  private stands(text: string): boolean {
    return text === '' || (this.gaps === 'words' && MISSING.has(text.toLowerCase()));
  }
}

/** Numbers as people write them, with one decimal mark. */
export class Numerals {
  private readonly point: string;
  private readonly plain: RegExp;
  private readonly grouped: RegExp | null;

  constructor({ decimal, thousands }: Pick<TableDialect, 'decimal' | 'thousands'>) {
    const [point, comma] = decimal === 'point' ? ['\\.', ','] : [',', '\\.'];
    this.point = decimal === 'point' ? '.' : ',';
    this.plain = new RegExp(`^[-+]?(?:\\d+(?:${point}\\d*)?|${point}\\d+)(?:e[-+]?\\d+)?$`, 'i');
    // One kind of mark throughout; nothing begins with 0, as phone numbers do.
    this.grouped =
      thousands === 'none'
        ? null
        : new RegExp(
            `^[-+]?[1-9]\\d{0,2}([${comma}'’ \\u00a0\\u202f])\\d{3}(?:\\1\\d{3})*(?:${point}\\d*)?$`,
          );
  }

  /** What `text` says, which has no blanks around it, and its number. */
  read(text: string): { readonly meaning: Meaning; readonly value: number } {
    if (INFINITE.test(text)) return { meaning: 'infinite', value: Number.NaN };
    const straight = text.replace(/^−/, '-');
    const bare = straight.endsWith('%') ? straight.slice(0, -1).trimEnd() : straight;
    const groups = this.grouped?.exec(bare) ?? null;
    if (groups === null && !this.plain.test(bare)) return { meaning: 'word', value: Number.NaN };
    const digits = groups === null ? bare : bare.replaceAll(groups[1], '');
    const spelled = digits.replace(this.point, '.');
    if (bare !== straight) {
      // Moved by the exponent, a percentage is rounded once.
      const [mantissa, exponent = '0'] = spelled.toLowerCase().split('e');
      return { meaning: 'percent', value: Number(`${mantissa}e${Number(exponent) - 2}`) };
    }
    const value = Number(spelled);
    if (!Number.isFinite(value)) return { meaning: 'infinite', value: Number.NaN };
    if (groups !== null) return { meaning: 'grouped', value };
    const isTiny = value === 0 && /[1-9]/.test(spelled.toLowerCase().split('e')[0]);
    return { meaning: isTiny ? 'tiny' : 'spelled', value };
  }
}

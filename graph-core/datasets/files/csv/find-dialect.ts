/**
 * How a text is written, found out on its beginning: every way to cut it is tried, and the one that suits the
 * first rows best is taken. What a person says is not guessed.
 */
import type { TableDialect, TableSwitches } from '../../../graph/table-switches.ts';
import type { TextStart } from './cells/cell-scanner.ts';
import { type FoundLayout, findLayout } from './find-layout.ts';
import { SEPARATOR_BYTES, separatorOf } from './punctuation.ts';
import { beginningOf, filledLength, type SampleRow, sampleRows } from './row-sample.ts';

/** A dialect and the layout of the rows under it. */
export interface FoundDialect extends FoundLayout {
  readonly dialect: TableDialect;
  /** Commas are the decimal mark, but might as well mark thousands (or the other way round). */
  readonly isDoubtful: boolean;
  /** One name stands over commas that might as well separate two columns. */
  readonly isOneColumn: boolean;
}

const SEPARATORS = ['comma', 'semicolon', 'tab', 'pipe', 'blanks'] as const;
const DECIMALS = ['point', 'comma'] as const;

/** Finds out what `said` leaves open. `encoding` is known by now. */
export function findDialect(
  bytes: Uint8Array,
  begin: TextStart,
  said: TableSwitches & Pick<TableDialect, 'encoding'>,
): FoundDialect {
  const announced = announcedSeparator(bytes, begin);
  const start = skipBlankLines(
    bytes,
    skipLines(bytes, begin, said.skip ?? (announced === null ? 0 : 1)),
  );
  const separator = said.separator ?? announced?.separator;
  const beginning = beginningOf(bytes, start.at);
  const has = (byte: number): boolean => beginning.indexOf(byte, start.at) >= 0;
  const occurs = (one: TableDialect['separator']): boolean =>
    one === 'comma' || has(SEPARATOR_BYTES[one]) || (one === 'blanks' && has(SEPARATOR_BYTES.tab));
  const decimals = has(SEPARATOR_BYTES.comma) ? DECIMALS : DECIMALS.slice(0, 1);
  const single = said.separator === undefined && separator === undefined;
  if (single && said.decimal !== 'point' && SEPARATORS.filter(occurs).length === 1) {
    const column = maybeOneColumn(beginning, start, said);
    if (column !== null) return { ...column, isDoubtful: false, isOneColumn: true };
  }
  let best: Candidate | null = null;
  let rival: Candidate | null = null;
  for (const one of separator === undefined ? SEPARATORS.filter(occurs) : [separator]) {
    for (const decimal of said.decimal === undefined ? decimals : [said.decimal]) {
      const candidate = judge(beginning, start, said, one, decimal);
      // Blanks stand inside cells as well: they separate only where nothing else does.
      const margin = one === 'blanks' && separator === undefined ? 1.2 : 1 + 1e-9;
      if (best === null || candidate.score > margin * best.score) {
        [rival, best] = [best, candidate];
      } else if (rival === null || candidate.score > rival.score) rival = candidate;
    }
  }
  if (best === null) throw new Error('internal: no way to cut a table was tried');
  const isDoubtful =
    best.marks &&
    rival !== null &&
    rival.reading.dialect.separator === best.reading.dialect.separator &&
    rival.score >= 0.97 * best.score;
  return { ...best.reading, isDoubtful, isOneColumn: false };
}

type Undoubted = Omit<FoundDialect, 'isDoubtful' | 'isOneColumn'>;

/** A single name over numbers with a comma each: a column of decimal commas, for two columns have two names. */
function maybeOneColumn(
  bytes: Uint8Array,
  start: TextStart,
  said: TableSwitches & Pick<TableDialect, 'encoding'>,
): Undoubted | null {
  if (said.header === false) return null;
  const [name, ...rows] = judge(bytes, start, said, 'comma', 'point').rows;
  if (name?.cells.length !== 1 || rows.length === 0) return null;
  if (!rows.every(({ cells }) => cells.length === 2)) return null;
  const { reading, rows: whole } = judge(bytes, start, said, 'semicolon', 'comma');
  const isColumn = whole.every(({ cells }, i) => cells[0] === (i === 0 ? 'word' : 'number'));
  return isColumn && reading.header ? reading : null;
}

interface Candidate {
  readonly reading: Undoubted;
  readonly rows: readonly SampleRow[];
  readonly score: number;
  /** Some number has a comma or point that another reading takes otherwise. */
  readonly marks: boolean;
}

/** How well one way suits: even rows of cells that are numbers or clean words. */
function judge(
  bytes: Uint8Array,
  start: TextStart,
  said: TableSwitches & Pick<TableDialect, 'encoding'>,
  separator: TableDialect['separator'],
  decimal: TableDialect['decimal'],
): Candidate {
  const { encoding, thousands = 'marked', quotes = 'doubled', gaps = 'words' } = said;
  const assumed: TableDialect = {
    ...{ encoding, separator, decimal, thousands, quotes, gaps },
    ...{ header: said.header ?? true, skip: 0 },
  };
  const rows = sampleRows(bytes, assumed, start);
  const layout = findLayout(rows, start, said);
  const reading = { ...layout, dialect: { ...assumed, header: layout.header, skip: layout.skip } };
  const { width } = layout;
  const body = rows.slice(layout.skippedRows + (layout.header ? 1 : 0));
  const judged = body.length > 0 ? body : rows;
  const even = judged.filter(
    (row) => row.cells.length >= width && filledLength(row) <= width,
  ).length;
  let [filled, clean, numbers, marked] = [0, 0, 0, 0];
  for (const { cells } of judged) {
    for (const cell of cells) {
      if (cell === 'missing' || cell === 'empty') continue;
      filled++;
      if (cell !== 'mess') clean++;
      if (cell === 'number' || cell === 'marked') numbers++;
      if (cell === 'marked') marked++;
    }
  }
  const share = (count: number): number => (filled === 0 ? 0 : count / filled);
  // Rows that would have to be left out, at the beginning as anywhere, speak against a way.
  const all = Math.max(1, rows.length - (body.length > 0 && layout.header ? 1 : 0));
  let score = (even / all) * (0.5 * share(clean) + 0.5 * share(numbers));
  score *= 1 - 0.01 * share(marked);
  // Where commas separate, those in quotes mark thousands sooner than fractions.
  if (separator === 'comma' && decimal === 'comma') score *= 0.98;
  if (width === 1) score *= 0.5;
  if (separator === 'blanks' && numbers === 0) score = 0;
  return { reading, rows, score, marks: marked > 0 || decimal === 'comma' };
}

/** The separator that a first line `sep=;` names, or null. */
function announcedSeparator(
  bytes: Uint8Array,
  { at }: TextStart,
): { readonly separator: TableDialect['separator'] } | null {
  const line = String.fromCharCode(...bytes.subarray(at, at + 10));
  const [, mark, named] = /^"?sep=(?:(.)|(\\t))"?(?:[\r\n]|$)/i.exec(line) ?? [];
  if (mark === undefined && named === undefined) return null;
  const separator = separatorOf(named === undefined ? mark.charCodeAt(0) : 9);
  return separator === null ? null : { separator };
}

/** The place after so many lines. */
function skipLines(bytes: Uint8Array, { at, line }: TextStart, count: number): TextStart {
  let place = at;
  let remaining = count;
  for (; remaining > 0 && place < bytes.length; place++) {
    if (bytes[place] === 10 || (bytes[place] === 13 && bytes[place + 1] !== 10)) remaining--;
  }
  return { at: place, line: line + count - remaining };
}

/** The first line that is not blank. */
function skipBlankLines(bytes: Uint8Array, { at, line }: TextStart): TextStart {
  let from = at;
  let lines = line;
  for (let place = at; ; place++) {
    const byte = bytes[place];
    if (byte === 10 || (byte === 13 && bytes[place + 1] !== 10)) {
      from = place + 1;
      lines++;
    } else if (byte !== 32 && byte !== 13) return { at: from, line: lines };
  }
}

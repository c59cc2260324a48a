/**
 * Second pass over a table: the categories of columns of words, and for each cell its place among them.
 * Categories are sorted by code units, so that they do not depend on the order of the rows.
 */
import type { CellMeanings } from './cells/cell-meaning.ts';
import type { CellText } from './cells/cell-text.ts';
import type { RowScanner } from './row-scanner.ts';

/** Different words of a column, and bytes of a word, up to which it holds categories. */
export const MAX_WORDS = 2 ** 17;
/** See `MAX_WORDS`. */
export const MAX_WORD_BYTES = 1000;

/** Why a column holds no categories. */
export interface NoCategories {
  readonly column: number;
  readonly why: 'too-many-words' | 'long-text';
  /** Line of the first cell beyond the limit. */
  readonly line: number;
}

/** What the columns of words hold. */
export interface WordColumns {
  /** By column. */
  readonly categories: ReadonlyMap<number, readonly string[]>;
  readonly refused: readonly NoCategories[];
}

/**
 * Reads the columns with these numbers. `values` holds column after column, `stride` apart; what is written
 * there are places among the categories, NaN for missing cells.
 */
export function readWordColumns(
  rows: RowScanner,
  header: boolean,
  columns: readonly number[],
  { text, meanings }: { readonly text: CellText; readonly meanings: CellMeanings },
  { values, stride }: { readonly values: Float64Array; readonly stride: number },
): WordColumns {
  const open = new Map(columns.map((j) => [j, new Map<string, number>()]));
  const refused: NoCategories[] = [];
  if (columns.length === 0) return { categories: new Map(), refused };
  const { rows: count } = rows.scan(header, (row, { from, to, style, line }) => {
    for (const [column, places] of open) {
      const [begin, end, written] = [from[column], to[column], style[column]];
      const at = column * stride + row;
      values[at] = Number.NaN;
      const why = end - begin > MAX_WORD_BYTES ? 'long-text' : 'too-many-words';
      let place: number | undefined;
      if (why !== 'long-text') {
        const word = text.read(begin, end, written);
        if (meanings.isMissing(begin, end, word)) continue;
        place = places.get(word);
        if (place === undefined && places.size < MAX_WORDS) {
          place = places.size;
          places.set(word, place);
        }
      }
      if (place === undefined) {
        refused.push({ column, why, line });
        open.delete(column);
      } else values[at] = place;
    }
  });
  const categories = new Map<number, readonly string[]>();
  for (const [column, places] of open) {
    const words = [...places.keys()].sort();
    const sorted = new Uint32Array(words.length);
    words.forEach((word, place) => {
      sorted[places.get(word) ?? 0] = place;
    });
    const begin = column * stride;
    for (let at = begin; at < begin + count; at++) {
      if (!Number.isNaN(values[at])) values[at] = sorted[values[at]];
    }
    categories.set(column, words);
  }
  return { categories, refused };
}

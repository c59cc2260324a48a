/** Finds operations as people call them: by title, category, id, or the symbol that stands in the node. */
import { OP_TYPES, OPS } from '../../../graph-core/ops/registry.ts';

/** An operation in the list. */
export interface Entry {
  readonly op: string;
  readonly title: string;
  readonly symbol: string;
  readonly summary: string;
  readonly category: string;
}

/** All operations in the order of the registry. */
export const ENTRIES: readonly Entry[] = OP_TYPES.map((op) => {
  const { title, symbol, summary, category } = OPS[op].doc;
  return { op, title, symbol, summary, category };
});

/** What a keyboard has for signs it lacks. */
const TYPED = { '×': '*', '÷': '/', '−': '-', ʸ: '^y', '²': '^2' } as const;

function typed(text: string): string {
  return Object.entries(TYPED).reduce(
    (plain, [sign, key]) => plain.replaceAll(sign, key),
    text.trim().toLowerCase(),
  );
}

/**
 * Operations that have every word of the query somewhere; what is called exactly so comes first, then what
 * has it as its symbol, then what begins with it.
 */
export function searchOperations(query: string): readonly Entry[] {
  const wanted = typed(query);
  const words = wanted.split(/\s+/);
  const rank = ({ op, title, symbol, category }: Entry): number => {
    const name = typed(title);
    if (name === wanted) return 0;
    if (typed(symbol) === wanted) return 1;
    if (name.startsWith(wanted)) return 2;
    const all = `${name} ${typed(`${op} ${category} ${symbol}`)}`;
    return words.every((word) => all.includes(word)) ? 3 : 4;
  };
  return ENTRIES.filter((entry) => rank(entry) < 4).sort((a, b) => rank(a) - rank(b));
}

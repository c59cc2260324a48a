/** Which lessons a search finds. */
import type { Example } from './example.ts';

/** True where every word of the search stands in the number, the title, the summary, the chapter or an operation. */
export function matchesSearch(
  { lesson, title, summary, chapter, document }: Example,
  search: string,
): boolean {
  const operations = Object.values(document?.nodes ?? {}).map(({ op }) => op);
  const text = [lesson, title, summary, chapter, ...operations].join(' ').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

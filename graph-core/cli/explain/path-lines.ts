/** The paths that a gradient comes along, the largest first, as text. */
import type { PathShares } from '../../derivatives/path-shares.ts';
import { type GraphDocument, nodeLabel } from '../../graph/document.ts';
import { printable } from '../../graph/wording/printable.ts';
import { printTable } from '../print-table.ts';
import { printNumber } from '../print-tensor.ts';

/** A table of shares, and what the other paths bring. */
export function pathLines(document: GraphDocument, shares: PathShares): string {
  const { paths, rest, count } = shares;
  if (paths.length === 0) return '';
  const rows = paths.map(({ share, contribution, places }) => [
    printNumber(100 * share),
    printNumber(contribution),
    places.map(({ node }) => printable(nodeLabel(document, node))).join(' → '),
  ]);
  const others = count - paths.length;
  const note =
    others > 0
      ? `the other ${others} ${others === 1 ? 'path brings' : 'paths bring'} ${printNumber(rest)} together\n`
      : '';
  return `\n${printTable(['share in %', 'brings', 'path'], rows)}${note}`;
}

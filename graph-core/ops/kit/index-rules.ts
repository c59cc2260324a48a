/** What operations that pick by index share. */
import type { Fault } from '../../graph/problem.ts';

/** An index that names nothing; null while all do. */
export type IndexFault = Fault | null;

/** The fault of an index out of range or not whole. `position` counts the indices row by row. */
export const indexFault = (
  op: string,
  index: number,
  position: number,
  range: string,
): IndexFault => ({
  code: 'bad-index',
  message: `${op}: index ${index} at position ${position}, but there are ${range}`,
  hint: 'use whole numbers within the range',
});

/** Python's way to index one axis: `<x>[:, i]` for axis 1, `<x>[..., i, :]` for axis -2. */
export function indexTemplate(axis: number, index: string): string {
  return axis >= 0
    ? `<x>[${':, '.repeat(axis)}${index}]`
    : `<x>[..., ${index}${', :'.repeat(-axis - 1)}]`;
}

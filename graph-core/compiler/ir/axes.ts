/** How the index space of a kernel that reads a buffer corresponds to that of the kernel that wrote it. */
import type { Size } from '../../tensor/shape.ts';
import type { Access } from './scalar-code.ts';

/** For each axis of the writer, the axis of the reader that runs along it; -1 for axes of size 1. */
export interface AxisMatch {
  readonly readerAxis: readonly number[];
  /** The reader repeats elements along axes that the writer does not have. */
  readonly repeats: boolean;
}

/** The correspondence when every element is read where it was written; null otherwise. */
export function matchAxes(
  written: Access,
  writerShape: Size,
  read: Access,
  readerShape: Size,
): AxisMatch | null {
  if (written.buffer !== read.buffer || written.offset !== read.offset) return null;
  const used = new Set<number>();
  const readerAxis: number[] = [];
  for (let axis = 0; axis < writerShape.length; axis++) {
    if (writerShape[axis] === 1) {
      readerAxis.push(-1);
      continue;
    }
    const found = readerShape.findIndex(
      (size, k) =>
        !used.has(k) && size === writerShape[axis] && read.strides[k] === written.strides[axis],
    );
    if (found < 0) return null;
    used.add(found);
    readerAxis.push(found);
  }
  let repeats = false;
  for (let k = 0; k < readerShape.length; k++) {
    if (used.has(k) || readerShape[k] === 1) continue;
    if (read.strides[k] !== 0) return null;
    repeats = true;
  }
  return { readerAxis, repeats };
}

/** An access of the writer, as the reader's index space has it. */
export function toReader(access: Access, { readerAxis }: AxisMatch, readerShape: Size): Access {
  const strides = readerShape.map((_, k) => {
    const axis = readerAxis.indexOf(k);
    return axis < 0 ? 0 : access.strides[axis];
  });
  return { ...access, strides };
}

/** An access of the reader (which repeats nothing), as the writer's index space has it. */
export function toWriter(access: Access, { readerAxis }: AxisMatch): Access {
  return { ...access, strides: readerAxis.map((k) => (k < 0 ? 0 : access.strides[k])) };
}

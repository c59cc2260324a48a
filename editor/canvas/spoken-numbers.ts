/** A tensor in the words a screen reader says at a node or a wire. */
import type { Tensor } from '../../graph-core/tensor/tensor.ts';
import { formatNumber, formatShape } from '../widgets/format-number.ts';

/** One number as it is printed, a few as a list, more by their shape. */
export function spokenNumbers({ shape, data }: Tensor): string {
  if (data.length === 1) return formatNumber(data[0]);
  if (data.length > 0 && data.length <= 4 && shape.length === 1) {
    return [...data].map((x) => formatNumber(x)).join(', ');
  }
  return `of shape ${formatShape(shape)}`;
}

/** Samples read as tables: `rows([1, 2], [3, 4])` is the literal [[1, 2], [3, 4]] on one line. */
import type { TensorLiteral } from '../../tensor/tensor.ts';

/** A tensor from its rows (or, nested, from its matrices). */
export const rows = (...parts: readonly TensorLiteral[]): TensorLiteral => parts;

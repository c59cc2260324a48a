/**
 * Dense row-major tensors on typed arrays. The interpreter computes in f64; the compiled loop keeps
 * f32. Class indices and truth values are numbers too (0, 1, 2 …; 0 and 1).
 */
import { elementCount, type Size } from './shape.ts';

/** Numbers of one shape, row-major. `data.length` is the product of `shape`. */
export interface Tensor {
  readonly shape: Size;
  readonly data: Float64Array;
}

/** A number or equally long nested lists of them: how small tensors are written in a document. */
export type TensorLiteral = number | readonly TensorLiteral[];

/** A tensor of zeros. */
export function zeros(shape: Size): Tensor {
  return { shape, data: new Float64Array(elementCount(shape)) };
}

/** A tensor from numbers in row-major order; throws when their count does not fit the shape. */
export function tensor(shape: Size, numbers: ArrayLike<number>): Tensor {
  if (numbers.length !== elementCount(shape)) {
    throw new Error(
      `internal: ${numbers.length} numbers for shape [${shape.join(', ')}], which holds ${elementCount(shape)}`,
    );
  }
  return { shape, data: Float64Array.from(numbers) };
}

/** A tensor of rank 0. */
export function scalar(value: number): Tensor {
  return { shape: [], data: Float64Array.of(value) };
}

/** Where a literal is not a tensor: a row of another length, or something that is no finite number. */
export interface LiteralFault {
  readonly path: readonly number[];
  readonly message: string;
}

/** The tensor a literal stands for. `[[1, 2], [3, 4]]` has shape [2, 2]; `[]` has shape [0]. */
export function tensorFromLiteral(literal: unknown): Tensor | LiteralFault {
  const shape: number[] = [];
  for (let level = literal; Array.isArray(level); level = level[0]) {
    shape.push(level.length);
    if (shape.length > MAX_RANK) {
      return { path: [], message: `nested deeper than ${MAX_RANK} levels` };
    }
  }
  const numbers: number[] = [];
  const path: number[] = [];
  const visit = (value: unknown, depth: number): string | null => {
    if (depth === shape.length) {
      if (typeof value === 'number' && Number.isFinite(value)) {
        numbers.push(value);
        return null;
      }
      return Array.isArray(value)
        ? `a list of ${value.length} where a number belongs`
        : `${describe(value)} where a finite number belongs`;
    }
    if (!Array.isArray(value)) return `${describe(value)} where a list of ${shape[depth]} belongs`;
    if (value.length !== shape[depth]) {
      return `a row of ${value.length} where the first one has ${shape[depth]}`;
    }
    for (let i = 0; i < value.length; i++) {
      path.push(i);
      const fault = visit(value[i], depth + 1);
      if (fault !== null) return fault;
      path.pop();
    }
    return null;
  };
  const message = visit(literal, 0);
  if (message !== null) return { path: [...path], message };
  return { shape, data: Float64Array.from(numbers) };
}

/** Ranks beyond this are refused; the field's tensors have at most 5 or 6 dimensions. */
export const MAX_RANK = 8;

function describe(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40));
  return value === null ? 'null' : `a value of type ${typeof value}`;
}

/** The literal of a tensor: the inverse of `tensorFromLiteral` except for empty inner shapes. */
export function literalFromTensor(value: Tensor): TensorLiteral {
  const build = (axis: number, offset: number, stride: number): TensorLiteral => {
    if (axis === value.shape.length) return value.data[offset];
    const inner = value.shape[axis] === 0 ? 0 : stride / value.shape[axis];
    return Array.from({ length: value.shape[axis] }, (_, i) =>
      build(axis + 1, offset + i * inner, inner),
    );
  };
  return build(0, 0, value.data.length);
}

/** Tensors as text: short for people, exact for programs. */
import { elementCount } from '../tensor/shape.ts';
import { literalFromTensor, type Tensor, type TensorLiteral } from '../tensor/tensor.ts';

/** Characters a tensor may take in a table before it is summed up. */
const WIDEST = 48;

/** Six significant digits; `-0` shows. */
export function printNumber(x: number): string {
  if (Object.is(x, -0)) return '-0';
  return String(Number.isFinite(x) ? Number(x.toPrecision(6)) : x);
}

/** All numbers where they fit on a line, else range and mean. */
export function printTensor({ shape, data }: Tensor): string {
  const count = elementCount(shape);
  if (count === 0) return 'no elements';
  if (count <= WIDEST / 3) {
    const text = nested(literalFromTensor({ shape, data }));
    if (text.length <= WIDEST) return text;
  }
  let [min, max, sum, nans] = [Infinity, -Infinity, 0, 0];
  for (const x of data) {
    if (Number.isNaN(x)) {
      nans++;
      continue;
    }
    min = Math.min(min, x);
    max = Math.max(max, x);
    sum += x;
  }
  if (nans === count) return 'NaN everywhere';
  const mean = printNumber(sum / (count - nans));
  const range = `${printNumber(min)} … ${printNumber(max)}, mean ${mean}`;
  return nans === 0 ? range : `${range}, ${nans} NaN`;
}

function nested(literal: TensorLiteral): string {
  return typeof literal === 'number' ? printNumber(literal) : `[${literal.map(nested).join(', ')}]`;
}

/** Numbers that JSON lacks as text: `NaN`, `Infinity`, `-Infinity`. */
export type JsonNumber = number | 'NaN' | 'Infinity' | '-Infinity';

/** Every bit of a number in JSON. */
export function jsonNumber(x: number): JsonNumber {
  if (Number.isFinite(x)) return x;
  return Number.isNaN(x) ? 'NaN' : x > 0 ? 'Infinity' : '-Infinity';
}

/** Nested lists of numbers; null where there is no tensor. */
export function jsonTensor(tensor: Tensor | undefined): unknown {
  if (tensor === undefined) return null;
  const encode = (literal: TensorLiteral): unknown =>
    typeof literal === 'number' ? jsonNumber(literal) : literal.map(encode);
  return encode(literalFromTensor(tensor));
}

/** The numbers that a lesson speaks of, looked up in what was computed. */
import type { EdgeId, GraphDocument, NodeId } from '../graph/document.ts';
import type { LessonNumber } from '../graph/lesson.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { lessonSum } from './lesson-sum.ts';
import { maybeNode, type NumberPlace, type Reference } from './reference.ts';

/** What was computed: values and gradients by node, gradients by wire; undefined or null where there are none. */
export interface ComputedNumbers {
  readonly value: (node: NodeId) => Tensor | null | undefined;
  readonly gradient: (node: NodeId) => Tensor | null | undefined;
  readonly edgeGradient: (edge: EdgeId) => Tensor | null | undefined;
}

/** The numbers a reference names, all elements of a tensor in row-major order; null where there are none. */
export function numbersAt(
  reference: Reference,
  document: GraphDocument,
  computed: ComputedNumbers,
): readonly number[] | null {
  if (reference.kind === 'number') return placeNumbers(reference.of, reference.at, computed);
  if (reference.kind !== 'sum') return null;
  const sum = lessonSum(reference.text, {
    number: (of, name, index) => {
      const node = maybeNode(name, document);
      if (node === null) return null;
      const numbers = placeNumbers(of, { node, index }, computed);
      return numbers?.length === 1 ? numbers[0] : null;
    },
  });
  return sum === null ? null : [sum];
}

function placeNumbers(
  of: 'value' | 'gradient',
  at: NumberPlace,
  computed: ComputedNumbers,
): readonly number[] | null {
  const whole = tensorAt(of, at, computed);
  if (whole == null) return null;
  if (at.index.length === 0) return [...whole.data];
  const { shape, data } = whole;
  const beyond = at.index.some((index, axis) => shape[axis] === undefined || index >= shape[axis]);
  if (beyond) return null;
  // Fewer indices than axes name a row.
  const rest = shape.slice(at.index.length).reduce((count, size) => count * size, 1);
  const begin = at.index.reduce((flat, index, axis) => flat * shape[axis] + index, 0) * rest;
  return [...data.slice(begin, begin + rest)];
}

function tensorAt(
  of: 'value' | 'gradient',
  at: NumberPlace,
  computed: ComputedNumbers,
): Tensor | null | undefined {
  if ('edge' in at) return of === 'gradient' ? computed.edgeGradient(at.edge) : null;
  return of === 'value' ? computed.value(at.node) : computed.gradient(at.node);
}

/** The one number that a question or a blank is about; null where there is none. */
export function lessonNumber(
  { of, node, element = 0 }: LessonNumber,
  computed: ComputedNumbers,
): number | null {
  const whole = of === 'value' ? computed.value(node) : computed.gradient(node);
  return whole?.data[element] ?? null;
}

/** A number as a text prints it, and how far the number itself may be from that: half a unit of the last digit. */
export interface PrintedNumber {
  readonly number: number;
  readonly rounding: number;
}

/** The numbers in a text, in its order: `(0.130, -7.693)`, `10^{-4}`, `1e-4`, `87 %` and `−3` included. */
export function printedNumbers(text: string): readonly PrintedNumber[] {
  const plain = text.replaceAll('−', '-').replace(/(?<=\d),(?=\d{3}\b)/g, '');
  return [...plain.matchAll(/(?<![\w.])-?\d+(?:\.(\d+))?(?:e(-?\d+))?( %)?/g)].map(
    ([whole, digits = '', exponent = '0', percent]) => {
      const scale = percent === undefined ? 1 : 0.01;
      const written = Number(whole.replace(' %', ''));
      const unit =
        digits === '' && exponent === '0' && scale === 1
          ? 0
          : 10 ** (Number(exponent) - digits.length);
      return { number: written * scale, rounding: 0.5 * unit * scale };
    },
  );
}

/** True where the numbers printed are those computed: whole ones to 1e-9 of their size, others to their last digit. */
export function printsNumbers(
  printed: readonly PrintedNumber[],
  computed: readonly number[],
): boolean {
  return (
    printed.length === computed.length &&
    printed.every(({ number, rounding }, i) => {
      const slack = 1e-9 * Math.max(1, Math.abs(computed[i]));
      return Math.abs(number - computed[i]) <= rounding + slack;
    })
  );
}

/** What an operation did to make a number that is none, in words with its numbers. */

import type { Evaluation } from '../evaluate/evaluation.ts';
import type { NodeId } from '../graph/document.ts';
import { nodeLabel } from '../graph/document.ts';
import { opDef } from '../ops/registry.ts';

/** An operation on single numbers, and what came out. */
export interface Accident {
  readonly op: string;
  /** The numbers that matter, in the order of the ports; of large inputs only those. */
  readonly operands: readonly number[];
  readonly result: number;
}

/** A number as text: four digits, infinity as a sign. */
export function numberWords(x: number): string {
  if (Number.isNaN(x)) return 'NaN';
  if (!Number.isFinite(x)) return x < 0 ? '−∞' : '∞';
  const size = Math.abs(x);
  const text =
    size !== 0 && (size < 1e-4 || size >= 1e6)
      ? x
          .toExponential(3)
          .replace(/\.?0+e/, 'e')
          .replace('e+', 'e')
      : String(Number(x.toPrecision(4)));
  return text.replaceAll('-', '−');
}

/** In parentheses where a sign would be misread. */
const factor = (x: number): string => (x < 0 ? `(${numberWords(x)})` : numberWords(x));

const BINARY: Readonly<Record<string, string>> = {
  add: '+',
  subtract: '−',
  multiply: '·',
  divide: '/',
};

const UNARY: Readonly<Record<string, (x: string) => string>> = {
  log: (x) => `ln ${x}`,
  sqrt: (x) => `√${x}`,
  reciprocal: (x) => `1 / ${x}`,
  exp: (x) => `exp ${x}`,
  square: (x) => `${x}²`,
};

/** What was computed: `0 · ∞`, `ln (−2)`. */
function termWords({ op, operands }: Accident): string {
  const [x, y] = operands;
  if (BINARY[op] !== undefined && operands.length === 2) {
    return `${factor(x)} ${BINARY[op]} ${factor(y)}`;
  }
  if (op === 'power' && operands.length === 2) return `${factor(x)} to the power of ${factor(y)}`;
  if (UNARY[op] !== undefined && operands.length === 1) return UNARY[op](factor(x));
  const title = opDef(op)?.doc.title ?? op;
  const of = operands.length === 0 ? '' : ` of ${operands.map(numberWords).join(', ')}`;
  return `${title}${of}`;
}

/** Why such a thing has no number; nothing where the computation says it. */
function reasonWords({ op, operands, result }: Accident): string {
  const [x = 0, y = 0] = operands;
  const overflows = 'larger than the largest number of 64 bits, 1.8e308';
  if (Number.isNaN(result)) {
    if (op === 'log') return 'a logarithm needs a positive number';
    if (op === 'sqrt') return 'a root needs a number that is not negative';
    if (op === 'power') return 'a negative number has no real power with a fraction';
    if (op === 'divide' && x === 0 && y === 0) return '0 / 0 has no value';
    if (op === 'arcsin' || op === 'arccos') return 'it needs a number from −1 to 1';
    return '';
  }
  if (op === 'log' && x === 0) return 'the logarithm falls without bound towards 0';
  if (op === 'divide' && y === 0) return 'something divided by 0';
  if (op === 'reciprocal' && x === 0) return '1 divided by 0';
  if (op === 'power' && x === 0) return '0 with a negative power divides by 0';
  return operands.every(Number.isFinite) ? overflows : '';
}

/** `ln 0 = −∞: the logarithm falls without bound towards 0`. */
export function accidentWords(accident: Accident): string {
  const reason = reasonWords(accident);
  const equation = `${termWords(accident)} = ${numberWords(accident.result)}`;
  return reason === '' ? equation : `${equation}: ${reason}`;
}

/** `L[0, 3]`: one number of a node. */
export function elementLabel(
  { document }: Pick<Evaluation, 'document'>,
  node: NodeId,
  indices: readonly number[],
): string {
  const label = nodeLabel(document, node);
  return indices.length === 0 ? label : `${label}[${indices.join(', ')}]`;
}

/**
 * One element of a formula, as a formula of single numbers: of a matrix product a sum of products, of an elementwise
 * operation the same operation, of a transpose the element it was. What has no such form (a softmax, a one-hot) stands for
 * itself, with its element below it.
 */
import { type Formula, f } from '../../ops/kit/formula.ts';
import { completeAttrs, type OpDef } from '../../ops/kit/operation.ts';
import { opDef } from '../../ops/registry.ts';
import { broadcastStrides } from '../../tensor/broadcast.ts';
import { elementCount, rowMajorStrides, type Size } from '../../tensor/shape.ts';
import { tensor } from '../../tensor/tensor.ts';
import { formulaShape } from '../formula-shape.ts';
import { formulaValue } from '../formula-value.ts';

/** Gives the symbol for one element of a part that is not taken apart further. */
export type ElementSymbol = (part: Formula, element: number) => Formula;

/** More summands than this are not written out as a formula. */
const MOST_SUMMANDS = 4096;

type Applied = Extract<Formula, { kind: 'apply' }>;

/** Element `at` (row-major) of `formula`, whose parts become symbols by `symbolOf`. */
export function elementOf(formula: Formula, at: number, symbolOf: ElementSymbol): Formula {
  switch (formula.kind) {
    case 'number':
    case 'size':
      return formula;
    case 'symbol':
      return symbolOf(formula, at);
    case 'bound':
      return boundElement(formula, at, symbolOf);
    case 'apply':
      return appliedElement(formula, at, symbolOf) ?? symbolOf(formula, at);
    default:
      return formula satisfies never;
  }
}

function boundElement(
  formula: Extract<Formula, { kind: 'bound' }>,
  at: number,
  symbolOf: ElementSymbol,
): Formula {
  const shape = sizeOf(formula);
  if (shape.length === 0 && formula.inputs.length === 0) return formula;
  // A 1 for each element is a 1.
  if (formula.value.kind === 'apply' && definitionOf(formula.value)?.kind === 'primitive') {
    const { op, attrs, inputs } = formula.value;
    const definition = opDef(op);
    const isFill = definition?.kind === 'primitive' && definition.lower.kind === 'fill';
    if (isFill && inputs.length === 0 && typeof attrs.value === 'number')
      return f.number(attrs.value);
  }
  return symbolOf(formula, at);
}

const definitionOf = ({ op }: Applied): OpDef | null => opDef(op);

const sizeOf = (formula: Formula): Size => (formulaShape(formula) ?? []) as Size;

function appliedElement(formula: Applied, at: number, symbolOf: ElementSymbol): Formula | null {
  const definition = definitionOf(formula);
  if (definition?.kind !== 'primitive') return null;
  const { inputs, attrs } = formula;
  const shape = sizeOf(formula);
  const { lower } = definition;
  switch (lower.kind) {
    case 'map':
      return mapped(formula, at, symbolOf);
    case 'alias':
    case 'view':
      return moved(formula, at, symbolOf);
    case 'reduce':
      if (lower.monoid !== 'add') return null;
      return summed(formula, at, symbolOf);
    case 'kernel':
      if (lower.name === 'pad') return moved(formula, at, symbolOf);
      return lower.name === 'matmul' ? product(inputs, { shape, at }, symbolOf) : null;
    case 'fill':
      return typeof attrs.value === 'number' ? f.number(attrs.value) : null;
    default:
      return lower satisfies never;
  }
}

function mapped(formula: Applied, at: number, symbolOf: ElementSymbol): Formula {
  const shape = sizeOf(formula);
  const inputs = formula.inputs.map((input) =>
    elementOf(input, broadcastElement(sizeOf(input), shape, at), symbolOf),
  );
  // The column of an outer product is a number now, and so is its row.
  const { notation } = formula;
  const isOuter = notation.as === 'column times row';
  return { ...formula, inputs, notation: isOuter ? { as: 'product' } : notation };
}

/** The element of `from` that is stretched to element `at` of `to`. */
export function broadcastElement(from: Size, to: Size, at: number): number {
  const strides = broadcastStrides(from, to);
  const own = rowMajorStrides(to);
  return to.reduce(
    (sum, size, axis) =>
      sum + (size === 0 ? 0 : (Math.floor(at / own[axis]) % size) * strides[axis]),
    0,
  );
}

/** Where an element was before a movement: found by moving the positions themselves, counted from 1. */
function moved(formula: Applied, at: number, symbolOf: ElementSymbol): Formula | null {
  const [input] = formula.inputs;
  const from = sizeOf(input);
  const count = elementCount(from);
  const positions = tensor(
    from,
    Array.from({ length: count }, (_, i) => i + 1),
  );
  const held: Formula = { kind: 'symbol', name: 'positions', shape: from };
  const { data } = formulaValue({ ...formula, inputs: [held] }, { positions });
  const element = data[at];
  // What was padded in came from nowhere.
  if (element === 0) return f.number(0);
  return Number.isInteger(element) ? elementOf(input, element - 1, symbolOf) : null;
}

function summed(formula: Applied, at: number, symbolOf: ElementSymbol): Formula | null {
  const [input] = formula.inputs;
  const from = sizeOf(input);
  const count = elementCount(from);
  const definition = definitionOf(formula);
  if (definition === null || count > MOST_SUMMANDS * 16) return null;
  const axes = completeAttrs(definition, formula.attrs).axes as readonly number[] | null;
  const elements = groupOf(from, axes, at);
  if (elements.length > MOST_SUMMANDS) return null;
  return sumOfElements(elements.map((element) => elementOf(input, element, symbolOf)));
}

/** The elements of `from` that are summed to element `at` of what is left. */
function groupOf(from: Size, axes: readonly number[] | null, at: number): readonly number[] {
  const summedAxes = new Set(
    axes === null
      ? from.map((_, axis) => axis)
      : axes.map((axis) => (axis < 0 ? axis + from.length : axis)),
  );
  const left = from.filter((_, axis) => !summedAxes.has(axis));
  const own = rowMajorStrides(from);
  const leftStrides = rowMajorStrides(left);
  let group = [0];
  let kept = 0;
  from.forEach((size, axis) => {
    if (summedAxes.has(axis)) {
      group = group.flatMap((start) =>
        Array.from({ length: size }, (_, i) => start + i * own[axis]),
      );
    } else {
      const index = Math.floor(at / leftStrides[kept]) % size;
      kept++;
      group = group.map((start) => start + index * own[axis]);
    }
  });
  return group;
}

/** Row by column. */
function product(
  [a, b]: readonly Formula[],
  { shape, at }: { readonly shape: Size; readonly at: number },
  symbolOf: ElementSymbol,
): Formula | null {
  const [sizeA, sizeB] = [sizeOf(a), sizeOf(b)];
  const inner = sizeA[sizeA.length - 1];
  if (inner > MOST_SUMMANDS) return null;
  const rows = sizeA.length === 1 ? 1 : sizeA[sizeA.length - 2];
  const columns = sizeB.length === 1 ? 1 : sizeB[sizeB.length - 1];
  const matrix = Math.floor(at / (rows * columns));
  const row = Math.floor(at / columns) % rows;
  const column = at % columns;
  const lead = shape.slice(
    0,
    shape.length - (sizeA.length > 1 ? 1 : 0) - (sizeB.length > 1 ? 1 : 0),
  );
  const startA = broadcastElement(sizeA.slice(0, -2), lead, matrix) * rows * inner;
  const startB = broadcastElement(sizeB.slice(0, -2), lead, matrix) * inner * columns;
  return sumOfElements(
    Array.from({ length: inner }, (_, k) =>
      f.times(
        elementOf(a, startA + row * inner + k, symbolOf),
        elementOf(b, startB + k * columns + column, symbolOf),
      ),
    ),
  );
}

/** Summands that are written where there are many. */
const WRITTEN = 4;

function sumOfElements(summands: readonly Formula[]): Formula {
  if (summands.length === 0) return f.number(0);
  if (summands.length <= WRITTEN) {
    return summands.slice(1).reduce<Formula>((sum, next) => f.add(sum, next), summands[0]);
  }
  const written = [...summands.slice(0, WRITTEN - 2), summands[summands.length - 1]];
  return f.elided(written, balancedSum(summands));
}

/** A sum as a tree that is as low as can be: a chain of thousands would be as deep. */
function balancedSum(summands: readonly Formula[]): Formula {
  if (summands.length === 1) return summands[0];
  const middle = summands.length >> 1;
  return f.add(balancedSum(summands.slice(0, middle)), balancedSum(summands.slice(middle)));
}

/**
 * Derivatives as matrices: the Jacobian of a node, the Hessian of a scalar one. Rows come by reverse mode, one run of
 * one program each; a Jacobian with fewer columns than rows comes by columns, in forward mode.
 */
import { type Derivative, differentiate } from '../autodiff/differentiate.ts';
import type { Evaluation } from '../evaluate/evaluation.ts';
import { type NodeId, nodeLabel } from '../graph/document.ts';
import { MAX_TOTAL_ELEMENTS } from '../graph/limits.ts';
import type { Problem } from '../graph/problem.ts';
import { Executor, elementsNeeded } from '../interpret/executor.ts';
import { ProgramBuilder } from '../program/program-builder.ts';
import { elementCount, formatShape, type Size } from '../tensor/shape.ts';
import { type Tensor, zeros } from '../tensor/tensor.ts';
import { noValue, tooLargeTogether } from './derivative-problems.ts';
import { forwardMode, oneHot } from './tangents.ts';

/** Derivatives of some numbers with respect to others. */
export interface DerivativeMatrix {
  /** The shape whose elements, in row-major order, are the rows; then that of the columns. */
  readonly rows: Size;
  readonly columns: Size;
  /** Row by row. */
  readonly data: Float64Array;
}

/** The most entries of a matrix, and the most elements that are computed for one, runs counted. */
export const MOST_ENTRIES = 1_000_000;
const MOST_WORK = 400_000_000;

/** ∂(elements of `node`) / ∂(elements of `variable`), at the present numbers. */
export function jacobian(
  evaluation: Evaluation,
  node: NodeId,
  variable: NodeId,
): DerivativeMatrix | Problem {
  const { document, flattened } = evaluation;
  const { program, sources } = flattened;
  const [of, wrt] = [program.nodes.get(node), program.nodes.get(variable)];
  if (of === undefined) return noValue(document, node);
  if (wrt === undefined) return noValue(document, variable);
  const rows = program.instructions[of].shape;
  const columns = program.instructions[wrt].shape;
  const [height, width] = [elementCount(rows), elementCount(columns)];
  if (height * width > MOST_ENTRIES) return tooManyEntries(height, width, 'Jacobian');
  const elements = elementsNeeded(program);
  if (Math.min(height, width) * elements * 3 > MOST_WORK)
    return tooManyEntries(height, width, 'Jacobian');
  if (width < height) return byColumns(evaluation, { node, variable, rows, columns });

  const g = new ProgramBuilder(program);
  const seed = g.source('input', {}, rows);
  const weighted = g.sum(g.multiply(g.value(of), seed));
  const derivative = differentiate(g.finish(program), weighted.id, [wrt]);
  return byRows(derivative, { rows, columns, wrt, seed: seed.id, sources });
}

/** ∂²`target` / ∂(elements of `variable`)², for a target of one element. */
export function hessian(
  evaluation: Evaluation,
  target: NodeId,
  variable: NodeId,
): DerivativeMatrix | Problem {
  const { document, flattened } = evaluation;
  const { program, sources } = flattened;
  const [of, wrt] = [program.nodes.get(target), program.nodes.get(variable)];
  if (of === undefined) return noValue(document, target);
  if (wrt === undefined) return noValue(document, variable);
  const { shape } = program.instructions[of];
  if (elementCount(shape) !== 1) {
    return {
      code: 'not-a-scalar',
      node: target,
      message: `${nodeLabel(document, target)} is ${formatShape(shape)}; a Hessian is of one number`,
      hint: 'take its sum or mean, or look at its Jacobian',
    };
  }
  const columns = program.instructions[wrt].shape;
  const size = elementCount(columns);
  if (size * size > MOST_ENTRIES || size * elementsNeeded(program) * 8 > MOST_WORK) {
    return tooManyEntries(size, size, 'Hessian');
  }
  const first = differentiate(program, of, [wrt]);
  const gradient = first.gradients.get(wrt);
  const none = { rows: columns, columns, data: new Float64Array(size * size) };
  if (gradient === undefined) return none;
  const g = new ProgramBuilder(first.program);
  const seed = g.source('input', {}, columns);
  const weighted = g.sum(g.multiply(g.value(gradient), seed));
  const second = differentiate(g.finish(program), weighted.id, [wrt]);
  return byRows(second, { rows: columns, columns, wrt, seed: seed.id, sources });
}

interface Rows {
  readonly rows: Size;
  readonly columns: Size;
  readonly wrt: number;
  /** The source that says which row. */
  readonly seed: number;
  readonly sources: ReadonlyMap<number, Tensor>;
}

function byRows(
  { program, gradients }: Derivative,
  { rows, columns, wrt, seed, sources }: Rows,
): DerivativeMatrix | Problem {
  const [height, width] = [elementCount(rows), elementCount(columns)];
  const data = new Float64Array(height * width);
  const result = gradients.get(wrt);
  if (result === undefined) return { rows, columns, data };
  const elements = elementsNeeded(program);
  if (elements > MAX_TOTAL_ELEMENTS) return tooLargeTogether(elements);
  const which = zeros(rows);
  const executor = new Executor(program, new Map([...sources, [seed, which]]), [result]);
  for (let row = 0; row < height; row++) {
    which.data[row] = 1;
    executor.run();
    data.set(executor.value(result).data, row * width);
    which.data[row] = 0;
  }
  return { rows, columns, data };
}

function byColumns(
  evaluation: Evaluation,
  of: {
    readonly node: NodeId;
    readonly variable: NodeId;
    readonly rows: Size;
    readonly columns: Size;
  },
): DerivativeMatrix | Problem {
  const { node, variable, rows, columns } = of;
  const [height, width] = [elementCount(rows), elementCount(columns)];
  const data = new Float64Array(height * width);
  const mode = forwardMode(evaluation, variable, node);
  if ('code' in mode) return mode;
  for (let column = 0; column < width; column++) {
    const moved = mode.along(oneHot(columns, column)).node(node);
    moved?.data.forEach((value, row) => {
      data[row * width + column] = value;
    });
  }
  return { rows, columns, data };
}

const tooManyEntries = (height: number, width: number, what: string): Problem => ({
  code: 'too-large',
  message: `the ${what} has ${height} × ${width} entries, more than can be computed here`,
  hint: 'choose a smaller node, or fewer rows of data',
});

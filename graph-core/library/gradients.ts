/**
 * Gradients of any node with respect to any nodes, and second derivatives: the gradient is a program
 * of the same operations, so it is differentiated again (Pearlmutter 1994: Hv = ∂(g · v)/∂x).
 */

import { differentiate } from '../autodiff/differentiate.ts';
import { type GraphDocument, type NodeId, nodeLabel } from '../graph/document.ts';
import { MAX_TENSOR_ELEMENTS, MAX_TOTAL_ELEMENTS } from '../graph/limits.ts';
import { isRefused, type Problem, type Refused, refuse } from '../graph/problem.ts';
import { Executor, elementsNeeded } from '../interpret/executor.ts';
import type { Value } from '../ops/kit/emitter.ts';
import { type Feeds, type Flattened, flatten } from '../program/flatten.ts';
import { ProgramBuilder } from '../program/program-builder.ts';
import { formatShape, sameShape } from '../tensor/shape.ts';
import { type Tensor, zeros } from '../tensor/tensor.ts';

/** Gradients by node; nodes that have no value are missing, and `problems` says why. */
export interface Gradients {
  readonly gradients: ReadonlyMap<NodeId, Tensor>;
  readonly problems: readonly Problem[];
}

/** Second derivatives; null when the target or one of the nodes has no value. */
export interface Hessian {
  /** [n, n]: the elements of all nodes, node after node, row-major within each. */
  readonly matrix: Tensor | null;
  readonly problems: readonly Problem[];
}

/** Gradients of `target` (the sum of its elements) with respect to the nodes in `wrt`. */
export function gradients(
  document: GraphDocument,
  target: NodeId,
  wrt: readonly NodeId[],
  feeds?: Feeds,
): Gradients {
  const flat = flatten(document, feeds);
  const missing = missingProblems(document, flat, [target, ...wrt]);
  const of = flat.program.nodes.get(target);
  if (of === undefined) return { gradients: new Map(), problems: [...flat.problems, ...missing] };
  const values = valuesOf(flat, wrt);
  const derivative = differentiate(flat.program, of, values.values());
  const outputs = [...values.values()]
    .map((value) => derivative.gradients.get(value))
    .filter((value) => value !== undefined);
  const large = sizeProblem(elementsNeeded(derivative.program));
  if (large !== null) return { gradients: new Map(), problems: [...flat.problems, large] };
  const executor = new Executor(derivative.program, flat.sources, outputs);
  const problems = [...flat.problems, ...missing, ...run(executor)];
  const result = new Map<NodeId, Tensor>();
  for (const [node, value] of values) {
    const gradient = derivative.gradients.get(value);
    const { shape } = flat.program.instructions[value];
    result.set(node, gradient === undefined ? zeros(shape) : executor.value(gradient));
  }
  return { gradients: result, problems };
}

/** The product of the Hessian with a vector, given and returned by node; missing nodes count as zero. */
export function hessianVectorProduct(
  document: GraphDocument,
  target: NodeId,
  vector: ReadonlyMap<NodeId, Tensor>,
  feeds?: Feeds,
): Gradients {
  const product = prepareProduct(document, target, [...vector.keys()], feeds);
  if (isRefused(product)) return { gradients: new Map(), problems: product.refused };
  for (const [node, value] of vector) {
    const direction = product.direction(node);
    if (!sameShape(direction.shape, value.shape)) {
      const problem: Problem = {
        code: 'value-shape',
        node,
        message: `the vector for ${nodeLabel(document, node)} is ${formatShape(value.shape)}, the node is ${formatShape(direction.shape)}`,
        hint: `give numbers of shape ${formatShape(direction.shape)}`,
      };
      return { gradients: new Map(), problems: [...product.flat.problems, problem] };
    }
    direction.data.set(value.data);
  }
  const problems = [...product.flat.problems, ...run(product.executor)];
  return {
    gradients: new Map([...vector.keys()].map((node) => [node, product.result(node)])),
    problems,
  };
}

/** The matrix of second derivatives of `target` with respect to the elements of the nodes in `wrt`. */
export function hessian(
  document: GraphDocument,
  target: NodeId,
  wrt: readonly NodeId[],
  feeds?: Feeds,
): Hessian {
  const product = prepareProduct(document, target, wrt, feeds);
  if (isRefused(product)) return { matrix: null, problems: product.refused };
  const sizes = wrt.map((node) => product.direction(node).data.length);
  const n = sizes.reduce((sum, size) => sum + size, 0);
  if (n * n > MAX_TENSOR_ELEMENTS) {
    return {
      matrix: null,
      problems: [...product.flat.problems, sizeProblem(n * n, MAX_TENSOR_ELEMENTS)],
    };
  }
  const matrix = zeros([n, n]);
  const problems = new Map<string, Problem>();
  let row = 0;
  for (const node of wrt) {
    const { data } = product.direction(node);
    for (let i = 0; i < data.length; i++, row++) {
      data[i] = 1;
      for (const problem of run(product.executor)) problems.set(JSON.stringify(problem), problem);
      let column = row * n;
      for (const other of wrt) {
        matrix.data.set(product.result(other).data, column);
        column += product.direction(other).data.length;
      }
      // Only now: a product may be an alias of the direction itself.
      data[i] = 0;
    }
  }
  return { matrix, problems: [...product.flat.problems, ...problems.values()] };
}

/** A program that computes Hv for whatever is written into the directions v. */
interface Product {
  readonly flat: Flattened;
  readonly executor: Executor;
  readonly direction: (node: NodeId) => Tensor;
  readonly result: (node: NodeId) => Tensor;
}

function prepareProduct(
  document: GraphDocument,
  target: NodeId,
  wrt: readonly NodeId[],
  feeds?: Feeds,
): Product | Refused {
  const flat = flatten(document, feeds);
  const missing = missingProblems(document, flat, [target, ...wrt]);
  const of = flat.program.nodes.get(target);
  if (of === undefined || missing.length > 0) return refuse(...flat.problems, ...missing);
  const values = valuesOf(flat, wrt);
  const first = differentiate(flat.program, of, values.values());
  const g = new ProgramBuilder(first.program);
  const sources = new Map(flat.sources);
  const directions = new Map<NodeId, Tensor>();
  let dot: Value = g.full(0);
  for (const [node, value] of values) {
    const { shape } = flat.program.instructions[value];
    const v = g.source('input', {}, shape);
    const direction = zeros(shape);
    directions.set(node, direction);
    sources.set(v.id, direction);
    const gradient = first.gradients.get(value);
    if (gradient !== undefined) dot = g.add(dot, g.sum(g.multiply(g.value(gradient), v)));
  }
  const second = differentiate(g.finish(first.program), dot.id, values.values());
  const large = sizeProblem(elementsNeeded(second.program));
  if (large !== null) return refuse(...flat.problems, large);
  const outputs = [...values.values()]
    .map((value) => second.gradients.get(value))
    .filter((value) => value !== undefined);
  const executor = new Executor(second.program, sources, outputs);
  const directionOf = (node: NodeId): Tensor => directions.get(node) ?? zeros([0]);
  return {
    flat,
    executor,
    direction: directionOf,
    result: (node) => {
      const value = values.get(node);
      const gradient = value === undefined ? undefined : second.gradients.get(value);
      return gradient === undefined ? zeros(directionOf(node).shape) : executor.value(gradient);
    },
  };
}

function valuesOf(flat: Flattened, nodes: readonly NodeId[]): ReadonlyMap<NodeId, number> {
  const values = new Map<NodeId, number>();
  for (const node of nodes) {
    const value = flat.program.nodes.get(node);
    if (value !== undefined) values.set(node, value);
  }
  return values;
}

function run(executor: Executor): Problem[] {
  const { instructions } = executor.program;
  return executor.run().map(({ value, fault }) => {
    const { node } = instructions[value];
    return node === null ? fault : { ...fault, node };
  });
}

/** Nodes that were asked for and are not there; those with problems of their own are in the document's. */
function missingProblems(
  document: GraphDocument,
  flat: Flattened,
  nodes: readonly NodeId[],
): Problem[] {
  return nodes
    .filter((node) => !flat.program.nodes.has(node))
    .map((node) => ({
      code: 'no-value',
      ...(Object.hasOwn(document.nodes, node) ? { node } : {}),
      message: Object.hasOwn(document.nodes, node)
        ? `${nodeLabel(document, node)} could not be computed, so it has no gradient`
        : `there is no node ${node}`,
      hint: Object.hasOwn(document.nodes, node)
        ? 'see the other problems'
        : 'use the key of a node',
    }));
}

function sizeProblem(elements: number): Problem | null;
function sizeProblem(elements: number, limit: number): Problem;
function sizeProblem(elements: number, limit?: number): Problem | null {
  if (limit === undefined && elements <= MAX_TOTAL_ELEMENTS) return null;
  return {
    code: 'too-large',
    message: `${elements} elements would be needed, the limit is ${limit ?? MAX_TOTAL_ELEMENTS}`,
    hint: 'use smaller shapes, fewer nodes, or products with single vectors',
  };
}

/**
 * A part of a graph as a compiled function: what its nodes compute from what comes into them, and the
 * gradient back to it. Numbers are f32 inside.
 */
import { differentiate } from '../autodiff/differentiate.ts';
import { compileOnce } from '../compiler/code-cache.ts';
import type { CompiledStep } from '../compiler/compile.ts';
import { CompiledLoop } from '../compiler/compiled-loop.ts';
import {
  type GraphDocument,
  type GraphEdge,
  type GraphNode,
  type NodeId,
  nodeLabel,
} from '../graph/document.ts';
import type { Problem } from '../graph/problem.ts';
import { inferDocument } from '../infer/infer-document.ts';
import { type Feeds, flatten } from '../program/flatten.ts';
import type { Tensor } from '../tensor/tensor.ts';

/** Which part, and what is wanted of it. */
export interface FunctionRequest {
  /** The nodes; all of the graph when absent. */
  readonly nodes?: Iterable<NodeId>;
  /** Nodes whose values are wanted; those that no other chosen node reads when absent. */
  readonly outputs?: Iterable<NodeId>;
  /** Sizes and first numbers of what comes in: inputs among the nodes, and nodes outside that feed them. */
  readonly feeds?: Feeds;
  /** The node whose gradient is wanted, as of the sum of its elements. */
  readonly gradientOf?: NodeId;
}

/** What a call gave. */
export interface FunctionResult {
  readonly values: ReadonlyMap<NodeId, Tensor>;
  /** By what comes in and by parameter; empty unless a gradient was asked for. */
  readonly gradients: ReadonlyMap<NodeId, Tensor>;
}

/** A function over memory of its own. */
export class CompiledFunction {
  readonly compiled: CompiledStep;
  /** What can be given to `call`, with its shape. */
  readonly inputs: ReadonlyMap<NodeId, Tensor>;
  private readonly loop: CompiledLoop;
  private readonly sources: ReadonlyMap<NodeId, number>;
  private readonly values: ReadonlyMap<NodeId, number>;
  private readonly gradients: ReadonlyMap<NodeId, number>;

  constructor(
    compiled: CompiledStep,
    sources: ReadonlyMap<NodeId, readonly [number, Tensor]>,
    values: ReadonlyMap<NodeId, number>,
    gradients: ReadonlyMap<NodeId, number>,
  ) {
    this.compiled = compiled;
    this.loop = CompiledLoop.create(compiled);
    this.inputs = new Map([...sources].map(([node, [, tensor]]) => [node, tensor] as const));
    this.sources = new Map([...sources].map(([node, [value]]) => [node, value] as const));
    this.values = values;
    this.gradients = gradients;
    for (const [value, { data }] of sources.values()) this.loop.write(value, data);
  }

  /** Computes with these numbers (row-major) in place of the last ones; gives new tensors. */
  call(given: ReadonlyMap<NodeId, ArrayLike<number>> = new Map()): FunctionResult {
    for (const [node, numbers] of given) {
      const value = this.sources.get(node);
      const size = this.inputs.get(node)?.data.length;
      if (value === undefined) throw new Error(`internal: ${node} is no input of this function`);
      if (numbers.length !== size) {
        throw new Error(`internal: ${node} takes ${size} numbers, ${numbers.length} are given`);
      }
      this.loop.write(value, numbers);
    }
    this.loop.run(1);
    const read = (from: ReadonlyMap<NodeId, number>) =>
      new Map([...from].map(([node, value]) => [node, this.loop.read(value)] as const));
    return { values: read(this.values), gradients: read(this.gradients) };
  }
}

/** Compiles a part of a graph, or says what keeps it from having values. */
export function compileFunction(
  document: GraphDocument,
  { nodes, outputs, feeds = new Map(), gradientOf }: FunctionRequest = {},
): CompiledFunction | readonly Problem[] {
  const part = partOf(document, new Set(nodes ?? Object.keys(document.nodes)));
  const flat = flatten(part, feeds);
  const wanted = [...(outputs ?? sinksOf(part))];
  const needed = gradientOf === undefined ? wanted : [...wanted, gradientOf];
  const missing = needed.filter((node) => !flat.program.nodes.has(node));
  if (missing.length > 0) {
    if (flat.problems.length > 0) return flat.problems;
    return missing.map((node) => ({
      code: 'no-value',
      message: `${nodeLabel(document, node)} is not among the chosen nodes`,
      hint: 'choose it as well',
    }));
  }
  const numberOf = (node: NodeId): number => flat.program.nodes.get(node) ?? 0;
  const values = new Map(wanted.map((node) => [node, numberOf(node)] as const));
  const sources = new Map<NodeId, readonly [number, Tensor]>();
  for (const [node, value] of flat.program.nodes) {
    const tensor = flat.sources.get(value);
    if (tensor !== undefined) sources.set(node, [value, tensor]);
  }
  let { program } = flat;
  const gradients = new Map<NodeId, number>();
  if (gradientOf !== undefined) {
    const derivative = differentiate(
      program,
      numberOf(gradientOf),
      [...sources.values()].map(([value]) => value),
    );
    ({ program } = derivative);
    for (const [node, [value]] of sources) {
      const gradient = derivative.gradients.get(value);
      if (gradient !== undefined) gradients.set(node, gradient);
    }
  }
  const compiled = compileOnce({
    program,
    sources: flat.sources.keys(),
    outputs: [...values.values(), ...gradients.values()],
  });
  return new CompiledFunction(compiled, sources, values, gradients);
}

/** The chosen nodes as a graph of their own: what feeds them from outside becomes an input. */
function partOf(document: GraphDocument, chosen: ReadonlySet<NodeId>): GraphDocument {
  const nodes: Record<NodeId, GraphNode> = Object.create(null);
  const edges: Record<string, GraphEdge> = Object.create(null);
  for (const id of chosen) if (document.nodes[id] !== undefined) nodes[id] = document.nodes[id];
  const shapes = inferDocument(document).nodes;
  for (const [id, edge] of Object.entries(document.edges)) {
    if (!chosen.has(edge.to) || nodes[edge.to] === undefined) continue;
    edges[id] = edge;
    const outside = document.nodes[edge.from];
    if (chosen.has(edge.from) || outside === undefined) continue;
    const shape = shapes.get(edge.from)?.shape ?? null;
    nodes[edge.from] = {
      ...(outside.name === undefined ? {} : { name: outside.name }),
      op: 'input',
      attrs: { value: null, shape },
      position: outside.position,
    };
  }
  const { target: _, training: __, ...rest } = document;
  return { ...rest, nodes, edges };
}

/** Nodes that compute something no other node reads. */
function sinksOf({ nodes, edges }: GraphDocument): NodeId[] {
  const read = new Set(Object.values(edges).map(({ from }) => from));
  const computed = new Set(Object.values(edges).map(({ to }) => to));
  return Object.keys(nodes).filter((id) => computed.has(id) && !read.has(id));
}

/**
 * A part of a graph as a compiled function: what its nodes compute from what comes into them, and the
 * gradient back to it. Numbers are f32 inside; the first ones are held against the interpreter's.
 */
import { differentiate } from '../autodiff/differentiate.ts';
import type { CompiledStep } from '../compiler/compile.ts';
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
import { ProgramBuilder } from '../program/program-builder.ts';
import { formatShape, sameShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { ProvenForward } from '../training/run/forward.ts';

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
  /** Empty when the call was refused. */
  readonly values: ReadonlyMap<NodeId, Tensor>;
  /** By what comes in and by parameter, zeros where nothing depends on it; empty unless one was asked for. */
  readonly gradients: ReadonlyMap<NodeId, Tensor>;
  /** What is wrong with the numbers of the call; nothing was computed then. */
  readonly problems: readonly Problem[];
}

/** Numbers for a call: row-major, or a tensor, whose shape is looked at as well. */
type Given = ArrayLike<number> | Tensor;

/** A function over memory of its own. */
export class CompiledFunction {
  /** What can be given to `call`, with its shape and its numbers of now. */
  readonly inputs: ReadonlyMap<NodeId, Tensor>;
  private readonly document: GraphDocument;
  private readonly forward: ProvenForward;
  private readonly values: ReadonlyMap<NodeId, number>;
  private readonly gradients: ReadonlyMap<NodeId, number>;

  constructor(
    document: GraphDocument,
    forward: ProvenForward,
    inputs: ReadonlyMap<NodeId, Tensor>,
    values: ReadonlyMap<NodeId, number>,
    gradients: ReadonlyMap<NodeId, number>,
  ) {
    this.document = document;
    this.forward = forward;
    this.inputs = inputs;
    this.values = values;
    this.gradients = gradients;
  }

  /** The module and what it was made of. */
  get compiled(): CompiledStep {
    return this.forward.compiled;
  }

  /** Why the interpreter computes: the compiled numbers were not its own. Empty otherwise. */
  get refusal(): string {
    return this.forward.refusal;
  }

  /** Computes with these numbers in place of the last ones; gives new tensors, or what is wrong with them. */
  call(given: ReadonlyMap<NodeId, Given> = new Map()): FunctionResult {
    const problems = [...given].flatMap(([node, numbers]) => this.problemOf(node, numbers) ?? []);
    if (problems.length > 0) return { values: new Map(), gradients: new Map(), problems };
    for (const [node, numbers] of given) this.inputs.get(node)?.data.set(numbersOf(numbers));
    this.forward.run();
    const read = (from: ReadonlyMap<NodeId, number>) =>
      new Map(
        [...from].map(([node, value]) => {
          const { shape, data } = this.forward.value(value);
          return [node, { shape, data: data.slice() }] as const;
        }),
      );
    return { values: read(this.values), gradients: read(this.gradients), problems: [] };
  }

  private problemOf(node: NodeId, given: Given): Problem | null {
    const input = this.inputs.get(node);
    const label = nodeLabel(this.document, node);
    if (input === undefined) {
      const names = [...this.inputs.keys()].map((id) => nodeLabel(this.document, id));
      return {
        code: 'no-input',
        ...(Object.hasOwn(this.document.nodes, node) ? { node } : {}),
        message: `${label} is no input of this function`,
        hint: names.length === 0 ? 'it takes none' : `it takes ${names.join(', ')}`,
      };
    }
    const shape = 'shape' in given ? given.shape : [numbersOf(given).length];
    const fits =
      'shape' in given
        ? sameShape(given.shape, input.shape) && given.data.length === input.data.length
        : given.length === input.data.length;
    if (fits) return null;
    const supplied = 'shape' in given ? formatShape(shape) : `${shape[0]} numbers`;
    return {
      code: 'value-shape',
      node,
      message: `${label} is ${formatShape(input.shape)}, ${supplied} are given`,
      hint: `give ${input.data.length} numbers, row-major`,
    };
  }
}

const numbersOf = (given: Given): ArrayLike<number> => ('shape' in given ? given.data : given);

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
  const numberOf = (node: NodeId): number => {
    const value = flat.program.nodes.get(node);
    if (value === undefined) throw new Error(`internal: ${node} has no value`);
    return value;
  };
  const values = new Map(wanted.map((node) => [node, numberOf(node)] as const));
  // Copies: a call writes into them, and what was fed is the caller's.
  const sources = new Map(
    [...flat.sources].map(([value, { shape, data }]) => [value, { shape, data: data.slice() }]),
  );
  const inputs = new Map<NodeId, Tensor>();
  for (const [node, value] of flat.program.nodes) {
    const tensor = sources.get(value);
    if (tensor !== undefined) inputs.set(node, tensor);
  }
  let { program } = flat;
  const gradients = new Map<NodeId, number>();
  if (gradientOf !== undefined) {
    const wrt = [...inputs.keys()].map(numberOf);
    const derivative = differentiate(program, numberOf(gradientOf), wrt);
    const g = new ProgramBuilder(derivative.program);
    for (const [node, { shape }] of inputs) {
      const gradient = derivative.gradients.get(numberOf(node)) ?? g.full(0, shape).id;
      gradients.set(node, gradient);
    }
    program = g.finish(derivative.program);
  }
  const read = [...values.values(), ...gradients.values()];
  return new CompiledFunction(
    part,
    new ProvenForward(program, sources, read),
    inputs,
    values,
    gradients,
  );
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

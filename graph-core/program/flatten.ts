/**
 * Document → Program. Binds names of dimensions to the sizes of the given values, infers, and emits
 * every sound node; nodes with problems, and what hangs on them, are left out.
 */
import { type GraphDocument, type NodeId, nodeLabel, streamOf } from '../graph/document.ts';
import { MAX_SOURCE_ELEMENTS, MAX_TENSOR_ELEMENTS } from '../graph/limits.ts';
import { isRefused, type Problem, type Refused, refuse } from '../graph/problem.ts';
import { bindDimensions } from '../infer/bind-dimensions.ts';
import { type Bindings, type Inference, inferDocument } from '../infer/infer-document.ts';
import type { Value } from '../ops/kit/emitter.ts';
import { opDef } from '../ops/registry.ts';
import { elementCount, formatShape, isConcrete, type Shape, type Size } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Program } from './program.ts';
import { ProgramBuilder } from './program-builder.ts';

/** Values given from outside, by source node; they replace what the document says. */
export type Feeds = ReadonlyMap<NodeId, Tensor>;

/** A document as program, and everything that kept parts of it out. */
export interface Flattened {
  readonly program: Program;
  readonly inference: Inference;
  readonly bindings: Bindings;
  /** The values that sources start from, by value number. */
  readonly sources: ReadonlyMap<number, Tensor>;
  readonly problems: readonly Problem[];
}

/** Flattens a document; never throws for what the user made. */
export function flatten(document: GraphDocument, feeds: Feeds = new Map()): Flattened {
  const { bindings, problems: bindingProblems } = bindDimensions(document, feeds);
  const inference = inferDocument(withFeeds(document, feeds), bindings);
  // A value whose size disagrees with a name is one mistake: said by the name, not again by its shape.
  const conflicting = new Set(bindingProblems.map(({ node }) => node));
  const problems: Problem[] = [
    ...inference.problems.filter(
      ({ code, node }) => code !== 'value-shape' || !conflicting.has(node),
    ),
    ...bindingProblems,
  ];
  const builder = new ProgramBuilder();
  const nodes = new Map<NodeId, number>();
  const edges = new Map<string, number>();
  const sources = new Map<number, Tensor>();
  const excess = sourceProblem(inference);
  if (excess !== null) {
    problems.push(excess);
    return { program: builder.finish({ nodes, edges }), inference, bindings, sources, problems };
  }

  for (const [id, { shape, definition, attrs, edges: wires }] of inference.nodes) {
    const inputs: Value[] = [];
    for (const wire of wires) {
      const from = nodes.get(document.edges[wire].from);
      if (from !== undefined) inputs.push(builder.value(from));
    }
    if (inputs.length < wires.length) continue;
    const problem = sizeProblem(document, id, shape);
    if (problem !== null) {
      problems.push(problem);
      continue;
    }
    builder.node = id;
    builder.stream = document.nodes[id].stream;
    if (definition.kind === 'source') {
      const drawn = () => definition.initial(shape as Size, attrs, streamOf(document.nodes, id));
      const start = startOf(document, id, shape, feeds.get(id) ?? drawn());
      if (isRefused(start)) {
        if (!conflicting.has(id)) problems.push(...start.refused);
        continue;
      }
      const value = builder.source(document.nodes[id].op, attrs, start.shape);
      sources.set(value.id, start);
      nodes.set(id, value.id);
      continue;
    }
    const arriving = inputs.map((input, i) => {
      const value = builder.emit('identity', [input]);
      edges.set(wires[i], value.id);
      return value;
    });
    nodes.set(id, ownValue(builder, builder.emit(document.nodes[id].op, arriving, attrs)).id);
  }
  return { program: builder.finish({ nodes, edges }), inference, bindings, sources, problems };
}

/**
 * The value as one that belongs to a node alone. Equal fills are one value, inside operations too; a node
 * that shared it would get the gradients of all.
 */
function ownValue(builder: ProgramBuilder, value: Value): Value {
  const definition = opDef(builder.instruction(value.id).op);
  const isShared = definition?.kind === 'primitive' && definition.lower.kind === 'fill';
  return isShared ? builder.emit('identity', [value]) : value;
}

/** The document as if the given values stood in it; a declared shape stays, for the values to agree with. */
function withFeeds(document: GraphDocument, feeds: Feeds): GraphDocument {
  if (feeds.size === 0) return document;
  const nodes = { ...document.nodes };
  for (const [id, { shape }] of feeds) {
    const node = document.nodes[id];
    const definition = node === undefined ? null : opDef(node.op);
    if (definition?.kind !== 'source' || !Object.hasOwn(definition.attrs, 'shape')) continue;
    nodes[id] = {
      ...node,
      attrs: { ...node.attrs, value: null, shape: node.attrs.shape ?? shape },
    };
  }
  return { ...document, nodes };
}

/** Why the variables cannot all be held at once; null when they can. */
function sourceProblem({ nodes }: Inference): Problem | null {
  let elements = 0;
  for (const { shape, definition } of nodes.values()) {
    if (definition.kind !== 'source' || !isConcrete(shape)) continue;
    const count = elementCount(shape);
    // One that is too large by itself is a problem of its own.
    if (count <= MAX_TENSOR_ELEMENTS) elements += count;
  }
  if (elements <= MAX_SOURCE_ELEMENTS) return null;
  return {
    code: 'too-large',
    message: `the variables have ${elements} elements together, the limit is ${MAX_SOURCE_ELEMENTS}`,
    hint: 'use smaller shapes',
  };
}

function sizeProblem(document: GraphDocument, id: NodeId, shape: Shape): Problem | null {
  if (!isConcrete(shape)) {
    const name = shape.find((dim) => typeof dim === 'string');
    return {
      code: 'unknown-size',
      node: id,
      message: `${nodeLabel(document, id)} is ${formatShape(shape)}, and ${name} has no size yet`,
      hint: `give a value to an input whose shape names ${name}`,
    };
  }
  const elements = elementCount(shape);
  if (elements <= MAX_TENSOR_ELEMENTS) return null;
  return {
    code: 'too-large',
    node: id,
    message: `${nodeLabel(document, id)} is ${formatShape(shape)}: ${elements} elements, the limit is ${MAX_TENSOR_ELEMENTS}`,
    hint: 'use a smaller size',
  };
}

/** The numbers a variable starts from, where they are there and fit its shape. */
function startOf(
  document: GraphDocument,
  id: NodeId,
  shape: Shape,
  given: Tensor | null,
): Tensor | Refused {
  if (given === null) {
    return refuse({
      code: 'missing-value',
      node: id,
      message: `${nodeLabel(document, id)} is ${formatShape(shape)} and has no numbers yet`,
      hint: 'type numbers of that shape, draw them by an initializer, or choose data to train on',
    });
  }
  const fits =
    shape.length === given.shape.length && shape.every((dim, axis) => dim === given.shape[axis]);
  if (fits) return given;
  return refuse({
    code: 'value-shape',
    node: id,
    message: `${nodeLabel(document, id)} is declared ${formatShape(shape)} but its value is ${formatShape(given.shape)}`,
    hint: `give numbers of shape ${formatShape(shape)}`,
  });
}

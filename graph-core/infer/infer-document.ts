/**
 * Shape inference over a whole document. Never throws: every node gets a shape or is left out, and
 * every problem sits on the node, port or wire where it is. A node behind a problem is left out
 * silently, so one mistake makes one problem.
 */
import { type GraphDocument, type NodeId, nodeLabel } from '../graph/document.ts';
import { type Fault, isRefused, type Problem, type Refused, refuse } from '../graph/problem.ts';
import {
  type Adjacency,
  adjacency,
  type TopologicalOrder,
  topologicalOrder,
} from '../graph/topological-order.ts';
import type { Attrs } from '../ops/kit/attributes.ts';
import { completeAttrs, type OpDef, type Port, portsOf } from '../ops/kit/operation.ts';
import { opDef } from '../ops/registry.ts';
import type { Settings } from '../settings/setting.ts';
import { settingFault } from '../settings/setting-fault.ts';
import type { Dim, Shape } from '../tensor/shape.ts';
import { MAX_TERMS } from '../tensor/symbolic-size.ts';
import { MAX_RANK } from '../tensor/tensor.ts';

/** Sizes for names of dimensions. */
export type Bindings = ReadonlyMap<string, number>;

/** A node that is fit to be computed. */
export interface InferredNode {
  readonly shape: Shape;
  readonly definition: OpDef;
  /** Complete, names of dimensions replaced where they are bound. */
  readonly attrs: Attrs;
  /** The wire into each port, in the order of the ports. */
  readonly edges: readonly string[];
}

/** What inference found. */
export interface Inference {
  /** Sound nodes in topological order. */
  readonly nodes: ReadonlyMap<NodeId, InferredNode>;
  readonly problems: readonly Problem[];
  readonly wires: Adjacency;
  readonly topology: TopologicalOrder;
}

/** Infers every shape of `document`; names in `bindings` count as their sizes. */
export function inferDocument(document: GraphDocument, bindings: Bindings = new Map()): Inference {
  const wires = adjacency(document);
  const topology = topologicalOrder(document, wires);
  const problems: Problem[] = [...cycleProblems(document, topology.cyclic)];
  const nodes = new Map<NodeId, InferredNode>();
  for (const id of topology.order) {
    const result = inferNode(document, id, wires, nodes, bindings);
    if (result === null) continue;
    if (isRefused(result)) problems.push(...result.refused);
    else nodes.set(id, result);
  }
  return { nodes, problems, wires, topology };
}

/** Null for a node that is left out because of another one's problem. */
function inferNode(
  document: GraphDocument,
  id: NodeId,
  wires: Adjacency,
  done: ReadonlyMap<NodeId, InferredNode>,
  bindings: Bindings,
): InferredNode | Refused | null {
  const node = document.nodes[id];
  const definition = opDef(node.op);
  if (definition === null) {
    return refuse({
      code: 'unknown-operation',
      node: id,
      message: `${node.op} is not an operation of this version`,
      hint: 'replace the node by one from the palette',
    });
  }
  const faults = Object.entries(definition.attrs)
    .map(([name, spec]) =>
      Object.hasOwn(node.attrs, name) ? settingFault(name, spec, node.attrs[name]) : null,
    )
    .filter((fault) => fault !== null);
  if (faults.length > 0) return refuse(...faults.map((fault) => placed(fault, id)));
  const attrs = bindShapes(completeAttrs(definition, node.attrs), definition.attrs, bindings);
  const edgeAt = wirePorts(document, id, wires, portsOf(definition, attrs));
  if (isRefused(edgeAt)) return edgeAt;
  const edges = [...edgeAt.values()];
  const shapes: Shape[] = [];
  for (const edge of edges) {
    const from = done.get(document.edges[edge].from);
    if (from === undefined) return null;
    shapes.push(from.shape);
  }
  const result = definition.infer(shapes, attrs);
  if ('fault' in result) {
    const problem = placed(result.fault, id);
    const edge = result.fault.port === undefined ? undefined : edgeAt.get(result.fault.port);
    return refuse(edge === undefined ? problem : { ...problem, edge });
  }
  const fault = shapeFault(nodeLabel(document, id), result.shape);
  return fault === null
    ? { shape: result.shape, definition, attrs, edges }
    : refuse(placed(fault, id));
}

/** The wire into each port, in the order of the ports: exactly one. */
function wirePorts(
  document: GraphDocument,
  id: NodeId,
  wires: Adjacency,
  ports: readonly Port[],
): ReadonlyMap<string, string> | Refused {
  const label = () => `${nodeLabel(document, id)} (${document.nodes[id].op})`;
  const problems: Problem[] = [];
  const edgeAt = new Map<string, string>();
  for (const edge of wires.incoming.get(id) ?? []) {
    const { port } = document.edges[edge];
    if (!ports.some(({ name }) => name === port)) {
      const names = ports.map(({ name }) => name).join(' or ');
      problems.push({
        code: 'unknown-port',
        node: id,
        edge,
        message: `${label()} has no input ${port}`,
        hint: ports.length === 0 ? 'delete the wire' : `connect it to ${names}`,
      });
    } else if (edgeAt.has(port)) {
      problems.push({
        code: 'two-wires-one-port',
        node: id,
        port,
        edge,
        message: `input ${port} of ${nodeLabel(document, id)} has two wires`,
        hint: 'delete one of them, or add the two values first',
      });
    } else {
      edgeAt.set(port, edge);
    }
  }
  const inOrder = new Map<string, string>();
  for (const { name } of ports) {
    const edge = edgeAt.get(name);
    if (edge !== undefined) {
      inOrder.set(name, edge);
      continue;
    }
    problems.push({
      code: 'missing-input',
      node: id,
      port: name,
      message: `input ${name} of ${label()} is not connected`,
      hint: `wire a value into ${name}`,
    });
  }
  return problems.length > 0 ? refuse(...problems) : inOrder;
}

/** Characters that the name of a size may have, such as `2N + 1`. */
const MAX_SIZE_LENGTH = 200;

/**
 * Why a value of this shape cannot be worked with. What follows from shapes is bounded by it: a few nodes
 * that double sizes, ranks or names one after the other end here and not in minutes of work.
 */
function shapeFault(label: string, shape: Shape): Fault | null {
  if (shape.length > MAX_RANK) {
    return {
      code: 'rank',
      message: `${label} would have ${shape.length} axes, the limit is ${MAX_RANK}`,
      hint: 'sum or flatten axes that are not needed apart',
    };
  }
  const axis = shape.findIndex((dim) =>
    typeof dim === 'string' ? dim.length > MAX_SIZE_LENGTH : !Number.isSafeInteger(dim),
  );
  if (axis < 0) return null;
  const dim = shape[axis];
  return typeof dim === 'string'
    ? {
        code: 'too-large',
        message: `the size of ${label} at axis ${axis} takes ${dim.length} characters to tell, the limit is ${MAX_SIZE_LENGTH}`,
        hint: 'give the sizes it is made of as numbers',
      }
    : {
        code: 'too-large',
        message: `${label} is too large: at axis ${axis} its size is beyond 2^53 or has more than ${MAX_TERMS} terms`,
        hint: 'use smaller sizes',
      };
}

function placed(fault: Fault, node: NodeId): Problem {
  return { ...fault, node };
}

function bindShapes(attrs: Attrs, specs: Settings, bindings: Bindings): Attrs {
  if (bindings.size === 0) return attrs;
  const bound: Record<string, Attrs[string]> = { ...attrs };
  for (const [name, spec] of Object.entries(specs)) {
    const shape = attrs[name];
    if (spec.kind !== 'shape' || !Array.isArray(shape)) continue;
    bound[name] = shape.map((dim: Dim) =>
      typeof dim === 'string' ? (bindings.get(dim) ?? dim) : dim,
    );
  }
  return bound;
}

function cycleProblems(document: GraphDocument, cyclic: readonly NodeId[]): Problem[] {
  if (cyclic.length === 0) return [];
  if (cyclic.length === 1) {
    return [
      {
        code: 'cycle',
        node: cyclic[0],
        message: `${nodeLabel(document, cyclic[0])} is wired into itself, so it cannot be computed`,
        hint: 'delete that wire',
      },
    ];
  }
  const names = cyclic.slice(0, 5).map((id) => nodeLabel(document, id));
  const more = cyclic.length > 5 ? ` and ${cyclic.length - 5} more` : '';
  return [
    {
      code: 'cycle',
      node: cyclic[0],
      message: `${names.join(', ')}${more} lie on a cycle, so none of them can be computed first`,
      hint: 'delete one of the wires between them',
    },
  ];
}

/**
 * Builds documents in code: operations by name, ports by name. Mistakes do not throw; they are in the
 * document and come out as problems where it is inferred or evaluated.
 */
import { changeFault } from '../formats/json/change-fault.ts';
import { type ParsedDocument, validateDocument } from '../formats/json/parse-document.ts';
import {
  type AttrValues,
  type EdgeId,
  emptyDocument,
  type GraphDocument,
  type GraphEdge,
  type GraphNode,
  type NodeId,
} from '../graph/document.ts';
import { FreshIds } from '../graph/ids.ts';
import { placeNodes } from '../graph/place-nodes.ts';
import type { Shape } from '../tensor/shape.ts';
import type { TensorLiteral } from '../tensor/tensor.ts';

/** What an input port can be given: a node, or numbers, which become a constant. */
export type Operand = NodeId | TensorLiteral;

/** How a node is called and what its operation is told. */
export interface NodeOptions {
  readonly name?: string;
  readonly attrs?: AttrValues;
}

/** A document under construction; every method that adds a node gives its key. */
export class GraphBuilder {
  private readonly name: string;
  private readonly nodes: Record<NodeId, GraphNode> = Object.create(null);
  private readonly edges: Record<EdgeId, GraphEdge> = Object.create(null);
  private readonly nodeIds = new FreshIds([]);
  private readonly edgeIds = new FreshIds([]);
  private chosenTarget: NodeId | undefined;

  constructor(name: string) {
    this.name = name;
  }

  /** A value from outside; a shape such as `['N', 2]` leaves the size of the batch open. */
  input(name: string, value: TensorLiteral | null = null, shape: Shape | null = null): NodeId {
    return this.op('input', {}, { name, attrs: shape === null ? { value } : { value, shape } });
  }

  /** A value that training changes: numbers, or attributes that say how it is drawn. */
  parameter(name: string, start: TensorLiteral | AttrValues): NodeId {
    const isValue = typeof start === 'number' || Array.isArray(start);
    const attrs = isValue ? { value: start as TensorLiteral } : (start as AttrValues);
    return this.op('parameter', {}, { name, attrs });
  }

  /** Numbers that never change. */
  constant(value: TensorLiteral, name?: string): NodeId {
    return this.op(
      'constant',
      {},
      name === undefined ? { attrs: { value } } : { name, attrs: { value } },
    );
  }

  /** An operation with its inputs by port. The key is the name where that is possible and free. */
  op(
    op: string,
    inputs: Readonly<Record<string, Operand>> = {},
    options: NodeOptions = {},
  ): NodeId {
    const sources = Object.entries(inputs).map(([port, operand]) => ({
      port,
      from: typeof operand === 'string' ? operand : this.constant(operand),
    }));
    const { name, attrs = {} } = options;
    const id = name === undefined ? this.nodeIds.numbered(op) : this.nodeIds.wanted(name, op);
    const position = { x: 0, y: 0 };
    this.nodes[id] = name === undefined ? { op, attrs, position } : { op, name, attrs, position };
    for (const { port, from } of sources) {
      this.edges[this.edgeIds.numbered('e')] = { from, to: id, port };
    }
    return id;
  }

  /** Chooses the node whose gradients are meant when none is named. */
  target(node: NodeId): this {
    this.chosenTarget = node;
    return this;
  }

  /** The document so far, nodes laid out in columns. The builder can go on. */
  document(): GraphDocument {
    const bare: GraphDocument = {
      ...emptyDocument(this.name),
      ...(this.chosenTarget === undefined ? {} : { target: this.chosenTarget }),
      nodes: this.nodes,
      edges: { ...this.edges },
    };
    const nodes: Record<NodeId, GraphNode> = {};
    for (const [id, position] of placeNodes(bare, Object.keys(this.nodes))) {
      nodes[id] = { ...this.nodes[id], position };
    }
    return { ...bare, nodes };
  }

  /**
   * The document so far with everything wrong with it, as if it had come from a file; null when it could not
   * be opened again.
   */
  checked(): ParsedDocument {
    const document = this.document();
    const read = validateDocument(document);
    if (read.document === null) return read;
    // Bytes and totals show only when it is written, by the gate of the editor's commands.
    const fault = changeFault(document, [[]]);
    return fault === null ? read : { document: null, problems: [fault] };
  }
}

/** Starts a document with this name. */
export function graph(name: string): GraphBuilder {
  return new GraphBuilder(name);
}

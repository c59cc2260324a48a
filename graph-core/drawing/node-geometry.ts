/**
 * Sizes and ports of nodes, in px at 100 %: a pure function of the operation and its ports. Canvas,
 * layout and pictures use these same numbers, so nothing has to be measured.
 */
import type { GraphNode, Position } from '../graph/document.ts';
import { completeAttrs, type Port, portsOf } from '../ops/kit/operation.ts';
import { opDef } from '../ops/registry.ts';

/** Height of variables; diameter of operators with up to two inputs. */
export const NODE_HEIGHT = 56;

/** Diameter of a port. */
export const PORT_SIZE = 12;

/** Distance between neighboring input ports: room for a gradient below one wire and a value above the next. */
export const PORT_SPACING = 44;

/** Width of a variable beside its name: a number such as `−0.05025` at 15 px, and the space around both. */
const VALUE_WIDTH = 110;

/** How a node looks. */
export type NodeShape = 'variable' | 'operator';

/** Size and ports of one node. */
export interface NodeGeometry {
  readonly shape: NodeShape;
  readonly width: number;
  readonly height: number;
  /** Input ports, relative to the top left corner. */
  readonly inputs: readonly (Position & { readonly port: Port })[];
  /** The output port. */
  readonly output: Position;
}

const cache = new WeakMap<GraphNode, NodeGeometry>();

/** Size and ports of `node`. */
export function nodeGeometry(node: GraphNode): NodeGeometry {
  const cached = cache.get(node);
  if (cached !== undefined) return cached;
  const geometry = computeGeometry(node);
  cache.set(node, geometry);
  return geometry;
}

function computeGeometry(node: GraphNode): NodeGeometry {
  const definition = opDef(node.op);
  if (definition === null || definition.kind === 'source') {
    const width = VALUE_WIDTH + 11 * Math.max(1, Math.min(12, (node.name ?? '').length));
    return {
      shape: 'variable',
      width,
      height: NODE_HEIGHT,
      inputs: [],
      output: { x: width, y: NODE_HEIGHT / 2 },
    };
  }
  const ports = portsOf(definition, completeAttrs(definition, node.attrs));
  const height =
    NODE_HEIGHT + PORT_SPACING * Math.max(0, ports.length - 2) + (ports.length > 1 ? 8 : 0);
  const width = Math.max(
    NODE_HEIGHT,
    Math.min(height, NODE_HEIGHT + 8),
    symbolWidth(definition.doc.symbol),
  );
  const inputs = ports.map((port, i) => {
    const y = height / 2 + (i - (ports.length - 1) / 2) * PORT_SPACING;
    return { port, x: insetAt(y, width, height), y };
  });
  return { shape: 'operator', width, height, inputs, output: { x: width, y: height / 2 } };
}

/** Room for a word such as `softmax` inside a rounded node. */
function symbolWidth(symbol: string): number {
  return symbol.length <= 4 ? 0 : 28 + 9 * symbol.length;
}

/** How far the left edge of a rounded box is from its bounding box at height `y`. */
function insetAt(y: number, width: number, height: number): number {
  const radius = Math.min(width, height) / 2;
  const beyond = y < radius ? radius - y : y > height - radius ? y - (height - radius) : 0;
  return radius - Math.sqrt(Math.max(0, radius * radius - beyond * beyond));
}

/** Where a wire ends, in canvas coordinates; the middle of the left side for a port that is not there. */
export function portPosition(node: GraphNode, port: string): Position {
  const { inputs, height } = nodeGeometry(node);
  const wanted = inputs.find((input) => input.port.name === port);
  return {
    x: node.position.x + (wanted?.x ?? 0),
    y: node.position.y + (wanted?.y ?? height / 2),
  };
}

/** Where the wires of a node begin, in canvas coordinates. */
export function outputPosition(node: GraphNode): Position {
  const { output } = nodeGeometry(node);
  return { x: node.position.x + output.x, y: node.position.y + output.y };
}

/**
 * Program: the waist of the hour-glass. A flat list of instructions in topological order, every shape
 * a list of sizes. Documents become programs (flatten); the interpreter, the derivative, the compiler
 * and the exporters read programs. The value of instruction i has number i.
 */
import type { EdgeId, NodeId } from '../graph/document.ts';
import type { Attrs } from '../ops/kit/attributes.ts';
import type { Size } from '../tensor/shape.ts';

/** One primitive operation or source, applied. */
export interface Instruction {
  readonly op: string;
  /** Numbers of earlier values, in the order of the operation's ports. */
  readonly inputs: readonly number[];
  readonly attrs: Attrs;
  readonly shape: Size;
  /** The node of the document this belongs to; null for what no single node asked for. */
  readonly node: NodeId | null;
  /** What the node draws from, where that is not its key. */
  readonly stream?: string;
}

/** Who draws, when an instruction draws: the stream of its node. */
export const drawsFrom = ({ node, stream }: Instruction): string => stream ?? node ?? '';

/** A program; append-only, so that value numbers stay true when a derivative is added to it. */
export interface Program {
  readonly instructions: readonly Instruction[];
  /** The value of each node that could be flattened. */
  readonly nodes: ReadonlyMap<NodeId, number>;
  /** The value on each wire: an `identity`, so that a wire has a gradient like any other value. */
  readonly edges: ReadonlyMap<EdgeId, number>;
}

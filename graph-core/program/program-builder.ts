/** Builds programs: infers every shape, expands composites, shares equal fills. */
import type { NodeId } from '../graph/document.ts';
import type { Attrs } from '../ops/kit/attributes.ts';
import { Emitter, type Value } from '../ops/kit/emitter.ts';
import { completeAttrs, portsOf } from '../ops/kit/operation.ts';
import { opDef } from '../ops/registry.ts';
import { formatShape, isConcrete, type Size } from '../tensor/shape.ts';
import type { Instruction, Program } from './program.ts';

/** An emitter that keeps what is emitted. Faults here are our bugs: documents are inferred before. */
export class ProgramBuilder extends Emitter {
  private readonly instructions: Instruction[];
  private readonly fills = new Map<string, Value>();
  /** The node that following instructions belong to. */
  node: NodeId | null = null;
  /** What that node draws from, where that is not its key. */
  stream: string | undefined;

  /** Continues `program`, or starts an empty one. */
  constructor(program?: Program) {
    super();
    this.instructions = program === undefined ? [] : [...program.instructions];
  }

  emit(op: string, inputs: readonly Value[], attrs: Attrs = {}): Value {
    const definition = opDef(op);
    if (definition === null) throw new Error(`internal: unknown operation ${op}`);
    const complete = completeAttrs(definition, attrs);
    if (definition.kind === 'composite') {
      const ports = portsOf(definition, complete);
      const named: Record<string, Value> = {};
      for (let i = 0; i < ports.length; i++) named[ports[i].name] = inputs[i];
      return definition.expand(this, named, complete);
    }
    const result = definition.infer(
      inputs.map((input) => input.shape),
      complete,
    );
    if ('fault' in result) throw new Error(`internal: ${op}: ${result.fault.message}`);
    if (!isConcrete(result.shape)) {
      throw new Error(
        `internal: ${op} has shape ${formatShape(result.shape)}, sizes must be known`,
      );
    }
    if (definition.kind === 'primitive' && definition.lower.kind === 'fill') {
      return this.fill(op, complete, result.shape);
    }
    return this.push(op, inputs, complete, result.shape);
  }

  /** A source whose shape was inferred for the document. */
  source(op: string, attrs: Attrs, shape: Size): Value {
    return this.push(op, [], attrs, shape);
  }

  /** The value with this number. */
  value(id: number): Value {
    return { id, shape: this.instructions[id].shape };
  }

  /** The instruction with this number. */
  instruction(id: number): Instruction {
    return this.instructions[id];
  }

  /** What was built; the maps say which values are nodes and wires. */
  finish(maps: Pick<Program, 'nodes' | 'edges'> = { nodes: new Map(), edges: new Map() }): Program {
    return { instructions: this.instructions, nodes: maps.nodes, edges: maps.edges };
  }

  private fill(op: string, attrs: Attrs, shape: Size): Value {
    const number = attrs.value;
    const key = `${Object.is(number, -0) ? '-0' : String(number)} ${formatShape(shape)}`;
    const known = this.fills.get(key);
    if (known !== undefined) return known;
    const value = this.push(op, [], attrs, shape);
    this.fills.set(key, value);
    return value;
  }

  private push(op: string, inputs: readonly Value[], attrs: Attrs, shape: Size): Value {
    this.instructions.push({
      op,
      inputs: inputs.map((input) => input.id),
      attrs,
      shape,
      node: this.node,
      ...(this.stream === undefined ? {} : { stream: this.stream }),
    });
    return { id: this.instructions.length - 1, shape };
  }
}

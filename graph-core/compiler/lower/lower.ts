/**
 * Program → kernels, by what each operation says of its loop (`lower`), never by its name. Aliases and
 * views cost nothing: they are other strides on the same buffer. Fills are numbers in scalar code.
 */
import type { Attrs } from '../../ops/kit/attributes.ts';
import type { Lowering } from '../../ops/kit/lowering.ts';
import { completeAttrs, portsOf, type SourceDef } from '../../ops/kit/operation.ts';
import type { MaskDraw } from '../../ops/kit/random-mask.ts';
import type { ScalarExpression } from '../../ops/kit/scalar-expression.ts';
import { assertAxes } from '../../ops/kit/shape-rules.ts';
import { opDef } from '../../ops/registry.ts';
import { liveValues } from '../../program/live-values.ts';
import { drawsFrom, type Instruction, type Program } from '../../program/program.ts';
import { elementCount, type Size, sameShape } from '../../tensor/shape.ts';
import type { KernelProgram, Place } from '../ir/kernel.ts';
import { permuted, sliced, stretched, wholeBuffer } from '../ir/place.ts';
import type { ScalarCodeBuilder } from '../ir/scalar-code.ts';
import { KernelWriter } from './kernel-writer.ts';
import { lowerNamed } from './lower-named.ts';
import { sourceOrders } from './source-orders.ts';

/** What is to be compiled. */
export interface StepDescription {
  readonly program: Program;
  /** Sources whose numbers are given from outside (all others are part of the program). */
  readonly sources: ReadonlySet<number>;
  /** Source → the value that replaces it at the end of a step. */
  readonly updates: ReadonlyMap<number, number>;
  /** Values that can be looked at after a step. */
  readonly outputs: readonly number[];
  /** Outputs that have to lie in memory, though they be the same number everywhere. */
  readonly materialized: readonly number[];
  /** Sources that are drawn at each step. */
  readonly masks: ReadonlyMap<number, MaskDraw>;
}

/** The program as kernels, in the order of the instructions, with the buffer of each given source. */
export function lower(step: StepDescription): {
  readonly kernels: KernelProgram;
  readonly sources: ReadonlyMap<number, number>;
} {
  const { instructions } = step.program;
  // Every given source too: its numbers come, needed or not.
  const live = liveValues(step.program, [
    ...step.sources,
    ...step.outputs,
    ...step.updates.values(),
  ]);
  const orders = sourceOrders(step.program, live);
  const w = new KernelWriter();
  const places: Place[] = new Array(instructions.length);
  const sources = new Map<number, number>();
  instructions.forEach((instruction, id) => {
    if (live[id] === 0) return;
    w.origin = id;
    const definition = opDef(instruction.op);
    const draw = step.masks.get(id);
    if (definition?.kind === 'source' && draw !== undefined) {
      places[id] = w.mask(instruction.shape, draw);
    } else if (isEmpty(instruction.shape)) {
      places[id] = emptyPlace(instruction.shape);
    } else if (definition?.kind === 'source' && step.sources.has(id)) {
      const order = orders.get(id);
      const more = order === undefined ? {} : { order };
      const buffer = w.buffer(instruction.op, instruction.shape, 'source', more);
      sources.set(id, buffer.id);
      places[id] = wholeBuffer(buffer);
    } else if (definition?.kind === 'source') {
      places[id] = lowerConstant(w, definition, instruction);
    } else if (definition?.kind === 'primitive') {
      const inputs = instruction.inputs.map((input) => places[input]);
      const ports = portsOf(definition, instruction.attrs).map(({ name }) => name);
      places[id] = lowerOne(w, definition.lower, instruction, inputs, ports);
    } else throw new Error(`internal: ${instruction.op} is no primitive`);
  });
  const updates = lowerUpdates(w, step, sources, places);
  const outputs = new Map<number, Place>();
  for (const id of step.outputs) {
    w.origin = id;
    outputs.set(id, step.materialized.includes(id) ? w.materialized(places[id]) : places[id]);
  }
  return { kernels: { buffers: w.buffers, kernels: w.kernels, outputs, updates }, sources };
}

/** A source that is not given from outside: its initial numbers are part of the program. */
function lowerConstant(w: KernelWriter, definition: SourceDef, instruction: Instruction): Place {
  const attrs = completeAttrs(definition, instruction.attrs);
  const initial = definition.initial(instruction.shape, attrs, drawsFrom(instruction));
  if (initial === null) throw new Error(`internal: no value for ${instruction.op}`);
  return w.constant(instruction.shape, initial.data);
}

/** Source buffer → the buffer of the value that replaces it, laid out as the source is. */
function lowerUpdates(
  w: KernelWriter,
  { program, updates }: StepDescription,
  sources: ReadonlyMap<number, number>,
  places: readonly Place[],
): Map<number, number> {
  const replacing = new Map<number, number>();
  for (const [source, next] of updates) {
    if (isEmpty(program.instructions[source].shape)) continue;
    const target = sources.get(source);
    if (target === undefined) throw new Error(`internal: value ${source} is no given source`);
    w.origin = next;
    replacing.set(target, bufferLike(w, places[next], target));
  }
  return replacing;
}

const isEmpty = (shape: Size): boolean => elementCount(shape) === 0;

/** What has no elements lies nowhere: no buffer, no address, no kernel. */
const emptyPlace = (shape: Size): Place => ({ kind: 'fill', value: 0, shape });

function lowerOne(
  w: KernelWriter,
  lowering: Lowering,
  { op, attrs, shape }: Instruction,
  inputs: readonly Place[],
  ports: readonly string[],
): Place {
  switch (lowering.kind) {
    case 'fill':
      return { kind: 'fill', value: Number(attrs.value), shape };
    case 'alias':
      return w.reshaped(inputs[0], shape);
    case 'view':
      if (lowering.view === 'stretch') return stretched(inputs[0], shape);
      return lowering.view === 'permute'
        ? permuted(inputs[0], attrs.permutation as readonly number[] | null)
        : sliced(inputs[0], shape, attrs as { axis: number; start: number; step: number });
    case 'map': {
      const full = inputs.map((input) => stretched(input, shape));
      return w.map(op, shape, full, (b, x) => scalarCode(b, lowering.expression, ports, x, attrs));
    }
    case 'reduce': {
      const axes = assertAxes(attrs.axes as readonly number[] | null, inputs[0].shape.length);
      return w.reduce(op, inputs[0], axes, lowering.monoid, shape);
    }
    case 'kernel':
      return lowerNamed(w, lowering.name, inputs, shape, attrs);
    default:
      return lowering satisfies never;
  }
}

/** A scalar expression as nodes. */
function scalarCode(
  b: ScalarCodeBuilder,
  expression: ScalarExpression,
  ports: readonly string[],
  x: readonly number[],
  attrs: Attrs,
): number {
  const visit = (e: ScalarExpression): number => scalarCode(b, e, ports, x, attrs);
  switch (expression.kind) {
    case 'port':
      return x[ports.indexOf(expression.name)];
    case 'attr':
      return b.number(Number(attrs[expression.name]));
    case 'number':
      return b.number(expression.value);
    case 'unary':
      return b.unary(expression.fn, visit(expression.x));
    case 'binary':
      return b.binary(expression.fn, visit(expression.x), visit(expression.y));
    case 'select':
      return b.select(visit(expression.condition), visit(expression.x), visit(expression.y));
    default:
      return expression satisfies never;
  }
}

/** The buffer of a value, laid out as buffer `like`: a copy where the value lies otherwise. */
function bufferLike(w: KernelWriter, place: Place, like: number): number {
  const { shape, strides, role } = w.buffers[like];
  if (place.kind === 'view' && place.access.offset === 0) {
    const found = w.buffers[place.access.buffer];
    const same = place.access.strides.join() === strides.join() && sameShape(found.shape, shape);
    if (same && found.role === 'computed') return found.id;
  }
  const order = shape.map((_, axis) => axis).sort((p, q) => strides[q] - strides[p]);
  const out = w.buffer(`next ${role}`, shape, 'computed', { order });
  w.copy(place, wholeBuffer(out));
  return out.id;
}

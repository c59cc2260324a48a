/**
 * What must hold between the parts of an operation's record, sample by sample. The parts are written
 * independently (loops, derivative, lowering, formulas), so that a slip in one of them shows as a quarrel
 * with another; `ops/mutations.test.ts` makes such slips and sees that each is found.
 */
import { differentiate } from '../../autodiff/differentiate.ts';
import { formulaValue } from '../../explain/formula-value.ts';
import { portRule, valueRule } from '../../explain/node-rule.ts';
import { Executor } from '../../interpret/executor.ts';
import { completeAttrs, type OpDef, portsOf, type Sample } from '../../ops/kit/operation.ts';
import { opDef } from '../../ops/registry.ts';
import { broadcastInto } from '../../tensor/broadcast.ts';
import type { Shape } from '../../tensor/shape.ts';
import { type Tensor, zeros } from '../../tensor/tensor.ts';
import { difference } from '../close-to.ts';
import { directionalErrors } from './directional-derivative.ts';
import { sampleProgram, sampleTensor } from './sample-program.ts';
import { interpretScalar } from './scalar-interpreter.ts';

/** An operation at one of its samples. */
export interface SampleSite {
  readonly op: string;
  readonly sample: Sample;
}

/** The output of a sample, and the gradients of its summed output. */
export interface SampleNumbers {
  readonly out: Tensor;
  readonly gradients: Readonly<Record<string, Tensor>>;
}

/** Runs a sample through the program, its derivative and the interpreter. */
export function computeSample({ op, sample }: SampleSite): SampleNumbers {
  const { builder, inputs, out, sources } = sampleProgram(op, sample);
  const ids = Object.values(inputs).map(({ id }) => id);
  const derivative = differentiate(builder.finish(), out.id, ids);
  const executor = new Executor(derivative.program, sources);
  const faults = executor.run();
  if (faults.length > 0) throw new Error(`internal: ${faults[0].fault.message}`);
  const gradients: Record<string, Tensor> = {};
  for (const [port, value] of Object.entries(inputs)) {
    const gradient = derivative.gradients.get(value.id);
    gradients[port] = gradient === undefined ? zeros(value.shape) : executor.value(gradient);
  }
  return { out: executor.value(out.id), gradients };
}

/** The laws: each gives a sentence where the sample breaks it, else null. */
export const OPERATION_LAWS = {
  'infers the shape it computes': shapeFault,
  'gives the expected output within 1e-12': outputFault,
  'gives the expected gradients within 1e-12': gradientFault,
  'agrees with central differences in random directions within 1e-7, order one and two':
    directionFault,
  'is lowered to what its loop computes, within 1e-13': loweringFault,
  'has rules that give its numbers within 1e-10': ruleFault,
} satisfies Record<string, (site: SampleSite) => string | null>;

function shapeFault(site: SampleSite): string | null {
  const { definition, attrs, inputs } = partsOf(site);
  const result = definition.infer(Object.values(inputs).map(shapeOf), attrs);
  if ('fault' in result) return result.fault.message;
  const inferred = JSON.stringify(result.shape);
  const computed = JSON.stringify(computeSample(site).out.shape);
  return inferred === computed ? null : `infers ${inferred}, computes ${computed}`;
}

function outputFault(site: SampleSite): string | null {
  const { out } = site.sample;
  return out === undefined ? null : difference(computeSample(site).out, sampleTensor(out), 1e-12);
}

function gradientFault(site: SampleSite): string | null {
  const { gradients } = computeSample(site);
  for (const [port, expected] of Object.entries(site.sample.gradients ?? {})) {
    const fault = difference(gradients[port], sampleTensor(expected), 1e-12);
    if (fault !== null) return `${port}: ${fault}`;
  }
  return null;
}

function directionFault({ op, sample }: SampleSite): string | null {
  if (sample.notSmooth !== undefined) return null;
  const errors = directionalErrors(op, sample, 2);
  const order = errors.findIndex((error) => !(error < 1e-7));
  return order < 0 ? null : `order ${order + 1} is ${errors[order]} off`;
}

function loweringFault(site: SampleSite): string | null {
  const { definition, attrs, inputs } = partsOf(site);
  if (definition.kind !== 'primitive' || definition.lower.kind !== 'map') return null;
  const { expression } = definition.lower;
  const { out } = computeSample(site);
  const stretched = Object.entries(inputs).map(([port, from]) => {
    const to = zeros(out.shape);
    broadcastInto(to.data, from.data, from.shape, to.shape);
    return [port, to.data] as const;
  });
  const lowered = zeros(out.shape);
  for (let i = 0; i < out.data.length; i++) {
    const elements = Object.fromEntries(stretched.map(([port, data]) => [port, data[i]]));
    lowered.data[i] = interpretScalar(expression, elements, attrs);
  }
  return difference(lowered, out, 1e-13);
}

function ruleFault(site: SampleSite): string | null {
  const { definition, attrs, inputs } = partsOf(site);
  const { sample } = site;
  if (definition.kind === 'source' || sample.beyondRules !== undefined) return null;
  // Nothing is claimed of what is not a number.
  if (Object.values(inputs).some(hasNaN)) return null;
  /** What is undefined as it is written says nothing at a place that is not smooth. */
  const mistake = (shown: Tensor, computed: Tensor): string | null =>
    sample.notSmooth !== undefined && hasNaN(shown) ? null : difference(shown, computed, 1e-10, 1);
  const shapes = Object.fromEntries(
    Object.entries(inputs).map(([port, x]): [string, Shape] => [port, x.shape]),
  );
  const place = { definition, attrs, shapes };
  const { out, gradients } = computeSample(site);
  const value = valueRule(place);
  if (value === null) return 'has no rule';
  const fault = mistake(formulaValue(value, inputs), out);
  if (fault !== null) return `value: ${fault}`;
  const ct = zeros(out.shape);
  ct.data.fill(1);
  for (const port of Object.keys(inputs)) {
    const rule = portRule(place, port);
    if (rule === null) return `has no rule of ${port}`;
    const shown =
      rule.kind === 'zero'
        ? zeros(gradients[port].shape)
        : formulaValue(rule.whole, { ...inputs, out, ct });
    const wrong = mistake(shown, gradients[port]);
    if (wrong !== null) return `gradient of ${port}: ${wrong}`;
  }
  return null;
}

const hasNaN = ({ data }: Tensor): boolean => data.some(Number.isNaN);
const shapeOf = ({ shape }: Tensor): Shape => shape;

/** The record of a sample's operation, its complete attributes and its inputs in the order of the ports. */
function partsOf({ op, sample }: SampleSite): {
  readonly definition: OpDef;
  readonly attrs: ReturnType<typeof completeAttrs>;
  readonly inputs: Readonly<Record<string, Tensor>>;
} {
  const definition = opDef(op);
  if (definition === null) throw new Error(`internal: unknown operation ${op}`);
  const attrs = completeAttrs(definition, (sample.attrs ?? {}) as never);
  const inputs: Record<string, Tensor> = {};
  for (const { name } of portsOf(definition, attrs))
    inputs[name] = sampleTensor(sample.inputs[name]);
  return { definition, attrs, inputs };
}

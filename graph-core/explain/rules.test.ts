/** Every rule that is shown, executed: its formula against what the operation computes. */
import { describe, expect, test } from 'vitest';
import { differentiate } from '../autodiff/differentiate.ts';
import { Executor } from '../interpret/executor.ts';
import type { Attrs } from '../ops/kit/attributes.ts';
import { completeAttrs, type OpDef, portsOf, type Sample } from '../ops/kit/operation.ts';
import { OP_TYPES, OPS } from '../ops/registry.ts';
import type { Shape } from '../tensor/shape.ts';
import { type Tensor, zeros } from '../tensor/tensor.ts';
import { difference } from '../testing/close-to.ts';
import { latexFault } from '../testing/formulas/latex-fault.ts';
import { sampleProgram, sampleTensor } from '../testing/operations/sample-program.ts';
import { formulaLatex } from './formula-latex.ts';
import { formulaShape } from './formula-shape.ts';
import { formulaValue } from './formula-value.ts';
import { portRule, valueRule } from './node-rule.ts';
import { typicalLatex } from './typical-rule.ts';

type Inputs = Readonly<Record<string, Tensor>>;

/** One operation with attributes at numbers. */
interface Site {
  readonly op: string;
  readonly definition: OpDef;
  readonly attrs: Attrs;
  readonly inputs: Inputs;
}

/** What the operation computes, and the gradients of its output weighed by `weights`. */
function computed({ op, attrs, inputs }: Site): {
  readonly out: Tensor;
  readonly ct: Tensor;
  readonly gradients: Inputs;
} {
  const literal = Object.fromEntries(
    Object.entries(inputs).map(([port, { shape, data }]) => [port, { shape, data: [...data] }]),
  );
  const { builder, inputs: values, out, sources } = sampleProgram(op, { inputs: literal, attrs });
  const weights = builder.source('input', {}, out.shape);
  const ct = zeros(out.shape);
  for (let i = 0; i < ct.data.length; i++) ct.data[i] = 0.5 + ((i * 7) % 5) / 4 - (i % 3);
  sources.set(weights.id, ct);
  const total = builder.sum(builder.multiply(out, weights));
  const wanted = Object.values(values).map(({ id }) => id);
  const derivative = differentiate(builder.finish(), total.id, wanted);
  const executor = new Executor(derivative.program, sources);
  executor.run();
  const gradients: Record<string, Tensor> = {};
  for (const [port, value] of Object.entries(values)) {
    const gradient = derivative.gradients.get(value.id);
    gradients[port] = gradient === undefined ? zeros(value.shape) : executor.value(gradient);
  }
  return { out: executor.value(out.id), ct, gradients };
}

const shapesOf = (inputs: Inputs): Readonly<Record<string, Shape>> =>
  Object.fromEntries(Object.entries(inputs).map(([port, { shape }]) => [port, shape]));

const fits = ({ definition, attrs, inputs }: Site): boolean => {
  const ports = portsOf(definition, attrs);
  if (!ports.every(({ name }) => Object.hasOwn(inputs, name))) return false;
  return (
    'shape' in
    definition.infer(
      ports.map(({ name }) => inputs[name].shape),
      attrs,
    )
  );
};

/** The first element alone, as a scalar. */
const first = (x: Tensor): Tensor => ({ shape: [], data: x.data.slice(0, 1) });

/** A sample, and what becomes of it with every other choice, on every axis, and with inputs that stretch. */
function variants(site: Site): readonly Site[] {
  const { definition, inputs } = site;
  const found = [site];
  for (const [name, spec] of Object.entries(definition.attrs)) {
    const others: readonly Attrs[string][] =
      spec.kind === 'choice'
        ? spec.options
        : spec.kind === 'boolean'
          ? [true, false]
          : spec.kind === 'axes'
            ? [null, [], [0], [-1], [0, -1]]
            : name === 'axis'
              ? [0, 1, -1]
              : [];
    for (const site of [...found]) {
      for (const value of others) found.push({ ...site, attrs: { ...site.attrs, [name]: value } });
    }
  }
  for (const [port, x] of Object.entries(inputs)) {
    if (x.data.length > 0) found.push({ ...site, inputs: { ...inputs, [port]: first(x) } });
  }
  return found.filter((variant) => variant === site || fits(variant));
}

const hasNaN = ({ data }: Tensor): boolean => data.some(Number.isNaN);

/** A mistake in words, or null. What is undefined as it is written says nothing at a place that is not smooth. */
function mistake(actual: Tensor, expected: Tensor, sample: Sample): string | null {
  const excused = sample.notSmooth !== undefined && hasNaN(actual);
  return excused ? null : difference(actual, expected, 1e-10, 1e-10);
}

const cases = OP_TYPES.flatMap((op) =>
  (OPS[op] as OpDef).kind === 'source'
    ? []
    : OPS[op].samples.map((sample: Sample) => [`${op}: ${sample.title}`, op, sample] as const),
);

describe.each(cases)('%s', (_, op, sample) => {
  const definition: OpDef = OPS[op];
  const inputs = Object.fromEntries(
    Object.entries(sample.inputs).map(([port, value]) => [port, sampleTensor(value)]),
  );
  const attrs = completeAttrs(definition, (sample.attrs ?? {}) as never);
  const sites = variants({ op, definition, attrs, inputs });

  test('has rules that give its numbers within 1e-10, whatever its attributes and broadcasts', () => {
    // Nothing is claimed of what is not a number.
    if (Object.values(inputs).some(hasNaN)) return;
    const mistakes: string[] = [];
    for (const site of sites) {
      const { out, ct, gradients } = computed(site);
      const here = `${JSON.stringify(site.attrs)} ${JSON.stringify(shapesOf(site.inputs))}`;
      const place = { definition, attrs: site.attrs, shapes: shapesOf(site.inputs) };
      const value = valueRule(place);
      if (value === null) throw new Error(`no rule: ${here}`);
      const wrong = mistake(formulaValue(value, site.inputs), out, sample);
      if (wrong !== null) mistakes.push(`value ${here}: ${wrong}`);
      for (const { name } of portsOf(definition, site.attrs)) {
        const rule = portRule(place, name);
        if (rule === null) throw new Error(`no rule of ${name}: ${here}`);
        const expected = gradients[name];
        const actual =
          rule.kind === 'zero'
            ? zeros(expected.shape)
            : formulaValue(rule.whole, { ...site.inputs, out, ct });
        const bad = mistake(actual, expected, sample);
        if (bad !== null) mistakes.push(`${name} ${here}: ${bad}`);
      }
    }
    if (sample.beyondRules === undefined) expect(mistakes).toEqual([]);
    else expect(mistakes.length).toBeGreaterThan(0);
  });

  test('has formulas of its own shape that KaTeX can read', () => {
    for (const site of sites) {
      const place = { definition, attrs: site.attrs, shapes: shapesOf(site.inputs) };
      const value = valueRule(place);
      if (value === null) throw new Error('no rule');
      expect(latexFault(formulaLatex(value, {}))).toBeNull();
      for (const { name } of portsOf(definition, site.attrs)) {
        const rule = portRule(place, name);
        if (rule?.kind !== 'rule') continue;
        expect(formulaShape(rule.whole)).toEqual(site.inputs[name].shape);
        expect(latexFault(formulaLatex(rule.whole, {}))).toBeNull();
      }
    }
  });
});

test.each(OP_TYPES.map((op) => [op]))(
  '%s has a formula, or is a variable, before it is wired',
  (op) => {
    const definition: OpDef = OPS[op];
    expect(typicalLatex(definition) === '').toBe(definition.kind === 'source');
  },
);

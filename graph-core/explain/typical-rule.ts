/** The formula of an operation where no graph gives it shapes: in lists, and before anything is wired. */
import type { Attrs } from '../ops/kit/attributes.ts';
import type { Formula } from '../ops/kit/formula.ts';
import { completeAttrs, type OpDef, portsOf, sampleShape } from '../ops/kit/operation.ts';
import type { Shape } from '../tensor/shape.ts';
import { atomTex, formulaLatex } from './formula-latex.ts';
import { valueRule } from './node-rule.ts';

/** The value at the shapes of the first sample that fits these (complete) attributes; null for variables. */
export function typicalRule(definition: OpDef, attrs: Attrs): Formula | null {
  const ports = portsOf(definition, attrs).map(({ name }) => name);
  for (const { inputs } of definition.samples) {
    if (!ports.every((port) => Object.hasOwn(inputs, port))) continue;
    const shapes: Record<string, Shape> = {};
    for (const port of ports) shapes[port] = sampleShape(inputs[port]);
    const rule = valueRule({ definition, attrs, shapes });
    if (rule !== null) return rule;
  }
  return null;
}

/** The same in LaTeX for default attributes, with ports in angle brackets; empty for variables. */
export function typicalLatex(definition: OpDef): string {
  const attrs = completeAttrs(definition, {});
  const rule = typicalRule(definition, attrs);
  if (rule === null) return '';
  const ports = portsOf(definition, attrs).map(({ name }) => name);
  return formulaLatex(rule, Object.fromEntries(ports.map((port) => [port, atomTex(`<${port}>`)])));
}

/**
 * The rules of every operation as LaTeX, for a person to read: `G` is the upstream gradient, `out` the value.
 * `GOLDEN=write npx vitest run rules-golden` writes the file anew.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { completeAttrs, type OpDef, portsOf, sampleShape } from '../ops/kit/operation.ts';
import { OP_TYPES, OPS } from '../ops/registry.ts';
import { formatShape } from '../tensor/shape.ts';
import { atomTex, formulaLatex } from './formula-latex.ts';
import { portRule, valueRule } from './node-rule.ts';

const golden = new URL('./golden/rules.golden.txt', import.meta.url);

/** One line for the value and each gradient, at the shapes of the first sample. */
function rulesOf(op: string, definition: OpDef): readonly string[] {
  const [sample] = definition.samples;
  const attrs = completeAttrs(definition, (sample.attrs ?? {}) as never);
  const ports = portsOf(definition, attrs);
  const shapes = Object.fromEntries(
    ports.map(({ name }) => [name, sampleShape(sample.inputs[name])]),
  );
  const site = { definition, attrs, shapes };
  const symbols = { ct: atomTex('G'), out: atomTex('\\mathrm{out}') };
  const value = valueRule(site);
  if (value === null) throw new Error(`no rule of ${op}`);
  const given = ports.map(({ name }) => `${name} ${formatShape(shapes[name])}`).join(', ');
  const gradients = ports.flatMap(({ name }) => {
    const rule = portRule(site, name);
    return rule?.kind === 'rule' ? [`d${name} = ${formulaLatex(rule.whole, symbols)}`] : [];
  });
  return [
    `${op}(${given}) = ${formulaLatex(value, symbols)}`,
    ...gradients.map((line) => `  ${line}`),
  ];
}

test('the rules that are shown are the ones that were read', () => {
  const lines = OP_TYPES.flatMap((op) =>
    (OPS[op] as OpDef).kind === 'source' ? [] : rulesOf(op, OPS[op]),
  );
  const text = `${lines.join('\n')}\n`;
  if (process.env.GOLDEN === 'write') writeFileSync(golden, text);
  expect(text).toBe(readFileSync(golden, 'utf8'));
});

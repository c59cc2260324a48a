/** The rules of optimizers and schedules as they are written; that they are true is tested beside them. */
import katex from 'katex';
import { expect, test } from 'vitest';
import { completeValues } from '../settings/given-values.ts';
import { OPTIMIZERS } from '../updates/optimizers/optimizers.ts';
import type { RuleLine } from '../updates/rule.ts';
import { scheduleOptions, scheduleRule } from '../updates/schedules/schedule.ts';
import { SCHEDULES } from '../updates/schedules/schedules.ts';
import { lineCode, lineLatex } from './rule-line.ts';

// KaTeX's parser alone, which is not in its types: it throws for what KaTeX cannot render.
const { __parse: parseLatex } = katex as unknown as {
  readonly __parse: (text: string, options: object) => readonly unknown[];
};

const rules = [
  ...Object.entries(OPTIMIZERS).map(([name, def]) => {
    const lines: readonly RuleLine[] = def.rule(completeValues(def.options));
    return [name, lines.map((line) => lineLatex(line, def.options))] as const;
  }),
  ...Object.entries(SCHEDULES).map(([name, def]) => {
    const options = scheduleOptions(def);
    const lines = scheduleRule(def, { ...completeValues(options), warmup: 5 });
    return [name, lines.map((line) => lineLatex(line, options))] as const;
  }),
];

test.each(rules)('the rule of %s can be typeset, every name as a symbol', (_, lines) => {
  for (const line of lines) {
    expect(parseLatex(line, { strict: 'ignore', trust: true }).length).toBeGreaterThan(0);
    // Words would be set as products of their letters.
    expect(line.replace(/\\[a-zA-Z]+(\{(gradient|step)\})?/g, '')).not.toMatch(/[a-z]{2}/);
  }
});

test('a line is the same in LaTeX and in code', () => {
  const { options, rule } = OPTIMIZERS.adam;
  const written = rule(completeValues(options)).map((line) => [
    lineCode(line),
    lineLatex(line, options),
  ]);
  expect(written[0]).toEqual([
    'm = beta1 * m + (1 - beta1) * g',
    'm \\leftarrow β_{1} \\cdot m + (1 - β_{1}) \\cdot \\htmlClass{gradient}{g}',
  ]);
  expect(written.at(-1)).toEqual([
    'w = w - rate * mhat / (sqrt(vhat) + epsilon)',
    'w \\leftarrow w - \\eta \\cdot \\frac{\\hat m}{\\sqrt{\\hat v} + ε}',
  ]);
});

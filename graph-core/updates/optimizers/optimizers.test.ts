/** Every optimizer: against formulas written here, against PyTorch, against the rule it shows, in both engines. */

import { readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { lineCode } from '../../explain/rule-line.ts';
import type { RuleSettings, TrainingSettings } from '../../graph/document.ts';
import { completeValues, optionFaults } from '../../settings/given-values.ts';
import { granted, reasons } from '../../testing/granted.ts';
import { bowlGradient, START, trajectories } from '../../testing/update-trajectory.ts';
import { planUpdate } from '../update-plan.ts';
import { OPTIMIZERS } from './optimizers.ts';

const STEPS = 20;

/** One weight's step: `memory` is the optimizer's own, zeros at first. */
type Formula = (w: number, g: number, t: number, memory: number[]) => number;

/** Written from the papers and PyTorch's documentation, not from the records. */
const cases: readonly (readonly [string, number, RuleSettings | undefined, Formula])[] = [
  ['gradient descent', 0.1, undefined, (w, g) => w - 0.1 * g],
  [
    'momentum 0.9',
    0.1,
    { kind: 'momentum' },
    (w, g, _, memory) => {
      memory[0] = 0.9 * memory[0] + g;
      return w - 0.1 * memory[0];
    },
  ],
  ['momentum 0', 0.1, { kind: 'momentum', options: { momentum: 0 } }, (w, g) => w - 0.1 * g],
  [
    'Nesterov 0.8',
    0.05,
    { kind: 'nesterov', options: { momentum: 0.8 } },
    (w, g, _, memory) => {
      memory[0] = 0.8 * memory[0] + g;
      return w - 0.05 * (g + 0.8 * memory[0]);
    },
  ],
  [
    'AdaGrad',
    0.5,
    { kind: 'adagrad' },
    (w, g, _, memory) => {
      memory[0] += g ** 2;
      return w - (0.5 * g) / (Math.sqrt(memory[0]) + 1e-10);
    },
  ],
  [
    'RMSProp',
    0.02,
    { kind: 'rmsprop', options: { decay: 0.9, epsilon: 0.001 } },
    (w, g, _, memory) => {
      memory[0] = 0.9 * memory[0] + 0.1 * g ** 2;
      return w - (0.02 * g) / (Math.sqrt(memory[0]) + 0.001);
    },
  ],
  ['Adam', 0.1, { kind: 'adam' }, adamFormula(0.1, 0.9, 0.999, 1e-8, true, 0)],
  [
    'Adam without correction',
    0.01,
    { kind: 'adam', options: { correction: false } },
    adamFormula(0.01, 0.9, 0.999, 1e-8, false, 0),
  ],
  [
    'Adam without memory',
    0.05,
    { kind: 'adam', options: { beta1: 0, beta2: 0, epsilon: 0.5 } },
    adamFormula(0.05, 0, 0, 0.5, true, 0),
  ],
  ['AdamW', 0.1, { kind: 'adamw' }, adamFormula(0.1, 0.9, 0.999, 1e-8, true, 0.01)],
  [
    'AdamW without correction',
    0.02,
    { kind: 'adamw', options: { decay: 0.5, correction: false, beta2: 0.9 } },
    adamFormula(0.02, 0.9, 0.9, 1e-8, false, 0.5),
  ],
];

function adamFormula(
  rate: number,
  beta1: number,
  beta2: number,
  epsilon: number,
  correct: boolean,
  decay: number,
): Formula {
  return (w, g, t, memory) => {
    memory[0] = beta1 * memory[0] + (1 - beta1) * g;
    memory[1] = beta2 * memory[1] + (1 - beta2) * g ** 2;
    const mean = correct ? memory[0] / (1 - beta1 ** t) : memory[0];
    const square = correct ? memory[1] / (1 - beta2 ** t) : memory[1];
    return w - rate * decay * w - (rate * mean) / (Math.sqrt(square) + epsilon);
  };
}

function formulaPath(formula: Formula): number[][] {
  const memory = START.map(() => [0, 0]);
  const path: number[][] = [];
  let w = [...START];
  for (let t = 1; t <= STEPS; t++) {
    const gradient = bowlGradient(w);
    w = w.map((x, i) => formula(x, gradient[i], t, memory[i]));
    path.push(w);
  }
  return path;
}

/** The largest difference, relative to numbers above 1. */
function apart(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number {
  expect(a.length).toBe(b.length);
  return Math.max(
    ...a.flatMap((w, i) => w.map((x, j) => Math.abs(x - b[i][j]) / Math.max(1, Math.abs(b[i][j])))),
  );
}

const settingsOf = (rate: number, optimizer: RuleSettings | undefined) =>
  optimizer === undefined ? { rate } : { rate, optimizer };

describe('20 steps follow the formula, within 1e-12 in f64 and 3e-6 in f32', () => {
  test.each(cases)('%s', (_, rate, optimizer, formula) => {
    const { interpreter, loop } = trajectories(settingsOf(rate, optimizer), STEPS);
    const expected = formulaPath(formula);
    expect(apart(interpreter, expected)).toBeLessThan(1e-12);
    expect(apart(loop, expected)).toBeLessThan(3e-6);
  });
});

const golden = new URL('../../testing/torch-optimizers.golden.json', import.meta.url);
const torch: readonly {
  readonly settings: Pick<TrainingSettings, 'rate' | 'optimizer' | 'schedule'>;
  readonly path: readonly (readonly number[])[];
}[] = JSON.parse(readFileSync(golden, 'utf8'));

describe('20 steps are those of PyTorch 1.13, within 1e-12 in f64 and 3e-6 in f32', () => {
  test.each(torch)('$settings', ({ settings, path }) => {
    const { interpreter, loop } = trajectories(settings, path.length);
    expect(apart(interpreter, path)).toBeLessThan(1e-12);
    expect(apart(loop, path)).toBeLessThan(3e-6);
  });
});

describe('the code that is shown moves the weights as training does, within 1e-12', () => {
  test.each(cases)('%s', (_, rate, optimizer) => {
    const plan = granted(planUpdate(settingsOf(rate, optimizer)));
    const code = plan.optimizer.rule(plan.options).map(lineCode).join('\n');
    const shown = formulaPath((w, g, t, memory) => {
      const names = plan.optimizer.state.map(({ name }) => name);
      const scope: Record<string, unknown> = { w, g, t, rate, sqrt: Math.sqrt, ...plan.options };
      names.forEach((name, i) => {
        scope[name] = memory[i];
      });
      runInNewContext(code, scope);
      names.forEach((name, i) => {
        memory[i] = Number(scope[name]);
      });
      return Number(scope.w);
    });
    const { interpreter } = trajectories(settingsOf(rate, optimizer), STEPS);
    expect(apart(interpreter, shown)).toBeLessThan(1e-12);
  });
});

test('every optimizer says what it is, and its defaults are in range', () => {
  for (const [kind, def] of Object.entries(OPTIMIZERS)) {
    expect(def.summary).toMatch(/^[A-Z].+\.$/);
    expect(def.convention).toMatch(/^As PyTorch.+\.$/);
    const defaults = completeValues(def.options);
    expect(optionFaults(kind, def.options, defaults)).toEqual([]);
  }
});

test('docs/format.md names every optimizer and the defaults of its options', () => {
  const page = readFileSync(new URL('../../../docs/format.md', import.meta.url), 'utf8');
  for (const [kind, { options }] of Object.entries(OPTIMIZERS)) {
    expect(page).toContain(`\`${kind}\``);
    for (const [name, spec] of Object.entries(options)) {
      expect(page).toContain(`\`${name}\` ${spec.default}`);
    }
  }
});

test('a wrong choice is said with its numbers and a repair', () => {
  const problems = planUpdate({
    optimizer: { kind: 'adm' },
    schedule: { kind: 'cosine', options: { length: 0.5, lenght: 3, end: true } },
  });
  expect(reasons(problems)).toEqual([
    {
      code: 'unknown-optimizer',
      message: 'training: adm is no optimizer of this version',
      hint: 'did you mean adam?',
    },
    {
      code: 'bad-option',
      message: 'training: cosine: length is 0.5',
      hint: 'use a whole number from 1 to 16777216',
    },
    {
      code: 'unknown-option',
      message: 'training: cosine has no option lenght',
      hint: 'did you mean length?',
    },
    {
      code: 'bad-option',
      message: 'training: cosine: end is true',
      hint: 'use a number from 0 to 1000000',
    },
  ]);
  expect(reasons(planUpdate({ optimizer: { kind: 'adam', options: { correction: 1 } } }))).toEqual([
    { code: 'bad-option', message: 'training: adam: correction is 1', hint: 'use true or false' },
  ]);
});

/** Every lesson opens, is canonical, says nothing that its graph does not compute, and can be done. */

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import katex from 'katex';
import { describe, expect, test } from 'vitest';
import { evaluateDocument } from '../graph-core/evaluate/evaluation.ts';
import { checkGradients } from '../graph-core/evaluate/gradient-check.ts';
import { planTrace, traceOf } from '../graph-core/evaluate/trace.ts';
import { formulaValue } from '../graph-core/explain/formula-value.ts';
import { portRule, valueRule } from '../graph-core/explain/node-rule.ts';
import { formatDocument } from '../graph-core/formats/json/format-document.ts';
import { parseDocument } from '../graph-core/formats/json/parse-document.ts';
import type { GraphDocument } from '../graph-core/graph/document.ts';
import { edited } from '../graph-core/graph/edit.ts';
import type { Lesson } from '../graph-core/graph/lesson.ts';
import { isWaiting } from '../graph-core/graph/problem.ts';
import { drawnValues } from '../graph-core/lessons/exercise-draw.ts';
import { formulaTex } from '../graph-core/lessons/formula-numbers.ts';
import { computationOf, lessonFaults } from '../graph-core/lessons/lesson-faults.ts';
import { lessonNumber } from '../graph-core/lessons/lesson-numbers.ts';
import { lessonPages } from '../graph-core/lessons/lesson-pages.ts';
import { lessonText } from '../graph-core/lessons/lesson-text.ts';
import { withValues } from '../graph-core/lessons/lesson-values.ts';
import { readLesson } from '../graph-core/lessons/read-lesson.ts';
import { type Inline, richText, runningText } from '../graph-core/lessons/rich-text.ts';
import { completeAttrs } from '../graph-core/ops/kit/operation.ts';
import { opDef } from '../graph-core/ops/registry.ts';
import { difference } from '../graph-core/testing/close-to.ts';
import { granted } from '../graph-core/testing/granted.ts';
import { Predictor } from '../graph-core/training/look/predictor.ts';
import { scoreOf } from '../graph-core/training/look/score.ts';
import {
  type InterpretedRun,
  startInterpreted,
} from '../graph-core/training/run/interpreted-run.ts';

import { assertFeeding } from '../graph-core/training/step/training-plan.ts';

const root = fileURLToPath(new URL('.', import.meta.url));

interface Example {
  readonly graph: string;
  readonly text: string;
  readonly document: GraphDocument;
  readonly lesson: Lesson;
}

function load(id: string): Example {
  const graph = readFileSync(`${root}${id}/graph.json`, 'utf8');
  const { document, problems } = parseDocument(graph);
  // An exercise may come without the wires that are to be drawn.
  expect(problems.filter((problem) => !isWaiting(problem))).toEqual([]);
  if (document === null) throw new Error(`${id} does not open`);
  const text = readFileSync(`${root}${id}/lesson.md`, 'utf8');
  const read = readLesson(text, document);
  expect(read.problems).toEqual([]);
  return { graph, text, document, lesson: read.lesson };
}

/** The chapters of the course, in their order. */
const CHAPTERS = [
  'Values and gradients',
  'Scores and losses',
  'Units that decide',
  'Networks',
  'Training in practice',
  'Exercises',
];

/** What training reaches after so many steps: the least share that is right, or an error that is not exceeded. */
const TRAINED: Readonly<Record<string, readonly (readonly [number, 'right' | 'error', number])[]>> =
  {
    'c4-xor': [[500, 'right', 1]],
    'd11-three-spirals': [
      [1000, 'right', 0.95],
      [4000, 'right', 0.98],
    ],
    'd11-two-spirals': [
      [1000, 'right', 0.95],
      [4000, 'right', 0.98],
    ],
    'd4-sine-regression': [[1000, 'error', 0.015]],
    'd8-any-dag-trains': [[1000, 'right', 1]],
    'g13-depth-for-width': [[500, 'right', 1]],
    'g28-linear-svm': [[1000, 'right', 0.45]],
    'g28-two-layers-on-spirals': [[1000, 'right', 0.99]],
  };

/** Lessons about a kink or a jump, at which no difference says anything. */
const AT_A_KINK: readonly string[] = [
  ...['c1-threshold-units', 'c2-perceptron', 'c3-xor-by-one-line', 'f8-dying-relu'],
];

function start(document: GraphDocument): InterpretedRun {
  return granted(startInterpreted(document));
}

/** Share of right answers, or the mean squared error over all examples. */
function quality(run: InterpretedRun): number {
  const { dataset } = assertFeeding(run.plan);
  const predictor = Predictor.forRows(run, dataset.size);
  if (predictor === null) throw new Error('the graph predicts nothing');
  const accuracy = scoreOf(run, dataset)?.accuracy ?? null;
  if (accuracy !== null) return accuracy;
  const outputs = predictor.predict(dataset.features);
  return outputs.reduce((sum, y, i) => sum + (y - dataset.targets[i]) ** 2, 0) / dataset.size;
}

function train(run: InterpretedRun, steps: number): void {
  while (run.step < steps) run.advance();
}

const ids = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

test('the course has a lesson for every row of the lectures that is built so far', () => {
  const rows = new Set(ids.map((id) => id.slice(0, id.indexOf('-')).toUpperCase()));
  const wanted = [
    ...['A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'A7', 'A8', 'A9', 'B1', 'B2', 'B3', 'B4', 'B5', 'B6'],
    ...['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'D1', 'D2', 'D4', 'D5', 'D8', 'D11', 'F8', 'F9'],
    ...['G1', 'G2', 'G3', 'G4', 'G5', 'G8', 'G10', 'G13', 'G14', 'G15', 'G19', 'G27', 'G28'],
  ];
  expect(wanted.filter((row) => !rows.has(row))).toEqual([]);
});

test('twenty exercises ask for each of the four kinds of things at least four times', () => {
  const exercises = ids.flatMap((id) => load(id).lesson.exercise ?? []);
  expect(exercises.length).toBeGreaterThanOrEqual(20);
  const kinds = exercises.map(({ blanks }) => {
    const [blank] = blanks;
    return blank.kind === 'number' ? blank.of : blank.kind;
  });
  for (const kind of ['value', 'gradient', 'operation', 'wire']) {
    expect(kinds.filter((one) => one === kind).length, kind).toBeGreaterThanOrEqual(4);
  }
  expect(ids.filter((id) => id.startsWith('g30')).length).toBe(5);
  expect(ids).toContain('g31-guess-the-rule');
});

test('an exercise can be filled in whatever numbers are drawn, and its missing wires make it whole', () => {
  for (const id of ids) {
    const { document, lesson } = load(id);
    const { exercise } = lesson;
    if (exercise === undefined) continue;
    const wired = edited(document, (draft) => {
      for (const blank of exercise.blanks) {
        if (blank.kind !== 'wire') continue;
        const { from, to, port } = blank;
        draft.edges[`${from}-${to}`] = { from, to, port };
      }
    });
    for (let seed = 0; seed < 5; seed++) {
      const drawn = withValues(wired, drawnValues(exercise, wired, seed));
      const evaluation = evaluateDocument(drawn);
      expect([id, evaluation.problems]).toEqual([id, []]);
      const computed = computationOf(evaluation, planTrace(evaluation));
      for (const blank of exercise.blanks) {
        if (blank.kind === 'number') expect(lessonNumber(blank, computed), id).toBeTypeOf('number');
      }
    }
  }
});

describe.each(ids)('%s', (id) => {
  const { graph, text, document, lesson } = load(id);

  test('is canonical, graph and text', () => {
    expect(graph).toBe(formatDocument(document));
    expect(text).toBe(lessonText(lesson, document));
  });

  test('has a chapter, a line for its card, three to six stops, and something to find out', () => {
    expect(CHAPTERS).toContain(lesson.chapter);
    expect(lesson.teaches).toMatch(/^.{20,120}[.?]$/);
    if (lesson.exercise === undefined) {
      expect(lesson.stops.length).toBeGreaterThanOrEqual(3);
      expect(lesson.stops.length).toBeLessThanOrEqual(6);
    }
    expect(lesson.question ?? lesson.exercise).toBeDefined();
  });

  test('steps through stops that are there and shows the numbers that are computed', () => {
    const faults = lessonFaults(lesson, document, (shown) => {
      const evaluation = evaluateDocument(shown);
      return computationOf(evaluation, planTrace(evaluation));
    });
    expect(faults).toEqual([]);
  });

  test('has formulas that are typeset', () => {
    for (const page of lessonPages(lesson)) {
      for (const formula of formulasOf(page)) {
        expect(() =>
          katex.renderToString(formulaTex(formula), { strict: 'ignore', trust: true }),
        ).not.toThrow();
      }
    }
  });

  test('has gradients that agree with differences within 1e-6, away from kinks', () => {
    if (lesson.exercise?.blanks.some(({ kind }) => kind === 'wire')) return;
    const check = checkGradients(document);
    expect(check.problems).toEqual([]);
    const kinks = check.elements.filter(({ kink }) => kink);
    if (!AT_A_KINK.includes(id)) expect(kinks).toEqual([]);
    expect(check.agrees, `worst ${check.worst}`).toBe(true);
  });
  test('shows rules that give the number on each of its wires within 1e-9', () => {
    const evaluation = evaluateDocument(document);
    for (const { step, inputs, output, upstream, result } of traceOf(evaluation)) {
      const { op, attrs } = document.nodes[step.node];
      const definition = opDef(op);
      if (definition === null || definition.kind === 'source' || output === undefined) continue;
      const shapes = Object.fromEntries(
        Object.entries(inputs).map(([port, { shape }]) => [port, shape]),
      );
      const site = { definition, attrs: completeAttrs(definition, attrs), shapes };
      if (step.kind === 'node') {
        const rule = valueRule(site);
        if (rule === null || result === undefined) throw new Error(`no rule at ${step.node}`);
        expect(difference(formulaValue(rule, inputs), result, 1e-9, 1e-12)).toBeNull();
      } else if (step.kind === 'wire') {
        const rule = portRule(site, step.port);
        if (rule?.kind !== 'rule' || upstream === undefined || result === undefined) {
          throw new Error(`no rule at ${step.node}, ${step.port}`);
        }
        const shown = formulaValue(rule.whole, { ...inputs, out: output, ct: upstream });
        expect(difference(shown, result, 1e-9, 1e-12)).toBeNull();
      }
    }
  });

  test('trains as well as it says, where it trains', () => {
    const promises = TRAINED[id] ?? [];
    const learnsFromData = document.training?.dataset !== undefined;
    expect(learnsFromData).toBe(promises.length > 0);
    if (!learnsFromData) return;
    const run = start(document);
    for (const [steps, kind, bound] of promises) {
      train(run, steps);
      const reached = quality(run);
      const label = `${kind} ${reached} after ${steps} steps`;
      if (kind === 'right') expect(reached, label).toBeGreaterThanOrEqual(bound);
      else expect(reached, label).toBeLessThan(bound);
    }
  });
});

function formulasOf(page: ReturnType<typeof lessonPages>[number]): readonly string[] {
  const texts =
    page.kind === 'text'
      ? [page.text]
      : page.kind === 'stop'
        ? [page.stop.text]
        : page.kind === 'question'
          ? [page.question.text, page.question.reason]
          : [];
  return texts.flatMap((text) => [...runningText(richText(text))].flatMap(formulas));
}

function formulas(content: readonly Inline[]): readonly string[] {
  return content.flatMap((part) => {
    if (part.kind === 'formula') return [part.text];
    return 'content' in part ? formulas(part.content) : [];
  });
}

test('one step at rate 0.25 takes the hidden ReLU unit to (1, -1, -2, -6)', () => {
  const { document } = load('a5-one-hidden-relu');
  const evaluation = evaluateDocument(document);
  const updated = ['w1', 'b1', 'w2', 'b2'].map(
    (key) =>
      (evaluation.value(key)?.data[0] ?? 0) - 0.25 * (evaluation.gradient(key)?.data[0] ?? 0),
  );
  expect(updated).toEqual([1, -1, -2, -6]);
});

test('at a tie the maximum gives each input half of the gradient and the check reports a kink', () => {
  const { document } = load('a3-max-x-y');
  const y = { ...document.nodes['y'], attrs: { value: 4 } };
  const tied = { ...document, nodes: { ...document.nodes, y } };
  const evaluation = evaluateDocument(tied);
  expect(['x', 'y'].map((key) => evaluation.gradient(key)?.data[0])).toEqual([0.5, 0.5]);
  expect(checkGradients(tied).elements.map(({ kink }) => kink)).toEqual([true, true]);
});

test('without its hidden layers the spiral network gets 45 to 65 % right', () => {
  const { document } = load('d11-three-spirals');
  const { X, y, L, s, W3, b3 } = document.nodes;
  const W = { ...W3, attrs: { ...W3.attrs, shape: [3, 2] } };
  const run = start({
    ...document,
    nodes: { X, y, L, s, W, b: b3 },
    edges: {
      e1: { from: 'X', to: 's', port: 'x' },
      e2: { from: 'W', to: 's', port: 'weight' },
      e3: { from: 'b', to: 's', port: 'bias' },
      e4: { from: 's', to: 'L', port: 'logits' },
      e5: { from: 'y', to: 'L', port: 'target' },
    },
  });
  train(run, 2000);
  expect(quality(run)).toBeGreaterThan(0.45);
  expect(quality(run)).toBeLessThan(0.65);
});

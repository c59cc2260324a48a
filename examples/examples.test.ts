/** Every example opens, is canonical, and keeps what its README promises. */

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { evaluateDocument } from '../graph-core/evaluate/evaluation.ts';
import { checkGradients } from '../graph-core/evaluate/gradient-check.ts';
import { traceOf } from '../graph-core/evaluate/trace.ts';
import { formulaValue } from '../graph-core/explain/formula-value.ts';
import { portRule, valueRule } from '../graph-core/explain/node-rule.ts';
import { formatDocument } from '../graph-core/formats/json/format-document.ts';
import { parseDocument } from '../graph-core/formats/json/parse-document.ts';
import { type GraphDocument, nodeLabel } from '../graph-core/graph/document.ts';
import { completeAttrs } from '../graph-core/ops/kit/operation.ts';
import { opDef } from '../graph-core/ops/registry.ts';
import { elementCount } from '../graph-core/tensor/shape.ts';
import { difference } from '../graph-core/testing/close-to.ts';
import { granted } from '../graph-core/testing/granted.ts';
import { Predictor } from '../graph-core/training/look/predictor.ts';
import { scoreOf } from '../graph-core/training/look/score.ts';
import {
  type InterpretedRun,
  startInterpreted,
} from '../graph-core/training/run/interpreted-run.ts';
import { assertFeeding } from '../graph-core/training/step/training-plan.ts';
import { type Promises, readPromises, roundingOf } from './readme-table.ts';

const root = fileURLToPath(new URL('.', import.meta.url));

interface Example {
  readonly text: string;
  readonly document: GraphDocument;
  readonly promises: Promises;
}

function load(id: string): Example {
  const text = readFileSync(`${root}${id}/graph.json`, 'utf8');
  const { document, problems } = parseDocument(text);
  expect(problems).toEqual([]);
  if (document === null) throw new Error(`${id} does not open`);
  return {
    text,
    document,
    promises: readPromises(readFileSync(`${root}${id}/README.md`, 'utf8')),
  };
}

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

test('the gallery has the lessons of the first release', () => {
  expect(ids).toEqual([
    'a1-x-plus-y',
    'a2-x-times-y',
    'a3-max-x-y',
    'a4-x-plus-y-times-z',
    'a5-one-hidden-relu',
    'a6-sigmoid-neuron',
    'b2-softmax-cross-entropy',
    'b4-hinge-loss',
    'c4-xor',
    'd11-three-spirals',
    'd11-two-spirals',
    'd2-three-four-two',
    'd4-sine-regression',
  ]);
});

describe.each(ids)('%s', (id) => {
  const { text, document, promises } = load(id);
  const keys = new Map(Object.keys(document.nodes).map((key) => [nodeLabel(document, key), key]));

  test('is canonical', () => {
    expect(text).toBe(formatDocument(document));
  });

  test('has the name of the graph as title, a one-paragraph summary and numbers', () => {
    expect(promises.title).toBe(document.name);
    expect(promises.summary).toMatch(/^[^|#]{20,200}$/);
    expect(promises.nodes.length).toBeGreaterThan(0);
  });

  test('gives the numbers of its README to the last digit printed, integers within 1e-12', () => {
    const evaluation = evaluateDocument(document);
    expect(evaluation.problems).toEqual([]);
    for (const { node, value, gradient } of promises.nodes) {
      const key = keys.get(node) ?? node;
      const pairs = [
        ['value', value, evaluation.value(key)],
        ['gradient', gradient, evaluation.gradient(key)],
      ] as const;
      for (const [what, printed, tensor] of pairs) {
        expect(tensor?.data.length, `${what} of ${node}`).toBe(printed.length);
        printed.forEach((number, i) => {
          const off = Math.abs((tensor?.data[i] ?? Number.NaN) - Number(number));
          expect(off, `${what} of ${node}: ${number}`).toBeLessThanOrEqual(
            roundingOf(number) + 1e-12,
          );
        });
      }
    }
  });

  test('has gradients that agree with differences within 1e-6, away from kinks', () => {
    const check = checkGradients(document);
    expect(check.problems).toEqual([]);
    expect(check.elements.filter(({ kink }) => kink)).toEqual([]);
    expect(check.agrees, `worst ${check.worst}`).toBe(true);
  });

  test('shows rules that give the number on each of its wires within 1e-9', () => {
    const { document } = load(id);
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

  test('has as many learnable parameters as it says', () => {
    const { parameters } = promises;
    if (parameters === null) return;
    const evaluation = evaluateDocument(document);
    const counts = Object.entries(document.nodes)
      .filter(([, { op }]) => op === 'parameter')
      .map(([key]) => elementCount(evaluation.value(key)?.shape ?? []));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(parameters);
  });

  test('trains as well as it says, and only if it says so', () => {
    expect(document.training !== undefined).toBe(promises.training.length > 0);
    if (document.training === undefined) return;
    const run = start(document);
    for (const { steps, kind, bound } of promises.training) {
      train(run, steps);
      const reached = quality(run);
      const label = `${kind} ${reached} after ${steps} steps`;
      if (kind === 'right') expect(reached, label).toBeGreaterThanOrEqual(bound);
      else expect(reached, label).toBeLessThan(bound);
    }
  });
});

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

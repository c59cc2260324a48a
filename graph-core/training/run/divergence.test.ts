/**
 * Runs that end in NaN or infinity: the loop does so at the step at which the interpreter has a loss that f32
 * cannot hold. What an operation makes of NaN and infinity is in `compiler/non-finite.test.ts`.
 */
import { expect, test } from 'vitest';
import type { GraphDocument } from '../../graph/document.ts';
import { line, settings, spirals } from '../../testing/training-documents.ts';
import { node, wiredGraph } from '../../testing/wired-graph.ts';
import { startCompiled } from './compiled-run.ts';
import { startInterpreted } from './interpreted-run.ts';

/** The mean of `op` of a weight, plus features, minus targets: the weight goes down the slope of `op`. */
function slope(op: string, start: number): GraphDocument {
  return {
    ...wiredGraph(
      {
        x: node('input', { value: null, shape: ['N', 1] }),
        t: node('input', { value: null, shape: ['N', 1] }),
        w: node('parameter', { value: start }),
        f: node(op),
        y: node('add'),
        e: node('subtract'),
        L: node('mean'),
      },
      ...['w → f.x', 'f → y.x', 'x → y.y', 'y → e.x', 't → e.y', 'e → L.x'],
    ),
    training: settings({ rate: 1, batch: 16 }),
  };
}

/** The first step whose loss is no finite f32; null when all are. */
function firstLost(advance: () => number): number | null {
  for (let step = 0; step < 400; step++) {
    if (!Number.isFinite(Math.fround(advance()))) return step;
  }
  return null;
}

function interpreted(document: GraphDocument): number | null {
  const run = startInterpreted(document);
  if (!('advance' in run)) throw new Error(JSON.stringify(run));
  return firstLost(() => run.advance());
}

function compiled(document: GraphDocument): number | null {
  const run = startCompiled(document);
  if (!('advance' in run)) throw new Error(JSON.stringify(run));
  return firstLost(() => run.advance());
}

const huge = { rate: 3.4e38 };
test.each<[string, GraphDocument, number]>([
  ['the logarithm of a weight that comes to 0', slope('log', 1), 1],
  ['the logarithm of a weight that falls below 0', slope('log', 0.5), 1],
  ['the root of a weight that falls below 0', slope('sqrt', 9), 37],
  ['1 divided by a weight that comes to 0', slope('reciprocal', -1), 1],
  ['a line that overshoots', line({ rate: 3 }), 28],
  ['a line whose first update is too large', line({ rate: 1e30 }), 1],
  ['a net with logits beyond f32', spirals(huge), 2],
  ['a net with logits beyond f32 by Adam', spirals({ ...huge, optimizer: { kind: 'adam' } }), 1],
])('%s', (_, document, step) => {
  expect([interpreted(document), compiled(document)]).toEqual([step, step]);
});

test('a net whose activations leave f32 while its loss is still a number in f64 ends at once', () => {
  const document = spirals({ ...huge, optimizer: { kind: 'momentum' } });
  expect(compiled(document)).toBe(2);
  expect(interpreted(document)).toBeGreaterThan(2);
});

test('a line that grows by two fifths a step leaves f32 within 2 steps of the interpreter', () => {
  const document = line({ rate: 1.5, optimizer: { kind: 'momentum' } });
  const [slow, fast] = [interpreted(document) ?? 0, compiled(document) ?? 0];
  expect(slow).toBeGreaterThan(100);
  expect(Math.abs(slow - fast)).toBeLessThanOrEqual(2);
});

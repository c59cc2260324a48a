import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ImageTable } from '../datasets/files/table.ts';
import { formatDocument } from '../formats/json/format-document.ts';
import { parseDocument } from '../formats/json/parse-document.ts';
import type { GraphDocument } from '../graph/document.ts';
import { inferDocument } from '../infer/infer-document.ts';
import { granted } from '../testing/granted.ts';
import { caseOf, flowers, houses, type TableCase, tableCase } from '../testing/table-cases.ts';
import { scoreOf } from '../training/look/score.ts';
import { startInterpreted } from '../training/run/interpreted-run.ts';
import { assertFeeding } from '../training/step/training-plan.ts';
import { netForTable, netInWords } from './net-for-table.ts';
import { suggestHidden } from './net-size.ts';

/** Loss and accuracy over the training rows before and after some steps. */
function trained(document: GraphDocument, { shelf }: TableCase, steps: number) {
  const run = granted(startInterpreted(document, shelf));
  const { dataset } = assertFeeding(run.plan);
  const before = scoreOf(run, dataset);
  for (let step = 0; step < steps; step++) run.advance();
  expect(run.problems).toEqual([]);
  return { before, after: scoreOf(run, dataset) };
}

test('flowers get a net of one hidden layer that tells them apart', async () => {
  const read = await tableCase(flowers());
  const needs = granted(read.needs);
  const hidden = suggestHidden(needs);
  expect(netInWords(needs, hidden)).toBe(
    'X [N, 4] → linear 4→16 → relu → linear 16→3 → softmax loss',
  );
  const document = netForTable(needs, hidden);
  expect(document.name).toBe('data, 4-16-3');
  expect(document.nodes.W1.attrs).toEqual({ init: 'he', shape: [16, 4], seed: 1 });
  expect(document.nodes.W2.attrs).toEqual({ init: 'xavier', shape: [3, 16], seed: 2 });
  expect(document.nodes.b2.attrs).toEqual({ init: 'zeros', shape: [3] });
  expect(document.nodes.y.attrs).toEqual({ value: [0, 0, 1, 2], shape: ['N'] });
  const { after } = trained(document, read, 200);
  expect(after.accuracy).toBeGreaterThan(0.95);
});

test('prices are predicted in their own units, and reach most of what a line explains', async () => {
  const read = await tableCase(houses());
  const needs = granted(read.needs);
  expect(netInWords(needs, [])).toMatch(
    /^X \[N, 2\] → linear 2→1 → × \d+ \+ \d+ → mean squared error$/,
  );
  const { before, after } = trained(netForTable(needs, []), read, 400);
  expect(after.loss).toBeLessThan(0.05 * before.loss);
});

test('images get their pixels as features', () => {
  const rows = 60;
  const images: ImageTable = {
    ...{ kind: 'images', rows, height: 2, width: 3, channels: 1, notes: [] },
    pixels: Uint8Array.from(
      { length: 6 * rows },
      (_, i) => (i % 6 < 3 ? 1 : 0) * 250 * ((i / 6) & 1),
    ),
    labels: Uint8Array.from({ length: rows }, (_, i) => i % 2),
    classNames: ['0', '1'],
  };
  const read = caseOf(images);
  const needs = granted(read.needs);
  expect(netInWords(needs, suggestHidden(needs))).toBe(
    'X [N, 6] → linear 6→8 → relu → linear 8→2 → softmax loss',
  );
  const { after } = trained(netForTable(needs, suggestHidden(needs)), read, 100);
  expect(after.accuracy).toBe(1);
});

/** Columns as a person might have them: measures of any size, codes, words, gaps. */
const column = fc.record({
  kind: fc.constantFrom('measure', 'code', 'word', 'large', 'small'),
  gaps: fc.boolean(),
  seed: fc.integer({ min: 1, max: 2 ** 31 }),
});

function cellText(kind: string, share: number): string {
  switch (kind) {
    case 'measure':
      return (10 * share - 3).toFixed(4);
    case 'code':
      return String(Math.floor(4 * share));
    case 'word':
      return ['red', 'green', 'blue'][Math.floor(3 * share)];
    case 'large':
      return (1e6 * (share + 3)).toFixed(1);
    default:
      return (1e-3 * share).toFixed(9);
  }
}

test('any table gives a net without problems, whose loss falls in 50 steps', async () => {
  const tables = fc.record({
    columns: fc.array(column, { minLength: 2, maxLength: 6 }),
    rows: fc.integer({ min: 12, max: 120 }),
    layers: fc.integer({ min: 0, max: 2 }),
  });
  await fc.assert(
    fc.asyncProperty(tables, async ({ columns, rows, layers }) => {
      const states = columns.map(({ seed }) => seed);
      const lines = Array.from({ length: rows }, (_, row) =>
        columns.map(({ kind, gaps }, j) => {
          states[j] = (Math.imul(states[j], 1664525) + 1013904223) >>> 0;
          const isGap = gaps && (row * 7 + j) % 11 === 5 && j < columns.length - 1;
          return isGap ? '' : cellText(kind, states[j] / 2 ** 32);
        }),
      );
      const names = columns.map((_, j) => `c${j}`);
      const read = await tableCase([names, ...lines].map((cells) => cells.join()).join('\n'));
      const needs = granted(read.needs);
      const hidden = Array.from({ length: layers }, () => 8);
      const document = netForTable(needs, hidden);
      expect(inferDocument(document).problems).toEqual([]);
      expect(parseDocument(formatDocument(document))).toEqual({ document, problems: [] });
      const { before, after } = trained(document, read, 50);
      expect(after.loss).toBeLessThan(before.loss);
    }),
    { seed: 4, numRuns: 40 },
  );
});

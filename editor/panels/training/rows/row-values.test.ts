import { expect, test } from 'vitest';
import { line, spirals } from '../../../../graph-core/testing/training-documents.ts';
import {
  batchValue,
  dataValue,
  heldOutValue,
  optimizerValue,
  scheduleValue,
  scoreValue,
  trainedValue,
} from './row-values.ts';

const settings = line().training;
const sizes = (size: number, testSize: number) => ({ size, testSize }) as never;

test('an optimizer and a schedule are told by their titles, a warm-up with its length', () => {
  expect(optimizerValue(settings)).toBe('Gradient descent (SGD)');
  expect(optimizerValue({ ...settings, optimizer: { kind: 'adam' } })).toBe('Adam');
  expect(optimizerValue({ ...settings, optimizer: { kind: 'unheard-of' } })).toBe('unheard-of');
  expect(scheduleValue(settings)).toBe('Constant');
  const schedule = { kind: 'cosine', options: { warmup: 20 } };
  expect(scheduleValue({ ...settings, schedule })).toBe('Cosine, 20 warm-up steps');
});

test('data are told with their size, those of a file by its name', () => {
  expect(dataValue(undefined)).toBe('None, the numbers of the graph');
  const dataset = { kind: 'three-spirals', size: 1200, noise: 0, seed: 1 };
  expect(dataValue(dataset)).toBe('Three spirals, 1,200 points');
  expect(dataValue({ ...dataset, kind: 'points', points: [[0, 0, 1]] })).toBe(
    'Drawn by hand, 1 point',
  );
  expect(dataValue({ ...dataset, kind: 'file' })).toBe('No file yet');
  const file = { name: 'flowers.csv', hash: '0'.repeat(64) };
  expect(dataValue({ ...dataset, kind: 'file', file })).toBe('flowers.csv');
});

test('a batch is told of how many rows it is, once that is known', () => {
  expect(batchValue(10, null)).toBe('10 rows');
  expect(batchValue(100, sizes(1200, 0))).toBe('100 of 1,200 rows');
  expect(batchValue(500, sizes(300, 0))).toBe('All 300 rows');
});

test('what is held out is told as a share and in rows, with the scale of the features', () => {
  const { dataset } = settings;
  expect(heldOutValue(dataset, null)).toBe('None');
  expect(heldOutValue({ ...dataset, testShare: 0.2 }, sizes(240, 60))).toBe('20 %, 60 rows');
  expect(heldOutValue({ ...dataset, standardize: true }, sizes(300, 0))).toBe('None, standardized');
});

test('nodes are told by their names', () => {
  const document = spirals();
  const { training } = document;
  expect(trainedValue(document, training)).toMatch(/^\w+, from \w+ and \w+$/);
  const { dataset: _, ...alone } = training;
  expect(trainedValue(document, alone)).toBe('L');
});

test('a score is the share that is right and the loss, as far as there are any', () => {
  const score = { accuracy: 0.9933, loss: 0.01156, rows: 300, of: 300 } as never;
  expect(scoreValue(score)).toBe('99.3 % right, loss 0.01156');
  expect(scoreValue({ ...(score as object), accuracy: null } as never)).toBe('loss 0.01156');
  expect(scoreValue({ accuracy: null, loss: Number.NaN, rows: 0, of: 3 } as never)).toBe('–');
});

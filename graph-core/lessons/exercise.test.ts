import { expect, test } from 'vitest';
import type { GraphDocument } from '../graph/document.ts';
import { scalar } from '../tensor/tensor.ts';
import { isRightAnswer, writtenNumber } from './blank-check.ts';
import { drawnValues } from './exercise-draw.ts';

const at = { x: 0, y: 0 };
const document: GraphDocument = {
  format: 'gradwire',
  version: 2,
  name: '',
  nodes: {
    x: { op: 'input', attrs: { value: 1 }, position: at },
    W: {
      op: 'input',
      attrs: {
        value: [
          [1, 2],
          [3, 4],
        ],
      },
      position: at,
    },
    f: { op: 'multiply', attrs: {}, position: at },
  },
  edges: { e1: { from: 'x', to: 'f', port: 'x' } },
};

test('equal seeds draw equal numbers, in the shape that was there, from those that may be', () => {
  const exercise = { blanks: [], draw: { x: [2, 3, 5], W: [-1, 1] } };
  const drawn = drawnValues(exercise, document, 7);
  expect(drawnValues(exercise, document, 7)).toEqual(drawn);
  expect([2, 3, 5]).toContain(drawn.x);
  expect([drawn.W].flat(3).every((number) => number === 1 || number === -1)).toBe(true);
  expect([drawn.W].flat(1).length).toBe(2);
  const others = Array.from({ length: 20 }, (_, seed) => drawnValues(exercise, document, seed).x);
  expect(new Set(others).size).toBeGreaterThan(1);
});

test.each([
  ['-4', -4],
  ['−4', -4],
  ['0,5', 0.5],
  ['1/3', 1 / 3],
  ['2·3', 6],
  ['1e-3', 0.001],
])('%s is read as %f', (text, number) => {
  expect(writtenNumber(text)).toBeCloseTo(number, 12);
});

test.each(['', 'x', '4 5', '--'])('"%s" is no number', (text) => {
  expect(writtenNumber(text)).toBeNull();
});

test('numbers are right within their tolerance, operations by name, wires when they are there', () => {
  const computed = {
    value: () => scalar(6),
    gradient: () => scalar(-2),
    edgeGradient: () => null,
  };
  const right = (blank: Parameters<typeof isRightAnswer>[0], answer: string): boolean =>
    isRightAnswer(blank, answer, document, computed);
  const gradient = { kind: 'number', of: 'gradient', node: 'x', within: 0.1 } as const;
  expect(right(gradient, '-2.05')).toBe(true);
  expect(right(gradient, '-2.2')).toBe(false);
  const operation = { kind: 'operation', node: 'f', choices: ['add', 'multiply'] } as const;
  expect(right(operation, 'multiply')).toBe(true);
  expect(right(operation, 'add')).toBe(false);
  expect(right({ kind: 'wire', from: 'x', to: 'f', port: 'x' }, '')).toBe(true);
  expect(right({ kind: 'wire', from: 'x', to: 'f', port: 'y' }, '')).toBe(false);
});

import { describe, expect, test } from 'vitest';
import { evaluateDocument } from '../evaluate/evaluation.ts';
import type { GraphDocument, GraphNode } from '../graph/document.ts';
import type { Problem } from '../graph/problem.ts';
import { node, wiredGraph } from '../testing/wired-graph.ts';
import { followTarget } from './followed-target.ts';
import { numberField } from './number-field.ts';
import { numberLine } from './number-line.ts';
import { checkSlope } from './slope-check.ts';

const number = (op: string, value: number): GraphNode => node(op, { value });

function given<T extends object>(answer: T | Problem): T {
  if ('code' in answer && 'hint' in answer) throw new Error(answer.message);
  return answer as T;
}

/** f = (x + y) z. */
const product = wiredGraph(
  {
    x: number('input', -2),
    y: number('input', 5),
    z: number('input', -4),
    q: node('add'),
    f: node('multiply'),
  },
  ...['x → q.x', 'y → q.y', 'q → f.x', 'z → f.y'],
);

/** f = w^k. */
const power = (w: number, exponent: number): GraphDocument =>
  wiredGraph(
    { w: number('parameter', w), k: number('constant', exponent), f: node('power') },
    ...['w → f.x', 'k → f.y'],
  );

describe('a number that is moved', () => {
  const evaluation = evaluateDocument(product);

  test('shows the target and its slope along a line, of a variable and of a computed node', () => {
    const x = given(
      numberLine(evaluation, { place: { node: 'x', element: 0 }, reach: 2, points: 5 }),
    );
    expect([...x.x]).toEqual([-4, -3, -2, -1, 0]);
    expect([...x.y]).toEqual([-4, -8, -12, -16, -20]);
    expect([...x.slope]).toEqual([-4, -4, -4, -4, -4]);
    expect(x.at).toEqual({ x: -2, y: -12, slope: -4 });
    expect([...x.home.data]).toEqual([-2]);
    const q = given(
      numberLine(evaluation, { place: { node: 'q', element: 0 }, reach: 1, points: 3 }),
    );
    expect([...q.y]).toEqual([-8, -12, -16]);
    expect(q.at).toEqual({ x: 3, y: -12, slope: -4 });
  });

  test('moves one use of a node alone where a wire is meant', () => {
    const square = evaluateDocument(
      wiredGraph({ x: number('input', 3), f: node('multiply') }, 'x → f.x', 'x → f.y'),
    );
    const line = { reach: 1, points: 3 };
    const wire = given(
      numberLine(square, { place: { node: 'x', edge: 'e1', element: 0 }, ...line }),
    );
    expect([...wire.y]).toEqual([6, 9, 12]);
    const whole = given(numberLine(square, { place: { node: 'x', element: 0 }, ...line }));
    expect([...whole.y]).toEqual([4, 9, 16]);
    expect([...whole.slope]).toEqual([4, 6, 8]);
  });

  test('changes nothing of the evaluation', () => {
    numberLine(evaluation, { place: { node: 'x', element: 0 }, reach: 9, points: 11 });
    expect(evaluation.value('f')?.data[0]).toBe(-12);
    evaluation.run();
    expect(evaluation.value('f')?.data[0]).toBe(-12);
  });

  test('spans a field with another', () => {
    const field = given(
      numberField(evaluation, {
        across: { node: 'x', element: 0 },
        up: { node: 'z', element: 0 },
        ...{ reach: 1, points: 3 },
      }),
    );
    expect([...field.values]).toEqual([-10, -15, -20, -8, -12, -16, -6, -9, -12]);
    expect(field.at).toEqual({ x: -2, y: -4, value: -12, slopes: [-4, 3] });
  });

  test.each([
    [{ node: 'nobody', element: 0 }, 'nobody has no value that could be moved'],
    [{ node: 'x', element: 1 }, 'x has 1 numbers, none with number 1'],
  ])('is refused where it is %j', (place, message) => {
    const answer = numberLine(evaluation, { place, reach: 1, points: 3 });
    expect('code' in answer ? answer.message : '').toBe(message);
  });

  test('after the target has nothing to move', () => {
    const early = evaluateDocument({ ...product, target: 'q' });
    const answer = numberLine(early, {
      place: { node: 'f', element: 0 },
      reach: 1,
      points: 3,
    });
    expect('code' in answer ? answer.message : '').toBe('f is computed after q, or beside it');
  });
});

describe('a target that is moved', () => {
  test('takes the variables along their gradients, within 1e-9 of the way', () => {
    const evaluation = evaluateDocument(product);
    const moved = given(followTarget(evaluation, { by: 6 }));
    expect(moved.arrived).toBe(true);
    expect(Math.abs(moved.reached + 6)).toBeLessThan(6e-9);
    const after = Object.fromEntries(moved.nodes.map(({ node, after }) => [node, after.data[0]]));
    // x and y have equal gradients, so they move alike.
    expect(after.x + 2).toBeCloseTo(after.y - 5, 12);
    expect((after.x + after.y) * after.z).toBeCloseTo(-6, 8);
    expect(moved.nodes.map(({ before }) => before.data[0])).toEqual([-2, 5, -4]);
  });

  test('comes as near as it can, and says so', () => {
    const evaluation = evaluateDocument(power(1, 2));
    const moved = given(followTarget(evaluation, { by: -2 }));
    expect(moved.arrived).toBe(false);
    expect(moved.reached).toBeGreaterThanOrEqual(0);
    expect(moved.reached).toBeLessThan(1e-6);
  });

  test('moves only those that are meant', () => {
    const evaluation = evaluateDocument(product);
    const moved = given(followTarget(evaluation, { by: 12, nodes: ['z'] }));
    expect(moved.nodes.map(({ node }) => node)).toEqual(['z']);
    expect(moved.nodes[0].after.data[0]).toBeCloseTo(0, 8);
  });
});

describe('a gradient against differences', () => {
  const slopes = (document: GraphDocument) =>
    given(checkSlope(evaluateDocument(document), { node: 'w', element: 0 }));

  test('of w² is off by rounding only in the middle, and one-sided by h', () => {
    const check = slopes(power(3, 2));
    expect(check.analytic).toBe(6);
    expect(check.agrees).toBe(true);
    const at = (h: number) => check.differences.find((one) => Math.abs(one.h - h) < h / 100);
    expect(Math.abs((at(0.1)?.central ?? 0) - 6)).toBeLessThan(1e-12);
    expect((at(0.1)?.forward ?? 0) - 6).toBeCloseTo(0.1, 10);
    expect((at(0.1)?.backward ?? 0) - 6).toBeCloseTo(-0.1, 10);
  });

  test('of w³ is off by h² at large steps and by rounding at small ones', () => {
    const check = slopes(power(2, 3));
    const errors = check.differences.map(({ central }) => Math.abs(central - 12));
    const least = errors.indexOf(Math.min(...errors));
    expect(check.differences[least].h).toBeGreaterThan(1e-8);
    expect(check.differences[least].h).toBeLessThan(1e-3);
    expect(errors[0]).toBeCloseTo(1, 10);
    expect(errors[errors.length - 1]).toBeGreaterThan(1e-4);
  });

  test('names a kink, where there is nothing to agree with', () => {
    const check = slopes(wiredGraph({ w: number('input', 0), f: node('relu') }, 'w → f.x'));
    expect(check).toMatchObject({ analytic: 0, kink: true, agrees: true });
  });

  test('checks what one wire brings', () => {
    const square = evaluateDocument(
      wiredGraph({ x: number('input', 3), f: node('multiply') }, 'x → f.x', 'x → f.y'),
    );
    const check = given(checkSlope(square, { node: 'x', edge: 'e1', element: 0 }));
    expect(check).toMatchObject({ analytic: 3, agrees: true });
  });
});

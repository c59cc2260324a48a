import { expect, test } from 'vitest';
import { evaluateDocument } from '../evaluate/evaluation.ts';
import type { GraphDocument } from '../graph/document.ts';
import { RandomStream } from '../tensor/random.ts';
import { node, wiredGraph } from '../testing/wired-graph.ts';
import { tangents } from './tangents.ts';

/** f = (x + y) z, at (-2, 5, -4). */
const product = (): GraphDocument =>
  wiredGraph(
    {
      x: node('input', { value: -2 }),
      y: node('input', { value: 5 }),
      z: node('input', { value: -4 }),
      q: node('add'),
      f: node('multiply'),
    },
    ...['x → q.x', 'y → q.y', 'q → f.x', 'z → f.y'],
  );

/** A layer with softmax loss over three rows, and a penalty. */
const layer = (seed: number): GraphDocument => {
  const draw = new RandomStream(seed, 'test');
  const numbers = (rows: number, columns: number) =>
    Array.from({ length: rows }, () => Array.from({ length: columns }, () => draw.normal()));
  return {
    ...wiredGraph(
      {
        x: node('input', { value: numbers(3, 2) }),
        W: node('parameter', { value: numbers(4, 2) }),
        b: node('parameter', { value: numbers(1, 4)[0] }),
        y: node('input', { value: [0, 3, 1] }),
        h: node('linear'),
        a: node('tanh'),
        L: node('softmaxLoss'),
        p: node('l2Penalty', { lambda: 0.3 }),
        total: node('add'),
      },
      ...['x → h.x', 'W → h.weight', 'b → h.bias', 'h → a.x', 'a → L.logits', 'y → L.target'],
      ...['W → p.w', 'L → total.x', 'p → total.y'],
    ),
    target: 'total',
  };
};

const dataOf = (tensor: { readonly data: Float64Array } | undefined): number[] => [
  ...(tensor?.data ?? []),
];

test('in f = (x + y) z every value moves with x as the slide says', () => {
  const moved = tangents(evaluateDocument(product()), 'x', 0);
  if ('code' in moved) throw new Error(moved.message);
  expect(dataOf(moved.node('x'))).toEqual([1]);
  expect(dataOf(moved.node('q'))).toEqual([1]);
  expect(dataOf(moved.node('f'))).toEqual([-4]);
  expect(dataOf(moved.node('z'))).toEqual([0]);
  expect(dataOf(moved.edge('e4'))).toEqual([0]);
});

test.each([1, 2, 3])(
  'the tangent of the target is its gradient, element by element (seed %d)',
  (seed) => {
    const evaluation = evaluateDocument(layer(seed));
    for (const variable of ['W', 'b', 'x']) {
      const gradient = dataOf(evaluation.gradient(variable));
      expect(gradient.length).toBeGreaterThan(0);
      gradient.forEach((slope, element) => {
        const moved = tangents(evaluation, variable, element);
        if ('code' in moved) throw new Error(moved.message);
        expect(moved.node('total')?.data[0]).toBeCloseTo(slope, 12);
      });
    }
  },
);

test('the tangent of every node is its difference quotient', () => {
  const document = layer(4);
  const evaluation = evaluateDocument(document);
  const direction = evaluation.value('W');
  if (direction === undefined) throw new Error('no W');
  const moved = tangents(evaluation, 'W', direction);
  if ('code' in moved) throw new Error(moved.message);
  const h = 1e-6;
  const shifted = (by: number) => {
    const other = evaluateDocument(document);
    const { shape, data } = direction;
    other.setValue('W', { shape, data: data.map((w) => w * (1 + by)) });
    other.run();
    return other;
  };
  const [plus, minus] = [shifted(h), shifted(-h)];
  for (const id of evaluation.order) {
    const [above, below] = [dataOf(plus.value(id)), dataOf(minus.value(id))];
    dataOf(moved.node(id)).forEach((tangent, i) => {
      expect(tangent).toBeCloseTo((above[i] - below[i]) / (2 * h), 6);
    });
  }
});

test('a node that is not there, or has no value, is told', () => {
  expect(tangents(evaluateDocument(product()), 'w', 0)).toMatchObject({ code: 'no-value' });
});

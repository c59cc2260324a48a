import { expect, test } from 'vitest';
import { evaluateDocument } from '../../evaluate/evaluation.ts';
import { node, wiredGraph } from '../../testing/wired-graph.ts';
import { graphOf } from './computed-graph.ts';
import { slopeCurve } from './slope-curve.ts';

test('every element is a point of the curve of an operation with one input', () => {
  const graph = graphOf(
    evaluateDocument(
      wiredGraph({ x: node('input', { value: [-1, 0, 2] }), f: node('tanh') }, 'x → f.x'),
    ),
  );
  const curve = slopeCurve(graph, 'e1', 2);
  if (curve === null) throw new Error('no curve');
  expect(curve.points.map(({ x }) => x)).toEqual([-1, 0, 2]);
  expect(curve.points[1]).toEqual({ x: 0, y: 0, slope: 1 });
  expect(curve.chosen).toBe(2);
  curve.x.forEach((x, i) => {
    expect(curve.y[i]).toBeCloseTo(Math.tanh(x), 12);
  });
});

test('beside other inputs it is the curve of one element, the others held', () => {
  const graph = graphOf(
    evaluateDocument(
      wiredGraph(
        {
          x: node('input', { value: [1, 2] }),
          y: node('input', { value: 5 }),
          f: node('multiply'),
        },
        ...['x → f.x', 'y → f.y'],
      ),
    ),
  );
  const curve = slopeCurve(graph, 'e1', 1);
  expect(curve?.points).toEqual([{ x: 2, y: 10, slope: 5 }]);
  expect(curve?.y[160]).toBeCloseTo(5 * (curve?.x[160] ?? 0), 12);
});

test('a matrix product has none', () => {
  const graph = graphOf(
    evaluateDocument(
      wiredGraph(
        {
          a: node('input', { value: [[1, 2]] }),
          b: node('input', { value: [[1], [2]] }),
          f: node('matmul'),
        },
        ...['a → f.a', 'b → f.b'],
      ),
    ),
  );
  expect(slopeCurve(graph, 'e1', 0)).toBeNull();
});

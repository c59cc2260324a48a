import { describe, expect, test } from 'vitest';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import { gradients, hessian, hessianVectorProduct } from './gradients.ts';
import { graph } from './graph-builder.ts';

/** f = x y + y³ with vectors: second derivatives 0, 1 and 6 y. */
function cubic() {
  const g = graph('cubic');
  const x = g.input('x', [1, 2]);
  const y = g.input('y', [3, 4]);
  const f = g.op('add', {
    x: g.op('multiply', { x, y }),
    y: g.op('multiply', { x: g.op('square', { x: y }), y }),
  });
  return { document: g.document(), x, y, f };
}

const numbers = (value: Tensor | null | undefined) => [...(value?.data ?? [])];

test('gradients of any node are taken with respect to any nodes', () => {
  const { document, x, y, f } = cubic();
  const { gradients: byNode, problems } = gradients(document, f, [x, y, f]);
  expect(problems).toEqual([]);
  expect(numbers(byNode.get(x))).toEqual([3, 4]);
  expect(numbers(byNode.get(y))).toEqual([1 + 27, 2 + 48]);
  expect(numbers(byNode.get(f))).toEqual([1, 1]);
  expect(numbers(gradients(document, x, [y]).gradients.get(y))).toEqual([0, 0]);
});

test('values from outside are used', () => {
  const { document, x, f } = cubic();
  const feeds = new Map([['y', tensor([2], [10, 20])]]);
  expect(numbers(gradients(document, f, [x], feeds).gradients.get(x))).toEqual([10, 20]);
});

describe('second derivatives', () => {
  test('form the Hessian over the elements of all nodes', () => {
    const { document, x, y, f } = cubic();
    const { matrix, problems } = hessian(document, f, [x, y]);
    expect(problems).toEqual([]);
    expect(matrix?.shape).toEqual([4, 4]);
    expect(numbers(matrix)).toEqual([0, 0, 1, 0, 0, 0, 0, 1, 1, 0, 18, 0, 0, 1, 0, 24]);
  });

  test('times a vector need no Hessian', () => {
    const { document, y, f } = cubic();
    const { gradients: product } = hessianVectorProduct(
      document,
      f,
      new Map([[y, tensor([2], [1, -1])]]),
    );
    expect(numbers(product.get(y))).toEqual([18, -24]);
  });

  test('that are the direction itself come out right', () => {
    const g = graph('x²/2');
    const x = g.input('x', [1, 2]);
    const f = g.op('multiply', { x: g.op('square', { x }), y: 0.5 });
    expect(numbers(hessian(g.document(), f, [x]).matrix)).toEqual([1, 0, 0, 1]);
    const aliased = g.op('sum', { x: g.op('multiply', { x, y: x }) });
    expect(numbers(hessian(g.document(), aliased, [x]).matrix)).toEqual([2, 0, 0, 2]);
  });

  test('refuse a vector of another shape', () => {
    const { document, y, f } = cubic();
    expect(
      hessianVectorProduct(document, f, new Map([[y, tensor([3], [1, 2, 3])]])).problems,
    ).toMatchObject([{ message: 'the vector for y is [3], the node is [2]' }]);
  });

  test('of what does not curve are zero', () => {
    const g = graph('line');
    const x = g.input('x', [1, 2]);
    const f = g.op('sum', { x });
    expect(numbers(hessian(g.document(), f, [x]).matrix)).toEqual([0, 0, 0, 0]);
  });
});

test('what is missing is a problem, not an exception', () => {
  const g = graph('open');
  const x = g.input('x', 1);
  const f = g.op('mulitply', { x, y: 2 });
  const document = g.document();
  expect(gradients(document, f, [x]).problems.map(({ code }) => code)).toEqual([
    'unknown-operation',
    'no-value',
  ]);
  expect(gradients(document, x, ['toString']).problems.map(({ message }) => message)).toContain(
    'there is no node toString',
  );
  expect(hessian(document, f, [x]).matrix).toBe(null);
});

test('a Hessian that is too large is refused before it is made', () => {
  const g = graph('large');
  const x = g.parameter('x', { init: 'zeros', shape: [100, 100] });
  const f = g.op('sum', { x: g.op('square', { x }) });
  expect(hessian(g.document(), f, [x]).problems).toMatchObject([{ code: 'too-large' }]);
});

import { expect, test } from 'vitest';
import { gradients } from '../build/gradients.ts';
import { graph } from '../build/graph-builder.ts';
import { tensor } from '../tensor/tensor.ts';
import { CompiledFunction, compileFunction } from './compiled-function.ts';

/** tanh(x w + b) summed, with x of any number of rows. */
function layer() {
  const g = graph('layer');
  const x = g.input('x', [[0.5, -1]], ['N', 2]);
  const w = g.parameter('w', [
    [1, 2, 3],
    [4, 5, 6],
  ]);
  const b = g.parameter('b', [0.1, 0.2, 0.3]);
  const z = g.op('matmul', { a: x, b: w }, { name: 'z' });
  const s = g.op('add', { x: z, y: b }, { name: 's' });
  const h = g.op('tanh', { x: s }, { name: 'h' });
  g.op('sum', { x: h }, { name: 'total' });
  return g.document();
}

function compiled(...[document, request]: Parameters<typeof compileFunction>): CompiledFunction {
  const made = compileFunction(document, request);
  if (!(made instanceof CompiledFunction)) throw new Error(JSON.stringify(made));
  return made;
}

const idOf = (document: ReturnType<typeof layer>, name: string): string =>
  Object.entries(document.nodes).find(([id, node]) => (node.name ?? id) === name)?.[0] ?? '';

test('a whole graph gives its last value, for as many rows as are fed', () => {
  const document = layer();
  const [x, total] = ['x', 'total'].map((name) => idOf(document, name));
  const rows = tensor([2, 2], [0.5, -1, 0, 0]);
  const made = compiled(document, { feeds: new Map([[x, rows]]) });
  const expected =
    [0.5 - 4, 1 - 5, 1.5 - 6].reduce((sum, z, i) => sum + Math.tanh(z + (i + 1) / 10), 0) +
    [0.1, 0.2, 0.3].reduce((sum, z) => sum + Math.tanh(z), 0);
  expect(made.call().values.get(total)?.data[0]).toBeCloseTo(expected, 5);
  const other = made.call(new Map([[x, [0, 0, 0, 0]]])).values.get(total)?.data[0];
  expect(other).toBeCloseTo(2 * [0.1, 0.2, 0.3].reduce((sum, z) => sum + Math.tanh(z), 0), 5);
});

test('chosen nodes take what feeds them from outside, and give gradients back to it', () => {
  const document = layer();
  const [z, b, s, h] = ['z', 'b', 's', 'h'].map((name) => idOf(document, name));
  const numbers = tensor([1, 3], [0.3, -0.2, 0.1]);
  const made = compiled(document, {
    nodes: [s, h],
    feeds: new Map([
      [z, numbers],
      [b, tensor([3], [0, 0, 0])],
    ]),
    gradientOf: h,
  });
  expect([...made.inputs.keys()].sort()).toEqual([z, b].sort());
  const { values, gradients: found } = made.call();
  [0.3, -0.2, 0.1].forEach((value, i) => {
    expect(values.get(h)?.data[i]).toBeCloseTo(Math.tanh(value), 6);
    expect(found.get(z)?.data[i]).toBeCloseTo(1 - Math.tanh(value) ** 2, 6);
  });
});

test('gradients of a whole graph are those of the interpreter within 1e-6', () => {
  const document = layer();
  const [x, w, b, total] = ['x', 'w', 'b', 'total'].map((name) => idOf(document, name));
  const { gradients: found } = compiled(document, { gradientOf: total }).call();
  const { gradients: wanted } = gradients(document, total, [x, w, b]);
  for (const node of [x, w, b]) {
    wanted.get(node)?.data.forEach((value, i) => {
      expect(found.get(node)?.data[i]).toBeCloseTo(value, 6);
    });
  }
});

test('a node outside of the choice cannot be an output', () => {
  const document = layer();
  const [z, b, s, h, total] = ['z', 'b', 's', 'h', 'total'].map((name) => idOf(document, name));
  const feeds = new Map([
    [z, tensor([1, 3], [1, 2, 3])],
    [b, tensor([3], [0, 0, 0])],
  ]);
  expect(compileFunction(document, { nodes: [s, h], outputs: [total], feeds })).toEqual([
    {
      code: 'no-value',
      message: 'total is not among the chosen nodes',
      hint: 'choose it as well',
    },
  ]);
});

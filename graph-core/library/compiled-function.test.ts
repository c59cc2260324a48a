import { expect, test } from 'vitest';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import { CompiledFunction, compileFunction } from './compiled-function.ts';
import { gradients } from './gradients.ts';
import { graph } from './graph-builder.ts';

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

test('a call with numbers for another node, too many of them or another shape is refused', () => {
  const document = layer();
  const [x, w, h] = ['x', 'w', 'h'].map((name) => idOf(document, name));
  const made = compiled(document, { nodes: ['z', 'h', 's', 'b'], feeds: feedsOf(document) });
  const given = new Map<string, number[] | Tensor>([
    [h, [1]],
    [x, [1, 2, 3]],
    [w, tensor([3, 2], [1, 2, 3, 4, 5, 6])],
  ]);
  const { values, problems } = made.call(given);
  expect(values.size).toBe(0);
  expect(problems).toEqual([
    {
      code: 'no-input',
      node: h,
      message: 'h is no input of this function',
      hint: 'it takes b, w, x',
    },
    {
      code: 'value-shape',
      node: x,
      message: 'x is [1, 2], 3 numbers are given',
      hint: 'give 2 numbers, row-major',
    },
    {
      code: 'value-shape',
      node: w,
      message: 'w is [2, 3], [3, 2] are given',
      hint: 'give 6 numbers, row-major',
    },
  ]);
  // Nothing was taken over: the numbers of now are still there.
  expect(made.call().values.get(h)?.data[0]).toBeCloseTo(Math.tanh(0.5 - 4 + 0.1), 6);
});

test('an input from outside that is not fed is a problem', () => {
  expect(compileFunction(layer(), { nodes: ['z'] })).toEqual([
    {
      code: 'missing-value',
      node: 'w',
      message: 'w is [2, 3] and has no numbers yet',
      hint: 'type numbers of that shape, draw them by an initializer, or choose data to train on',
    },
    {
      code: 'unknown-size',
      node: 'x',
      message: 'x is [N, 2], and N has no size yet',
      hint: 'give a value to an input whose shape names N',
    },
  ]);
});

test('a gradient for what the node does not depend on is zeros of its shape', () => {
  const g = graph('apart');
  const [x, y] = [g.input('x', [1, 2, 3]), g.parameter('y', [[4], [5]])];
  const z = g.op('square', { x }, { name: 'z' });
  g.op('negate', { x: y }, { name: 'n' });
  const { gradients: found } = compiled(g.document(), { gradientOf: z }).call();
  expect(found.get(x)?.data).toEqual(Float64Array.of(2, 4, 6));
  expect(found.get(y)).toEqual({ shape: [2, 1], data: Float64Array.of(0, 0) });
});

test('where f32 is not enough the interpreter computes, and the reason is there', () => {
  const g = graph('cancelled');
  const x = g.input('x', 0.25);
  const far = g.op('add', { x, y: 1e9 }, { name: 'far' });
  const near = g.op('subtract', { x: far, y: 1e9 }, { name: 'near' });
  const made = compiled(g.document());
  expect(made.call().values.get(near)?.data[0]).toBe(0.25);
  expect(made.refusal).toBe(
    'the compiled program differs from the interpreter by 0.25, 0.0001 is allowed',
  );
  expect(made.call(new Map([[x, [0.5]]])).values.get(near)?.data[0]).toBe(0.5);
});

/** Numbers for what comes into the layer from outside. */
function feedsOf(document: ReturnType<typeof layer>) {
  return new Map([
    [idOf(document, 'x'), tensor([1, 2], [0.5, -1])],
    [idOf(document, 'w'), tensor([2, 3], [1, 2, 3, 4, 5, 6])],
  ]);
}

test('the cross-entropy of a probability that is denormal in f32 is no infinity', () => {
  const g = graph('far apart');
  const x = g.input('x', [0, 88.5]);
  const p = g.op('softmax', { x }, { name: 'p' });
  const loss = g.op('crossEntropy', { probabilities: p, target: g.input('t', 0) });
  const made = compiled(g.document(), { gradientOf: loss });
  expect(made.call().values.get(loss)?.data[0]).toBeCloseTo(88.5, 5);
  expect(made.refusal).toBe('');
});

test('the sine of large numbers is that of the interpreter within 1e-6', () => {
  const g = graph('far around');
  const numbers = [5e9, 1e10, 1e15, 1e30].map(Math.fround);
  const f = g.op('sin', { x: g.input('x', numbers) });
  const made = compiled(g.document());
  numbers.forEach((x, i) => {
    expect(made.call().values.get(f)?.data[i]).toBeCloseTo(Math.sin(x), 6);
  });
  expect(made.refusal).toBe('');
});

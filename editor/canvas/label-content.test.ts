import { expect, test } from 'vitest';
import { type Tensor, tensor, zeros } from '../../graph-core/tensor/tensor.ts';
import { LABEL_RUN } from '../state/look/geometry.ts';
import { CHARACTER, labelContent } from './label-content.ts';

/** The text of a label, or its cells. */
function shown(value: Tensor, room = LABEL_RUN): unknown {
  const content = labelContent(value, room);
  return content.kind === 'text' ? content.text : content.cells;
}

test.each<[string, Tensor, string]>([
  ['a number', tensor([], [-4]), '−4'],
  ['a number in brackets', tensor([1, 1], [0.25]), '0.25'],
  ['nothing', tensor([0, 3], []), '[0, 3]'],
  ['no number', tensor([], [Number.NaN]), 'NaN'],
  ['infinity', tensor([], [Number.NEGATIVE_INFINITY]), '−∞'],
  ['a huge number', tensor([], [1.5e300]), '1.5e300'],
  ['a short vector', tensor([3], [1, -2, 3]), '1, −2, 3'],
])('%s is printed', (_, value, text) => {
  expect(shown(value, 200)).toBe(text);
});

test('a vector is printed with as many digits as fit, else colored', () => {
  const third = tensor([2], [1 / 3, 2 / 3]);
  expect(shown(third, 200)).toBe('0.3333, 0.6667');
  expect(shown(third, 100)).toBe('0.33, 0.67');
  expect(labelContent(third, 50).kind).toBe('strip');
  expect(labelContent(tensor([7], [1, 2, 3, 4, 5, 6, 7]), 1000).kind).toBe('strip');
});

test('printed vectors fit into the room', () => {
  for (let room = 20; room < 200; room += 7) {
    const content = labelContent(tensor([3], [1.2345, -6.789, 0.001]), room);
    if (content.kind === 'text') {
      expect(content.text.length * CHARACTER).toBeLessThanOrEqual(room);
    }
  }
});

test('a matrix is a strip of its numbers over their largest size', () => {
  expect(labelContent(tensor([2, 3], [1, 2, 3, 4, -8, 6]), LABEL_RUN)).toEqual({
    kind: 'strip',
    columns: 3,
    rows: 2,
    cells: [0.125, 0.25, 0.375, 0.5, -1, 0.75],
  });
});

test('cells of zeros are zero, and missing numbers stay missing', () => {
  expect(shown(zeros([2, 2]))).toEqual([0, 0, 0, 0]);
  expect(shown(tensor([2, 2], [Number.NaN, 0, 0, Number.POSITIVE_INFINITY]))).toEqual([
    Number.NaN,
    0,
    0,
    Number.NaN,
  ]);
  expect(shown(tensor([2, 2], [Number.NaN, 2, -1, Number.NEGATIVE_INFINITY]))).toEqual([
    Number.NaN,
    1,
    -0.5,
    Number.NaN,
  ]);
});

test('cells are means of their parts', () => {
  const value = tensor([6, 2], [1, 0, 3, 0, 2, 0, 2, 0, 0, 0, 0, 4]);
  expect(shown(value)).toEqual([1, 0, 1, 0, 0, 1]);
});

test('a tensor of many axes is a strip of its last one', () => {
  const content = labelContent(zeros([2, 3, 5, 4]), LABEL_RUN);
  expect(content).toMatchObject({ kind: 'strip', columns: 4, rows: 3 });
});

test('a tensor of a million elements is sampled', () => {
  const data = new Float64Array(1e6).fill(1);
  let reads = 0;
  const watched = new Proxy(data, {
    get: (target, key) => {
      if (typeof key === 'string' && /^\d+$/.test(key)) reads++;
      return Reflect.get(target, key, target);
    },
  });
  const content = labelContent({ shape: [1000, 1000], data: watched }, LABEL_RUN);
  expect(content).toMatchObject({ kind: 'strip', columns: 13, rows: 3 });
  if (content.kind === 'strip') expect(content.cells).toEqual(new Array(39).fill(1));
  expect(reads).toBeLessThan(20_000);
});

test.each([
  [[1, 1_000_000], 13, 1],
  [[1_000_000, 1], 1, 3],
  [[1_000_000], 13, 1],
])('%j has cells for all of it', (shape, columns, rows) => {
  const content = labelContent(zeros(shape), LABEL_RUN);
  expect(content).toMatchObject({ columns, rows });
  if (content.kind === 'strip') expect(content.cells.length).toBe(columns * rows);
});

// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import { type Mounted, mount, press, typeText } from '../testing/mount.tsx';
import { isPrinted, TensorGrid } from './tensor-grid.tsx';

let mounted: Mounted | null = null;
afterEach(() => mounted?.unmount());

test('a scalar prints as one number with its exact digits at hand', () => {
  mounted = mount(<TensorGrid label="q" tensor={{ shape: [], data: [-1 / 3] }} />);
  const output = mounted.container.querySelector('output');
  expect(output?.textContent).toBe('−0.3333');
  expect(output?.title).toBe('−0.3333333333333333');
});

test('a small matrix prints row by row', () => {
  mounted = mount(<TensorGrid label="W" tensor={{ shape: [2, 3], data: [1, 2, 3, -4, 5, 6] }} />);
  const rows = [...mounted.container.querySelectorAll('tbody tr')];
  const text = rows.map((row) =>
    [...row.querySelectorAll('td:not([aria-hidden])')].map((cell) => cell.textContent),
  );
  expect(text).toEqual([
    ['1', '2', '3'],
    ['−4', '5', '6'],
  ]);
});

test('indices stand at the edges, from 0, and [3, 1] does not look like [1, 3]', () => {
  const texts = (shape: number[]) => {
    mounted?.unmount();
    mounted = mount(<TensorGrid label="W" tensor={{ shape, data: [1, 2, 3] }} />);
    return [...mounted.container.querySelectorAll('tr')].map((row) => row.textContent);
  };
  expect(texts([3])).toEqual(['012', '123']);
  expect(texts([1, 3])).toEqual(['012', '0123']);
  expect(texts([3, 1])).toEqual(['0', '01', '12', '23']);
});

test('numbers of a column share their decimals', () => {
  mounted = mount(<TensorGrid label="W" tensor={{ shape: [2, 1], data: [-1 / 3, 0.5] }} />);
  expect(mounted.container.querySelector('tbody')?.textContent).toBe('0−0.333310.5000');
});

test('a big matrix tells its shape and summary until it can be read', () => {
  const data = Float32Array.from({ length: 80 }, (_, i) => i - 40);
  mounted = mount(<TensorGrid label="W" tensor={{ shape: [8, 10], data }} />);
  expect(mounted.container.textContent).toBe('[8, 10] · min −40 · max 39 · mean −0.5');
});

test('editing a cell names the element that changed', () => {
  const edits: [number, number][] = [];
  mounted = mount(
    <TensorGrid
      label="W"
      tensor={{ shape: [2, 2], data: [1, 2, 3, 4] }}
      onEdit={(index, value) => edits.push([index, value])}
    />,
  );
  const field = mounted.container.querySelectorAll('input')[2];
  typeText(field, '7');
  press(field, 'Enter');
  expect(edits).toEqual([[2, 7]]);
  expect(mounted.container.textContent).toContain('W, row 1, column 0');
});

test.each<[number[], boolean]>([
  [[], true],
  [[8], true],
  [[9], false],
  [[6, 6], true],
  [[7, 2], false],
  [[0], false],
  [[2, 2, 2], false],
])('%j prints its numbers: %s', (shape, printed) => {
  expect(isPrinted(shape)).toBe(printed);
});

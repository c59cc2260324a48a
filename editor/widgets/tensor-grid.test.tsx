// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, expect, test } from 'vitest';
import { type Mounted, mount, press, typeText } from '../testing/mount.tsx';
import { isPrinted, TensorGrid } from './tensor-grid.tsx';

let mounted: Mounted | null = null;
afterEach(() => mounted?.unmount());

const tip = () => document.querySelector('.exact-tip')?.textContent ?? null;
const focus = (element: HTMLElement | null | undefined) => act(() => element?.focus());

test('a scalar prints as one number with its exact digits at hand by keyboard', () => {
  mounted = mount(<TensorGrid label="q" tensor={{ shape: [], data: [-1 / 3] }} />);
  const output = mounted.container.querySelector('output');
  expect(output?.querySelector('[aria-hidden]')?.textContent).toBe('−0.3333');
  expect(tip()).toBeNull();
  focus(output);
  expect(tip()).toBe('−0.3333333333333333');
});

test('a number that is printed in full takes no focus', () => {
  mounted = mount(<TensorGrid label="q" tensor={{ shape: [], data: [3] }} />);
  expect(mounted.container.querySelector('output')?.hasAttribute('tabindex')).toBe(false);
});

test('every digit of a matrix is read by arrow keys, one cell in the order of Tab', () => {
  const data = [1 / 3, -2 / 3, 0.125, 1];
  mounted = mount(<TensorGrid label="W" tensor={{ shape: [2, 2], data }} />);
  const cells = [...mounted.container.querySelectorAll<HTMLElement>('[role="gridcell"]')];
  const stops = () => cells.map(({ tabIndex }) => tabIndex);
  expect(stops()).toEqual([0, -1, -1, -1]);
  focus(cells[0]);
  expect(tip()).toBe('0.3333333333333333');
  press(cells[0], 'ArrowRight');
  expect(document.activeElement).toBe(cells[1]);
  expect(tip()).toBe('−0.6666666666666666');
  expect(cells[1].getAttribute('aria-label')).toBe('row 0, column 1: −0.6666666666666666');
  expect(stops()).toEqual([-1, 0, -1, -1]);
  press(cells[1], 'Escape');
  expect(tip()).toBeNull();
});

test('a power of ten that all numbers share stands before the brackets', () => {
  mounted = mount(<TensorGrid label="W" tensor={{ shape: [2], data: [2.71e-5, -3.6e-6] }} />);
  expect(mounted.container.querySelector('.tensor-factor')?.textContent).toBe('10⁻⁵ ×');
  expect(mounted.container.querySelector('tbody')?.textContent).toBe('2.71−0.36');
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
  expect(mounted.container.querySelector('tbody')?.textContent).toBe('0−0.33310.500');
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

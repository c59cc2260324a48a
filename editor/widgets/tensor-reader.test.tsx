// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, expect, test } from 'vitest';
import { fire, type Mounted, mount, press, typeText } from '../testing/mount.tsx';
import { TensorReader } from './tensor-reader.tsx';

let mounted: Mounted | null = null;
afterEach(() => mounted?.unmount());

const data = Float64Array.from({ length: 160 }, (_, i) => (i - 80) / 100);
const value = { tensor: { shape: [8, 20], data }, kind: 'value', label: 'W' } as const;
const gradient = {
  tensor: { shape: [8, 20], data: data.map((x) => -10 * x) },
  kind: 'gradient',
  label: 'gradient of W',
} as const;

function sliders(): HTMLElement[] {
  return [...(mounted?.container.querySelectorAll<HTMLElement>('[role=slider]') ?? [])];
}
function spoken(): (string | null)[] {
  return sliders().map((slider) => slider.getAttribute('aria-valuetext'));
}

test('the largest entry is read before anything is pointed at', () => {
  mounted = mount(<TensorReader tensors={[value]} />);
  expect(spoken()).toEqual(['row 0, column 0: −0.8']);
  expect(sliders()[0].getAttribute('aria-label')).toBe(
    'W: [8, 20] · min −0.8 · max 0.79 · mean −0.005',
  );
});

test('keys move from element to element, in the value and its gradient alike', () => {
  mounted = mount(<TensorReader tensors={[value, gradient]} />);
  const [slider] = sliders();
  press(slider, 'ArrowDown');
  press(slider, 'End');
  expect(spoken()).toEqual(['row 1, column 19: −0.41', 'row 1, column 19: 4.1']);
  press(slider, 'Escape');
  expect(spoken()[0]).toBe('row 0, column 0: −0.8');
});

test('Escape that has nothing to let go is for others', () => {
  mounted = mount(<TensorReader tensors={[value]} />);
  const event = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true });
  fire(sliders()[0], event);
  expect(event.defaultPrevented).toBe(false);
});

test('a place that is typed is read, one that is not there is told with what there is', () => {
  mounted = mount(<TensorReader tensors={[value]} />);
  const field = mounted.container.querySelectorAll('input')[0];
  typeText(field, '3, 17');
  expect(spoken()).toEqual(['row 3, column 17: −0.03']);
  expect(mounted.container.querySelector('output')?.textContent).toBe('−0.03');
  typeText(field, '8, 0');
  expect(field.getAttribute('aria-invalid')).toBe('true');
  expect(mounted.container.textContent).toContain('between [0–7, 0–19]');
});

test('the grid shows the cells around with their indices', () => {
  mounted = mount(<TensorReader tensors={[value]} />);
  press(sliders()[0], 'ArrowRight');
  const rows = [...mounted.container.querySelectorAll('tr')].map((row) =>
    [...row.children].map((cell) => cell.textContent),
  );
  expect(rows.map(([head]) => head)).toEqual(['', '0', '1', '2', '3']);
  expect(rows[0].slice(1)).toEqual(['0', '1', '2', '3', '4']);
  expect(rows[2].slice(1)).toEqual(['−0.60', '−0.59', '−0.58', '−0.57', '−0.56']);
});

test('what is pinned stays and follows new numbers', () => {
  mounted = mount(<TensorReader tensors={[value]} />);
  press(sliders()[0], 'ArrowRight');
  const next = { ...value, tensor: { shape: [8, 20], data: data.map((x) => x + 1) } };
  mounted.render(<TensorReader tensors={[next]} />);
  expect(spoken()[0]).toMatch(/^row 0, column 1: 0.2/);
});

test('a matrix that the grid holds needs no map; each of its cells can be pressed', () => {
  const small = { shape: [8, 2], data: Array.from({ length: 16 }, (_, i) => i) };
  mounted = mount(<TensorReader tensors={[{ tensor: small, kind: 'value', label: 'W' }]} />);
  expect(mounted.container.querySelector('canvas')).toBeNull();
  const cell = mounted.container.querySelectorAll('tbody td')[5];
  act(() => void cell.dispatchEvent(new Event('pointerdown', { bubbles: true })));
  expect(spoken()).toEqual(['row 2, column 1: 5']);
});

test('the last of 50,000 × 10 numbers can be read', () => {
  const shape = [50_000, 10];
  const many = Float32Array.from({ length: 500_000 }, (_, i) => Math.sin(i));
  mounted = mount(
    <TensorReader tensors={[{ tensor: { shape, data: many }, kind: 'value', label: 'X' }]} />,
  );
  press(sliders()[0], 'End', { ctrlKey: true });
  expect(spoken()[0]).toMatch(/^row 49999, column 9: /);
});

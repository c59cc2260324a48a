// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, expect, test } from 'vitest';
import { type Mounted, mount, press } from '../testing/mount.tsx';
import { TensorLens, type TensorLensProps } from './tensor-lens.tsx';

let mounted: Mounted | null = null;
afterEach(() => mounted?.unmount());

const shape = [8, 2];
const value = { shape, data: Array.from({ length: 16 }, (_, i) => i / 16) };
const gradient = { shape, data: Array.from({ length: 16 }, (_, i) => -i) };

/** Shows a lens and notes what it asks for. */
function show(props: Partial<TensorLensProps>): string[] {
  const asked: string[] = [];
  mounted = mount(
    <TensorLens
      tensors={{ value, gradient }}
      label="W"
      anchor={{ x: 100, y: 100, width: 40, height: 16 }}
      isPinned={false}
      onPin={(isPinned) => asked.push(isPinned ? 'pin' : 'let go')}
      onClose={() => asked.push('close')}
      {...props}
    />,
  );
  return asked;
}
const text = (): string => mounted?.container.textContent ?? '';
const sliders = () => [...(mounted?.container.querySelectorAll('[role=slider]') ?? [])];

test('value and gradient of a wire are read at the same place', () => {
  show({});
  expect(text()).toContain('W [8, 2]');
  expect(text()).toContain('▸ value · max |·| 0.938');
  expect(text()).toContain('◂ gradient · max |·| 15');
  press(sliders()[0], 'Home', { ctrlKey: true });
  press(sliders()[0], 'ArrowDown');
  expect(sliders().map((slider) => slider.getAttribute('aria-valuetext'))).toEqual([
    'row 1, column 0: 0.125',
    'row 1, column 0: −2',
  ]);
});

test('one tensor alone has shape and scale in the head', () => {
  show({ tensors: { gradient } });
  expect(mounted?.container.querySelector('h2')?.textContent).toBe('dW [8, 2] · max |·| 15');
  expect(mounted?.container.querySelector('[role=dialog]')?.getAttribute('aria-label')).toBe(
    'dW [8, 2]',
  );
});

test('Escape lets go of a pinned element first and then closes', () => {
  const asked = show({ isPinned: true });
  press(sliders()[0], 'ArrowUp');
  press(sliders()[0], 'Escape');
  expect(asked).toEqual([]);
  press(sliders()[0], 'Escape');
  expect(asked).toEqual(['close']);
});

test('Escape anywhere closes a lens that only shows, not one that is pinned', () => {
  const asked = show({});
  press(document.body, 'Escape');
  expect(asked).toEqual(['close']);
  mounted?.unmount();
  const pinned = show({ isPinned: true });
  press(document.body, 'Escape');
  expect(pinned).toEqual([]);
});

test('its buttons pin and close it', () => {
  const asked = show({});
  for (const button of mounted?.container.querySelectorAll('button') ?? []) {
    act(() => button.click());
  }
  expect(asked).toEqual(['pin', 'close']);
});

test('without any tensor there is nothing to show', () => {
  show({ tensors: { value: null } });
  expect(text()).toBe('');
});

// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, expect, test } from 'vitest';
import { type Mounted, mount, press } from '../testing/mount.tsx';
import { UnitLens, type UnitLensProps } from './unit-lens.tsx';

let mounted: Mounted | null = null;
afterEach(() => mounted?.unmount());

/** Two units over a plane of 2 × 2: one rises to the right, the other is largest at the top left. */
const plane = {
  count: 2,
  side: 2,
  isPlane: true,
  values: Float32Array.of(-1, 1, -1, 1, 4, 0, 0, 0),
};

function show(props: Partial<UnitLensProps> = {}): string[] {
  const asked: string[] = [];
  mounted = mount(
    <UnitLens
      label="h"
      units={plane}
      extent={[-2, 2, 0, 4]}
      points={[]}
      unit={0}
      onUnit={(unit) => asked.push(`unit ${unit}`)}
      onNumbers={() => asked.push('numbers')}
      anchor={{ x: 100, y: 100, width: 40, height: 16 }}
      isPinned={false}
      onPin={() => asked.push('pin')}
      onClose={() => asked.push('close')}
      {...props}
    />,
  );
  return asked;
}

const all = <T extends Element = HTMLElement>(selector: string): T[] => [
  ...(mounted?.container.querySelectorAll<T>(selector) ?? []),
];
const slider = (): HTMLElement => all('[role=slider]')[0];

test('a unit is told with its node and the values it takes', () => {
  show({ unit: 1 });
  expect(all('h2')[0].textContent).toBe('h · unit 2 of 2');
  expect(slider().getAttribute('aria-label')).toBe('h · unit 2 of 2, from 0 to 4');
});

test('its value is read where arrow keys lead, in the units of the data', () => {
  show();
  press(slider(), 'ArrowRight');
  expect(slider().getAttribute('aria-valuetext')).toBe('x₁ 0.125, x₂ 2: 1');
  press(slider(), 'ArrowLeft', { shiftKey: true });
  expect(slider().getAttribute('aria-valuetext')).toBe('x₁ −0.375, x₂ 2: −1');
  press(slider(), 'ArrowUp');
  expect(slider().getAttribute('aria-valuetext')).toBe('x₁ −0.375, x₂ 2.13: −1');
});

test('a curve is read along its axis', () => {
  const units = { count: 1, side: 5, isPlane: false, values: Float32Array.of(0, 0, 0, 1, 2) };
  show({ units });
  expect(all('h2')[0].textContent).toBe('h');
  expect(all('input').length).toBe(0);
  press(slider(), 'ArrowRight', { shiftKey: true });
  press(slider(), 'ArrowRight', { shiftKey: true });
  expect(slider().getAttribute('aria-valuetext')).toBe('x 1: 1');
});

test('every other unit is one press away, and so are the numbers', () => {
  const asked = show();
  const radios = all<HTMLInputElement>('input');
  expect(radios.map((radio) => [radio.getAttribute('aria-label'), radio.checked])).toEqual([
    ['unit 1', true],
    ['unit 2', false],
  ]);
  act(() => radios[1].click());
  act(() => all('.lens-press')[0].click());
  expect(asked).toEqual(['unit 1', 'numbers']);
});

test('a pinned lens takes the focus to its unit and gives it back; one that only shows leaves it', () => {
  const before = document.createElement('button');
  document.body.append(before);
  before.focus();
  show();
  expect(document.activeElement).toBe(before);
  mounted?.unmount();
  show({ isPinned: true, unit: 1 });
  expect(document.activeElement).toBe(all('input')[1]);
  mounted?.unmount();
  mounted = null;
  expect(document.activeElement).toBe(before);
  before.remove();
});

test('of more units than have pictures the others are counted', () => {
  show({ units: { ...plane, count: 40 } });
  expect(mounted?.container.textContent).toContain('and 38 more');
});

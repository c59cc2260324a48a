// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { fire, type Mounted, mount, press, typeText } from '../testing/mount.tsx';
import { NumberField, type NumberFieldProps } from './number-field.tsx';

let mounted: Mounted | null = null;
afterEach(() => mounted?.unmount());

function open(props: Partial<NumberFieldProps> = {}) {
  const onChange = vi.fn<(value: number) => void>();
  mounted = mount(<NumberField label="x" value={2} onChange={onChange} {...props} />);
  const input = mounted.container.querySelector('input');
  const label = mounted.container.querySelector('label');
  if (!input || !label) throw new Error('internal: no field');
  return { onChange, input, label, text: () => mounted?.container.textContent };
}

test('Enter commits what was typed', () => {
  const { onChange, input } = open();
  typeText(input, '−2.5');
  expect(onChange).not.toHaveBeenCalled();
  press(input, 'Enter');
  expect(onChange.mock.calls).toEqual([[-2.5]]);
});

test('leaving the field commits too', () => {
  const { onChange, input } = open();
  act(() => input.focus());
  typeText(input, '7');
  act(() => input.blur());
  expect(onChange.mock.calls).toEqual([[7]]);
});

test('the same number again changes nothing', () => {
  const { onChange, input } = open();
  typeText(input, '2.0');
  press(input, 'Enter');
  expect(onChange).not.toHaveBeenCalled();
});

test('Escape reverts what was typed', () => {
  const { onChange, input } = open();
  typeText(input, '99');
  press(input, 'Escape');
  expect(input.value).toBe('2');
  press(input, 'Enter');
  expect(onChange).not.toHaveBeenCalled();
});

test.each([
  ['abc', '“abc” is not a number; type one such as −2.5, 1e−3 or 1/3'],
  ['1,500', '“1,500” may mean 1.500 or 1500; type the one that is meant'],
  ['', 'empty; type a number such as −2.5'],
])('"%s" is refused with a reason', (text, reason) => {
  const { onChange, input, text: shown } = open();
  typeText(input, text);
  press(input, 'Enter');
  expect(shown()).toBe(`x${reason}`);
  expect(input.getAttribute('aria-invalid')).toBe('true');
  expect(onChange).not.toHaveBeenCalled();
});

test('arrow keys step, Shift tenfold, Alt a tenth', () => {
  const { onChange, input } = open();
  press(input, 'ArrowUp');
  press(input, 'ArrowDown', { shiftKey: true });
  press(input, 'ArrowUp', { altKey: true });
  expect(onChange.mock.calls).toEqual([[2.1], [1], [2.01]]);
});

test.each([
  ['9', '“9” is above 5, the most here'],
  ['−1', '“−1” is below 0, the least here'],
  ['2,5', '“2,5” is not a whole number'],
])('"%s" is beyond the limits and is told so, not changed', (text, reason) => {
  const { onChange, input, text: shown } = open({ min: 0, max: 5, integer: true });
  typeText(input, text);
  press(input, 'Enter');
  expect(shown()).toBe(`x${reason}`);
  expect(input.value).toBe(text);
  expect(onChange).not.toHaveBeenCalled();
});

test('a whole number may come out of a calculation', () => {
  const { onChange, input } = open({ integer: true });
  typeText(input, '0.1*30');
  press(input, 'Enter');
  expect(onChange.mock.calls).toEqual([[3]]);
});

test('what is no number stays when the field is left, marked, until Escape', () => {
  const { onChange, input, text } = open();
  act(() => input.focus());
  typeText(input, 'four');
  act(() => input.blur());
  expect([input.value, input.getAttribute('aria-invalid')]).toEqual(['four', 'true']);
  press(input, 'ArrowUp');
  expect(input.value).toBe('four');
  press(input, 'Escape');
  expect([input.value, input.getAttribute('aria-invalid'), text()]).toEqual(['2', null, 'x']);
  expect(onChange).not.toHaveBeenCalled();
});

test('up and down give the same number back', () => {
  const { onChange, input } = open({ value: 1 / 3 });
  press(input, 'ArrowUp');
  const [[up]] = onChange.mock.calls;
  mounted?.render(<NumberField label="x" value={up} onChange={onChange} />);
  press(input, 'ArrowDown');
  expect(onChange.mock.calls[1]).toEqual([1 / 3]);
});

test('all digits show on focus, four otherwise', () => {
  const { input } = open({ value: 1 / 3 });
  expect(input.value).toBe('0.3333');
  act(() => input.focus());
  expect(input.value).toBe('0.3333333333333333');
});

function drag(label: Element, type: string, clientX: number) {
  fire(label, new PointerEvent(type, { bubbles: true, pointerId: 1, button: 0, clientX }));
}

test('dragging the label is one framed gesture', () => {
  const log: string[] = [];
  const { label } = open({
    onScrubStart: () => log.push('start'),
    onScrubEnd: () => log.push('end'),
    onChange: (x) => log.push(String(x)),
  });
  label.setPointerCapture = () => {};
  drag(label, 'pointerdown', 100);
  drag(label, 'pointermove', 101);
  drag(label, 'pointermove', 120);
  drag(label, 'pointermove', 140);
  drag(label, 'pointerup', 140);
  drag(label, 'pointermove', 180);
  expect(log).toEqual(['start', '2.5', '3', 'end']);
});

test('Escape gives up a drag of the label; what follows of it changes nothing', () => {
  const log: string[] = [];
  const { label } = open({
    onScrubStart: () => log.push('start'),
    onScrubEnd: () => log.push('end'),
    onScrubGiveUp: () => log.push('given up'),
    onChange: (x) => log.push(String(x)),
  });
  label.setPointerCapture = () => {};
  drag(label, 'pointerdown', 100);
  drag(label, 'pointermove', 120);
  press(document.body, 'Escape');
  drag(label, 'pointermove', 140);
  drag(label, 'pointerup', 140);
  expect(log).toEqual(['start', '2.5', 'given up']);
});

test('a press without a drag only focuses the field', () => {
  const log: string[] = [];
  const { label, input } = open({
    onScrubStart: () => log.push('start'),
    onScrubEnd: () => log.push('end'),
  });
  label.setPointerCapture = () => {};
  drag(label, 'pointerdown', 100);
  drag(label, 'pointerup', 101);
  expect(log).toEqual([]);
  expect(document.activeElement).toBe(input);
});

// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, expect, test } from 'vitest';
import { type Mounted, mount, typeText } from '../testing/mount.tsx';
import { NumberField } from './number-field.tsx';
import { LostText } from './typed-text.ts';

let mounted: Mounted | null = null;
afterEach(() => mounted?.unmount());

/** Types a text, with or without leaving the field, and takes the field away; gives what happened. */
function goneWith(text: string, left: boolean): readonly unknown[] {
  const happened: unknown[] = [];
  const field = (
    <LostText value={(...lost) => happened.push(lost)}>
      <NumberField label="x" value={2} onChange={(x) => happened.push(x)} />
    </LostText>
  );
  mounted = mount(field);
  const input = mounted.container.querySelector('input');
  if (input === null) throw new Error('internal: no field');
  act(() => input.focus());
  typeText(input, text);
  if (left) act(() => input.blur());
  mounted.render(null);
  return happened;
}

test('a number counts although its field goes while it is typed', () => {
  expect(goneWith('7', false)).toEqual([7]);
});

test('a number that was taken is not taken twice', () => {
  expect(goneWith('7', true)).toEqual([7]);
});

test.each([true, false])(
  'a text that is no number does not go without a word (left: %s)',
  (left) => {
    expect(goneWith('four', left)).toEqual([
      ['four', '“four” is not a number; type one such as −2.5, 1e−3 or 1/3'],
    ]);
  },
);

// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest';
import { digitOf, keyNames } from './key-names.ts';

afterEach(() => void vi.restoreAllMocks());

function names(event: KeyboardEventInit, platform = 'Linux x86_64'): readonly string[] {
  vi.spyOn(navigator, 'platform', 'get').mockReturnValue(platform);
  return keyNames(new KeyboardEvent('keydown', event));
}

test.each<[layout: string, KeyboardEventInit, string[]]>([
  ['Russian', { key: 'ф', code: 'KeyA' }, ['ф', 'A']],
  ['Russian', { key: 'Я', code: 'KeyZ', ctrlKey: true, shiftKey: true }, ['Mod+Я', 'Mod+Shift+Z']],
  ['Russian', { key: 'х', code: 'BracketLeft' }, ['х', '[']],
  ['Russian', { key: ',', code: 'Slash', shiftKey: true }, [',', '?']],
  ['Greek', { key: 'ζ', code: 'KeyZ', ctrlKey: true }, ['Mod+ζ', 'Mod+Z']],
  ['Hebrew', { key: 'ש', code: 'KeyA' }, ['ש', 'A']],
  ['Hebrew', { key: '/', code: 'KeyQ' }, ['/']],
  ['Arabic', { key: 'لا', code: 'KeyB' }, ['لا', 'B']],
  ['Persian', { key: '۲', code: 'Digit2' }, ['۲', '2']],
  ['Thai', { key: 'ั', code: 'KeyY' }, ['ั', 'Y']],
  ['Korean', { key: 'ㅁ', code: 'KeyA' }, ['ㅁ', 'A']],
  ['French', { key: 'a', code: 'KeyQ' }, ['A']],
  ['French', { key: '&', code: 'Digit1' }, ['&', '1']],
  ['French', { key: '1', code: 'Digit1', shiftKey: true }, ['1', '1']],
  ['French', { key: 'Dead', code: 'BracketLeft' }, ['Dead', '[']],
  ['Dvorak', { key: 'z', code: 'Slash' }, ['Z']],
  ['Dvorak', { key: 'n', code: 'KeyL', altKey: true }, ['Alt+N']],
  ['German', { key: 'ü', code: 'BracketLeft' }, ['ü', '[']],
  ['German', { key: '²', code: 'Digit2', ctrlKey: true, altKey: true }, ['²']],
  ['US', { key: '!', code: 'Digit1', shiftKey: true }, ['!']],
  ['US', { key: '{', code: 'BracketLeft', shiftKey: true }, ['{']],
  ['US', { key: 'Enter', code: 'Enter', shiftKey: true }, ['Shift+Enter']],
])('on a %s keyboard %j is called %j', (_, event, expected) => {
  expect(names(event)).toEqual(expected);
});

test('on Apple machines Option types signs, so the place of the key counts', () => {
  expect(names({ key: 'œ', code: 'KeyO', altKey: true }, 'MacIntel')).toEqual(['Alt+œ', 'Alt+O']);
});

test('digits are told by what they type, else by their key', () => {
  expect(digitOf({ key: '7', code: 'Numpad7', shiftKey: false })).toBe(7);
  expect(digitOf({ key: 'à', code: 'Digit0', shiftKey: false })).toBe(0);
  expect(digitOf({ key: '!', code: 'Digit1', shiftKey: true })).toBeNull();
  expect(digitOf({ key: 'a', code: 'KeyA', shiftKey: false })).toBeNull();
});

// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest';
import type { Command } from './command.ts';
import { runByKey } from './run-by-key.ts';

afterEach(() => {
  document.body.replaceChildren();
  vi.restoreAllMocks();
});

function onMachine(platform: string): void {
  vi.spyOn(navigator, 'platform', 'get').mockReturnValue(platform);
}

/** The text of the command's key that a key event runs, or null; and whether the browser keeps the key. */
function pressed(
  keys: readonly string[],
  event: KeyboardEventInit,
  target: Element = document.body,
): { readonly ran: string | null; readonly prevented: boolean } {
  let ran: string | null = null;
  const commands = keys.map(
    (key): Command => ({
      id: key,
      group: 'Edit',
      label: key,
      keys: [key],
      plan: () => () => {
        ran = key;
      },
    }),
  );
  const happened = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...event });
  target.addEventListener('keydown', (seen) => runByKey(seen as KeyboardEvent, commands), {
    once: true,
  });
  target.dispatchEvent(happened);
  return { ran, prevented: happened.defaultPrevented };
}

const KEYS = ['Mod+Z', 'Mod+Shift+Z', 'Alt+N', 'Shift+T', 'T', 'Z', '?', '[', 'Space', 'ArrowUp'];
KEYS.push('Shift+ArrowUp', 'Mod+C', 'Mod+S', 'Home', 'Escape', 'Delete');

test.each<[string, KeyboardEventInit, string | null]>([
  ['z with Ctrl', { key: 'z', ctrlKey: true }, 'Mod+Z'],
  ['z with Ctrl and Shift', { key: 'Z', ctrlKey: true, shiftKey: true }, 'Mod+Shift+Z'],
  ['z alone', { key: 'z' }, 'Z'],
  ['z with caps lock', { key: 'Z' }, 'Z'],
  ['t with Shift', { key: 'T', shiftKey: true }, 'Shift+T'],
  ['a sign that needs Shift', { key: '?', shiftKey: true }, '?'],
  ['n with Alt', { key: 'n', code: 'KeyN', altKey: true }, 'Alt+N'],
  ['the space bar', { key: ' ' }, 'Space'],
  ['an arrow', { key: 'ArrowUp' }, 'ArrowUp'],
  ['an arrow with Shift', { key: 'ArrowUp', shiftKey: true }, 'Shift+ArrowUp'],
  [
    'a bracket typed with AltGr',
    { key: '[', ctrlKey: true, altKey: true, modifierAltGraph: true },
    '[',
  ],
  ['the Windows key and z', { key: 'z', metaKey: true }, null],
  ['a key without a command', { key: 'j' }, null],
])('%s is read right', (_, event, expected) => {
  onMachine('Linux x86_64');
  expect(pressed(KEYS, event)).toEqual({ ran: expected, prevented: expected !== null });
});

test.each<[string, KeyboardEventInit, string | null]>([
  ['z with Command', { key: 'z', metaKey: true }, 'Mod+Z'],
  ['z with Control', { key: 'z', ctrlKey: true }, null],
  ['n with Option, which types another sign', { key: '˜', code: 'KeyN', altKey: true }, 'Alt+N'],
])('%s is read right on Apple machines', (_, event, expected) => {
  onMachine('MacIntel');
  expect(pressed(KEYS, event).ran).toBe(expected);
});

/** An element of the page that has the focus. */
function focused(html: string): Element {
  const holder = document.createElement('div');
  holder.append(document.createRange().createContextualFragment(html));
  document.body.append(holder);
  const [element] = holder.querySelectorAll('input, textarea, select, button, [contenteditable]');
  return element;
}

test.each([
  ['<input>'],
  ['<input type="search">'],
  ['<textarea></textarea>'],
  ['<select></select>'],
])('in %s keys type, except those that save, open and search', (html) => {
  onMachine('Linux x86_64');
  const field = focused(html);
  for (const event of [{ key: 'z' }, { key: 'z', ctrlKey: true }, { key: 'Delete' }]) {
    expect(pressed(KEYS, event, field)).toEqual({ ran: null, prevented: false });
  }
  expect(pressed(KEYS, { key: 's', ctrlKey: true }, field).ran).toBe('Mod+S');
});

test.each([['<button>b</button>'], ['<input type="checkbox">'], ['<input type="radio">']])(
  'on %s the keys that work it are no commands, others are',
  (html) => {
    onMachine('Linux x86_64');
    const control = focused(html);
    expect(pressed(KEYS, { key: ' ' }, control).ran).toBeNull();
    expect(pressed(KEYS, { key: 'z' }, control).ran).toBe('Z');
  },
);

test('arrow keys on a radio button choose, and are no commands', () => {
  onMachine('Linux x86_64');
  expect(pressed(KEYS, { key: 'ArrowUp' }, focused('<input type="radio">')).ran).toBeNull();
});

test('with a dialog open keys belong to it', () => {
  const dialog = document.createElement('dialog');
  dialog.setAttribute('open', '');
  document.body.append(dialog);
  expect(pressed(KEYS, { key: 'z' }).ran).toBeNull();
});

test('a key somebody has used already is no command', () => {
  document.body.addEventListener('keydown', (event) => event.preventDefault(), { once: true });
  expect(pressed(KEYS, { key: 'z' }).ran).toBeNull();
});

test('selected text of the page is what copying is about', () => {
  onMachine('Linux x86_64');
  const text = document.createElement('p');
  text.textContent = 'the loss is 4';
  document.body.append(text);
  document.getSelection()?.selectAllChildren(text);
  expect(pressed(KEYS, { key: 'c', ctrlKey: true })).toEqual({ ran: null, prevented: false });
  document.getSelection()?.removeAllRanges();
  expect(pressed(KEYS, { key: 'c', ctrlKey: true }).ran).toBe('Mod+C');
});

/** A command of the key A that would do this. */
const ofKeyA = (act: (() => void) | null): Command => ({
  id: 'a',
  group: 'Edit',
  label: 'A',
  keys: ['A'],
  plan: () => act,
});

test('a key of a command that would do nothing does nothing, and is not the browser’s either', () => {
  const event = new KeyboardEvent('keydown', { key: 'a', cancelable: true });
  runByKey(event, [ofKeyA(null)]);
  expect(event.defaultPrevented).toBe(true);
});

test('of commands that share a key the one with something to do is run', () => {
  const act = vi.fn();
  runByKey(new KeyboardEvent('keydown', { key: 'a' }), [ofKeyA(null), ofKeyA(act), ofKeyA(null)]);
  expect(act).toHaveBeenCalledOnce();
});

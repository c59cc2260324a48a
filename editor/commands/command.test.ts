// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest';
import { type Command, isEnabled, runCommand, shownKey } from './command.ts';

afterEach(() => void vi.restoreAllMocks());

const command = (change: Partial<Command> = {}): Command => ({
  id: 'a',
  group: 'Edit',
  label: 'A',
  keys: [],
  plan: () => null,
  ...change,
});

test.each([
  ['Win32', ['Mod+Shift+Z', 'Mod+Y'], 'Ctrl+Shift+Z'],
  ['MacIntel', ['Mod+Shift+Z'], '⌘⇧Z'],
  ['MacIntel', ['Alt+N'], '⌥N'],
  ['Win32', [], ''],
])('on %s the keys %j are shown as they are printed there', (platform, keys, shown) => {
  vi.spyOn(navigator, 'platform', 'get').mockReturnValue(platform);
  expect(shownKey(command({ keys }))).toBe(shown);
});

test('who asks whether a command is enabled does not run it', () => {
  const act = vi.fn();
  expect(isEnabled(command())).toBe(false);
  expect(isEnabled(command({ plan: () => act }))).toBe(true);
  expect(act).not.toHaveBeenCalled();
});

test('a command that would do nothing is not run', () => {
  const act = vi.fn();
  runCommand(command());
  runCommand(command({ plan: () => act }));
  expect(act).toHaveBeenCalledOnce();
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { line } from '../../graph-core/testing/training-documents.ts';
import { openDocument } from '../state/document/document-store.ts';
import { selectAll } from '../state/document/graph-edits.ts';
import { type Mode, modeStore } from '../state/look/mode-store.ts';
import { runStore } from '../state/results/run-store.ts';
import { COMMAND_GROUPS, isEnabled } from './command.ts';
import { COMMANDS } from './commands.ts';

beforeEach(() => {
  runStore.setState(runStore.getInitialState());
  openDocument(line());
});

test('no two commands have an id or a label in common, and each stands in a group of the help', () => {
  expect(new Set(COMMANDS.map(({ id }) => id)).size).toBe(COMMANDS.length);
  expect(new Set(COMMANDS.map(({ label }) => label)).size).toBe(COMMANDS.length);
  for (const { group } of COMMANDS) expect(COMMAND_GROUPS).toContain(group);
});

test('commands stand together by group, in the order of the help', () => {
  const order = COMMANDS.map(({ group }) => COMMAND_GROUPS.indexOf(group));
  expect(order).toEqual([...order].sort((a, b) => a - b));
});

test.each<Mode>(['build', 'step', 'train'])('in mode %s a key means one thing', (mode) => {
  modeStore.setState({ mode, step: 1 });
  runStore.setState({ phase: 'preparing' });
  selectAll();
  const keys = COMMANDS.filter(isEnabled).flatMap((command) => command.keys);
  expect(keys.length).toBeGreaterThan(20);
  expect(new Set(keys).size).toBe(keys.length);
});

test('a step that leads nowhere is not enabled', () => {
  const enabled = (id: string): boolean => COMMANDS.some((c) => c.id === id && isEnabled(c));
  modeStore.setState({ mode: 'step', step: 0 });
  const { snapshot } = runStore.getState();
  const steps = [{ phase: 'forward', kind: 'node', node: 'x' }] as const;
  runStore.setState({ snapshot: { ...snapshot, steps } });
  expect([enabled('step-back'), enabled('step-forward')]).toEqual([false, true]);
  modeStore.setState({ step: 1 });
  expect([enabled('step-back'), enabled('step-forward')]).toEqual([true, false]);
});

test('a run is asked while it comes and while it is there, and not where there is none', () => {
  modeStore.setState({ mode: 'train' });
  const enabledAt = (phase: 'absent' | 'preparing' | 'lost'): boolean => {
    runStore.setState({ phase });
    return COMMANDS.some((command) => command.id === 'train-play' && isEnabled(command));
  };
  expect([enabledAt('absent'), enabledAt('preparing'), enabledAt('lost')]).toEqual([
    false,
    true,
    false,
  ]);
});

test('no component spells the key of a command', () => {
  const editor = new URL('..', import.meta.url).pathname;
  const spelled = /shortcut="|aria-keyshortcuts="|<kbd[^>]*>[^<{]/;
  const files = readdirSync(editor, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(?<!\.test)\.tsx$/.test(file),
  );
  expect(files.length).toBeGreaterThan(40);
  expect(files.filter((file) => spelled.test(readFileSync(join(editor, file), 'utf8')))).toEqual(
    [],
  );
});

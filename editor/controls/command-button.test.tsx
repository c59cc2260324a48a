// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { line } from '../../graph-core/testing/training-documents.ts';
import { UNDO } from '../commands/edit-commands.ts';
import { STEP_FORWARD } from '../commands/step-commands.ts';
import { TRAIN_STEPS } from '../commands/train-commands.ts';
import { documentStore, openDocument } from '../state/document/document-store.ts';
import { renameGraph } from '../state/document/value-edits.ts';
import { modeStore } from '../state/look/mode-store.ts';
import { runStore } from '../state/results/run-store.ts';
import { type Mounted, mount } from '../testing/mount.tsx';
import { CommandButton, CommandIconButton } from './command-button.tsx';
import { CommandMenu } from './command-menu.tsx';

let mounted: Mounted | null = null;
beforeEach(() => {
  runStore.setState(runStore.getInitialState());
  openDocument(line());
});
afterEach(() => mounted?.unmount());

function button(): HTMLButtonElement {
  const element = mounted?.container.querySelector('button');
  if (!element) throw new Error('internal: no button');
  return element;
}

test('a button has the words, the key and the state of its command, and runs it', () => {
  mounted = mount(<CommandIconButton command={UNDO} />);
  expect([button().getAttribute('aria-label'), button().disabled]).toEqual(['Undo', true]);
  act(() => renameGraph('other'));
  expect([button().getAttribute('aria-label'), button().disabled]).toEqual([
    'Undo: Rename the graph',
    false,
  ]);
  expect(button().dataset.tip).toBe('Undo: Rename the graph (Ctrl+Z)');
  const { name } = line();
  act(() => button().click());
  expect(documentStore.getState().document.name).toBe(name);
  expect(button().disabled).toBe(true);
});

test('a button follows whatever store its command depends on', () => {
  mounted = mount(<CommandIconButton command={STEP_FORWARD} />);
  expect(button().disabled).toBe(false);
  act(() => modeStore.setState({ mode: 'step', step: 0 }));
  expect(button().disabled).toBe(true);
});

test('a button with a text of its own keeps the name of its command', () => {
  mounted = mount(
    <CommandButton command={TRAIN_STEPS} named>
      steps
    </CommandButton>,
  );
  act(() => modeStore.setState({ mode: 'train', stepsAtOnce: 7 }));
  expect([button().textContent, button().getAttribute('aria-label'), button().disabled]).toEqual([
    'steps',
    '7 steps',
    true,
  ]);
  act(() => runStore.setState({ phase: 'preparing' }));
  expect(button().disabled).toBe(false);
});

test('a menu holds the commands that stand in it, section by section', () => {
  mounted = mount(<CommandMenu name="View" />);
  const list = mounted.container.querySelector('[role="menu"]');
  const entries = [...(list?.children ?? [])].map((entry) =>
    entry.tagName === 'HR' ? '—' : entry.querySelector('.menu-item-label')?.textContent,
  );
  expect(entries).toEqual([
    'Tidy up',
    'Fit the graph into the window',
    'Show shapes on the wires',
    'Show pictures of units while training',
    'Look closely at the numbers of what is selected',
    'Where does this NaN, infinity or 0 come from?',
    'Light, dark, or as the system says',
    '—',
    'Search commands …',
    'Keyboard shortcuts',
  ]);
});

/** Every command of the editor: its words, its keys, what it does. */

import { emptyDocument } from '../../graph-core/graph/document.ts';
import type { Command } from '../commands/command.ts';
import { copySelection, cutSelection, pasteClipboard } from '../persist/clipboard.ts';
import { chooseFile, downloadDocument } from '../persist/files.ts';
import { askRun } from '../run/computation.ts';
import { documentStore, redo, replaceDocument, undo } from '../state/document/document-store.ts';
import {
  chooseTarget,
  deleteSelection,
  duplicateSelection,
  nudgeSelection,
  selectAll,
  tidy,
} from '../state/document/graph-edits.ts';
import { fitGraph } from '../state/look/canvas-look.ts';
import { dialogStore, type OpenDialog } from '../state/look/dialogs.ts';
import { modeStore } from '../state/look/mode-store.ts';
import { notify } from '../state/look/notices.ts';
import { preferenceStore, type Theme } from '../state/look/preferences.ts';
import { select, selectionStore } from '../state/look/selection.ts';
import {
  setMode,
  stepBack,
  stepForward,
  stepToEnd,
  stepToStart,
  togglePlay,
} from '../state/look/stepping.ts';
import { runStore } from '../state/results/run-store.ts';
import { openFiles } from './drop.tsx';
import { withDataFiles } from './parts.tsx';

const hasSelection = (): boolean => {
  const { nodes, edges } = selectionStore.getState();
  return nodes.length + edges.length > 0;
};
const hasNodes = (): boolean => selectionStore.getState().nodes.length > 0;
const hasOneNode = (): boolean => selectionStore.getState().nodes.length === 1;
const training = (): boolean => modeStore.getState().mode === 'train';
const open = (dialog: OpenDialog) => (): void => dialogStore.setState({ dialog });

function undoAndSay(): void {
  const label = undo();
  if (label !== null) notify('done', `Undone: ${label}`);
}

function redoAndSay(): void {
  const label = redo();
  if (label !== null) notify('done', `Done again: ${label}`);
}

/** Trains or plays, whichever the mode is about. */
function play(): void {
  if (!training()) togglePlay();
  else askRun(runStore.getState().training?.latest.status === 'running' ? 'pause' : 'play');
}

/** The next theme after this one: light, dark, as the system says. */
function nextTheme(theme: Theme): Theme {
  return theme === 'system' ? 'light' : theme === 'light' ? 'dark' : 'system';
}

/** Asks for data files. */
const chooseData = (): void => void withDataFiles(({ chooseDataFiles }) => chooseDataFiles());

/** Goes to a field, ready to type over what is there. */
function focus(id: string): void {
  const field = document.getElementById(id);
  field?.focus();
  if (field instanceof HTMLInputElement) field.select();
}

/** Arrow keys move the selection by `step` px. */
function nudges(): Command[] {
  const directions = [
    ['left', 'ArrowLeft', -1, 0],
    ['right', 'ArrowRight', 1, 0],
    ['up', 'ArrowUp', 0, -1],
    ['down', 'ArrowDown', 0, 1],
  ] as const;
  return directions.flatMap(([name, key, dx, dy]) =>
    (
      [
        ['', 8],
        ['Shift+', 40],
      ] as const
    ).map(([shift, step]) => ({
      id: `nudge-${name}-${step}`,
      group: 'Edit' as const,
      label: `Move the selection ${name}${step === 40 ? ' far' : ''}`,
      keys: [`${shift}${key}`],
      run: () => nudgeSelection(dx * step, dy * step),
      enabled: hasNodes,
    })),
  );
}

/** The commands, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  {
    id: 'new',
    group: 'File',
    label: 'New graph',
    keys: ['Alt+N'],
    run: () => replaceDocument('New graph', emptyDocument()),
  },
  {
    id: 'open',
    group: 'File',
    label: 'Open a file …',
    keys: ['Mod+O'],
    run: () => chooseFile((file) => void openFiles([file])),
  },
  {
    id: 'open-data',
    group: 'File',
    label: 'Open data for training …',
    keys: ['Alt+O'],
    run: chooseData,
  },
  { id: 'save', group: 'File', label: 'Save as JSON', keys: ['Mod+S'], run: downloadDocument },
  { id: 'examples', group: 'File', label: 'Examples …', keys: ['G'], run: open('gallery') },

  {
    id: 'undo',
    group: 'Edit',
    label: 'Undo',
    keys: ['Mod+Z'],
    run: undoAndSay,
    enabled: () => documentStore.getState().past.length > 0,
  },
  {
    id: 'redo',
    group: 'Edit',
    label: 'Redo',
    keys: ['Mod+Shift+Z', 'Mod+Y'],
    run: redoAndSay,
    enabled: () => documentStore.getState().future.length > 0,
  },
  { id: 'cut', group: 'Edit', label: 'Cut', keys: ['Mod+X'], run: cutSelection, enabled: hasNodes },
  {
    id: 'copy',
    group: 'Edit',
    label: 'Copy',
    keys: ['Mod+C'],
    run: copySelection,
    enabled: hasNodes,
  },
  { id: 'paste', group: 'Edit', label: 'Paste', keys: ['Mod+V'], run: pasteClipboard },
  {
    id: 'duplicate',
    group: 'Edit',
    label: 'Duplicate',
    keys: ['Mod+D'],
    run: duplicateSelection,
    enabled: hasNodes,
  },
  {
    id: 'delete',
    group: 'Edit',
    label: 'Delete',
    keys: ['Delete', 'Backspace'],
    run: deleteSelection,
    enabled: hasSelection,
  },
  { id: 'select-all', group: 'Edit', label: 'Select everything', keys: ['Mod+A'], run: selectAll },
  ...nudges(),

  {
    id: 'add',
    group: 'Graph',
    label: 'Add a node',
    keys: ['A', '/'],
    run: () => {
      setMode('build');
      requestAnimationFrame(() => focus('palette-search'));
    },
  },
  {
    id: 'connect',
    group: 'Graph',
    label: 'Connect the selected node …',
    keys: ['C'],
    run: open('connect'),
    enabled: hasOneNode,
  },
  {
    id: 'rename',
    group: 'Graph',
    label: 'Rename the selected node',
    keys: ['F2'],
    run: () => {
      setMode('build');
      requestAnimationFrame(() => focus('inspector-name'));
    },
    enabled: hasOneNode,
  },
  {
    id: 'target',
    group: 'Graph',
    label: 'Take gradients of the selected node',
    keys: ['L'],
    run: () => chooseTarget(selectionStore.getState().nodes[0]),
    enabled: hasOneNode,
  },
  { id: 'tidy', group: 'Graph', label: 'Tidy up', keys: ['Shift+T'], run: tidy },

  { id: 'build', group: 'View', label: 'Build', keys: ['1'], run: () => setMode('build') },
  { id: 'step', group: 'View', label: 'Step', keys: ['2'], run: () => setMode('step') },
  { id: 'train', group: 'View', label: 'Train', keys: ['3'], run: () => setMode('train') },
  {
    id: 'compiled',
    group: 'View',
    label: 'What the training was compiled to',
    keys: ['K'],
    run: () => {
      const { mode } = modeStore.getState();
      const { compiledOpen } = dialogStore.getState();
      setMode('train');
      dialogStore.setState({ compiledOpen: mode !== 'train' || !compiledOpen });
    },
  },
  {
    id: 'fit',
    group: 'View',
    label: 'Fit the graph into the window',
    keys: ['F'],
    run: fitGraph,
  },
  {
    id: 'shapes',
    group: 'View',
    label: 'Show shapes on the wires',
    keys: ['S'],
    run: () => preferenceStore.setState(({ showShapes }) => ({ showShapes: !showShapes })),
  },
  {
    id: 'theme',
    group: 'View',
    label: 'Light, dark, or as the system says',
    keys: ['D'],
    run: () => preferenceStore.setState(({ theme }) => ({ theme: nextTheme(theme) })),
  },

  {
    id: 'step-forward',
    group: 'Step',
    label: 'One step forward',
    keys: [']', 'N'],
    run: () => (training() ? askRun({ steps: 1 }) : stepForward()),
  },
  {
    id: 'step-back',
    group: 'Step',
    label: 'One step back',
    keys: ['[', 'B'],
    run: stepBack,
    enabled: () => !training(),
  },
  { id: 'play', group: 'Step', label: 'Play or pause', keys: ['P'], run: play },
  {
    id: 'first',
    group: 'Step',
    label: 'To the start (training: the initial weights)',
    keys: ['Home'],
    run: () => (training() ? askRun('rewind') : stepToStart()),
  },
  {
    id: 'last',
    group: 'Step',
    label: 'To the last step',
    keys: ['End'],
    run: stepToEnd,
    enabled: () => !training(),
  },

  {
    id: 'commands',
    group: 'Help',
    label: 'Search commands …',
    keys: ['Mod+K'],
    run: open('commands'),
  },
  {
    id: 'shortcuts',
    group: 'Help',
    label: 'Keyboard shortcuts',
    keys: ['?'],
    run: open('shortcuts'),
  },
  {
    id: 'clear',
    group: 'Help',
    label: 'Clear the selection',
    keys: ['Escape'],
    run: () => select({ nodes: [], edges: [] }),
    enabled: hasSelection,
  },
];

/** The command with this id; a missing one is our bug. */
export function commandById(id: string): Command {
  const command = COMMANDS.find((candidate) => candidate.id === id);
  if (command === undefined) throw new Error(`internal: no command ${id}`);
  return command;
}

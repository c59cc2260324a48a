/** Nodes and wires. */
import { cancelComputation } from '../run/computation.ts';
import { tidy } from '../run/layout/tidy.ts';
import { chooseTarget } from '../state/document/graph-edits.ts';
import { dialogStore } from '../state/look/dialogs.ts';
import { lessonStore } from '../state/look/lesson-store.ts';
import { setMode } from '../state/look/stepping.ts';
import { runStore } from '../state/results/run-store.ts';
import type { Command } from './command.ts';
import { withOneNode } from './selected.ts';

/** Longest wait for a field that is still to come, in ms. */
const LOADING = 3000;

const PALETTE_SEARCH = 'palette-search';

/** Goes to a field of the building mode, ready to type over what is there. */
function focusWhileBuilding(id: string): void {
  setMode('build');
  // The palette stands where the lesson stood.
  if (id === PALETTE_SEARCH) lessonStore.setState({ open: false });
  const begin = performance.now();
  // The part of the page that holds it may still have to load.
  const focus = (now: number): void => {
    const field = document.getElementById(id);
    if (field === null && now - begin < LOADING) requestAnimationFrame(focus);
    field?.focus();
    if (field instanceof HTMLInputElement) field.select();
  };
  requestAnimationFrame(focus);
}

/** Goes to the search of the palette. */
export const ADD_NODE: Command = {
  id: 'add',
  group: 'Graph',
  label: 'Add a node',
  keys: ['A', '/'],
  plan: () => () => focusWhileBuilding(PALETTE_SEARCH),
};

/** What is said of work that is stopped, by what the worker was at when it fell silent. */
const SILENCES = {
  computing: 'Computing … Stop',
  training: 'The training does not answer … Stop',
  reading: 'Reading the file … Stop',
} as const;

/** Ends what the worker is at, once that takes long. */
export const STOP_COMPUTATION: Command = {
  id: 'stop',
  group: 'Graph',
  label: 'Stop what takes so long',
  keys: [],
  plan: () => (runStore.getState().computation === 'slow' ? cancelComputation : null),
  look: () => ({ label: SILENCES[runStore.getState().silentAt] }),
};

/** In the order of the help. */
export const GRAPH_COMMANDS: readonly Command[] = [
  ADD_NODE,
  {
    id: 'connect',
    group: 'Graph',
    label: 'Connect the selected node …',
    keys: ['C'],
    plan: () => withOneNode(() => dialogStore.setState({ dialog: 'connect' })),
  },
  {
    id: 'rename',
    group: 'Graph',
    label: 'Rename the selected node',
    keys: ['F2'],
    plan: () => withOneNode(() => focusWhileBuilding('inspector-name')),
  },
  {
    id: 'target',
    group: 'Graph',
    label: 'Take gradients of the selected node',
    keys: ['L'],
    plan: () => withOneNode(chooseTarget),
  },
  {
    id: 'tidy',
    group: 'Graph',
    label: 'Tidy up',
    keys: ['Shift+T'],
    menu: { name: 'View', section: 1 },
    plan: () => tidy,
  },
  STOP_COMPUTATION,
];

/** The history, the clipboard, and what is done to whatever is selected. */
import { copySelection, cutSelection, pasteClipboard } from '../persist/clipboard.ts';
import { documentStore, redo, undo } from '../state/document/document-store.ts';
import {
  deleteSelection,
  duplicateSelection,
  nudgeSelection,
  selectAll,
} from '../state/document/graph-edits.ts';
import { notify } from '../state/look/notices.ts';
import type { Command } from './command.ts';
import { withNodes, withSelection } from './selected.ts';

/** Takes the last change back, and says which. */
export const UNDO: Command = {
  id: 'undo',
  group: 'Edit',
  label: 'Undo',
  keys: ['Mod+Z'],
  icon: 'undo',
  plan: () =>
    documentStore.getState().past.length === 0
      ? null
      : () => {
          const label = undo();
          if (label !== null) notify('done', `Undone: ${label}`);
        },
  look: () => {
    const { past } = documentStore.getState();
    return past.length === 0 ? {} : { label: `Undo: ${past[past.length - 1].label}` };
  },
};

/** Does the last undone change again, and says which. */
export const REDO: Command = {
  id: 'redo',
  group: 'Edit',
  label: 'Redo',
  keys: ['Mod+Shift+Z', 'Mod+Y'],
  icon: 'redo',
  plan: () =>
    documentStore.getState().future.length === 0
      ? null
      : () => {
          const label = redo();
          if (label !== null) notify('done', `Done again: ${label}`);
        },
  look: () => {
    const { future } = documentStore.getState();
    return future.length === 0 ? {} : { label: `Redo: ${future[0].label}` };
  },
};

const DIRECTIONS = [
  ['left', 'ArrowLeft', -1, 0],
  ['right', 'ArrowRight', 1, 0],
  ['up', 'ArrowUp', 0, -1],
  ['down', 'ArrowDown', 0, 1],
] as const;

/** How far the arrow keys move, alone and with Shift, in px. */
const STRIDES = [
  ['', 8],
  ['Shift+', 40],
] as const;

const NUDGES: readonly Command[] = DIRECTIONS.flatMap(([name, key, dx, dy]) =>
  STRIDES.map(
    ([shift, px]): Command => ({
      id: `nudge-${name}-${px}`,
      group: 'Edit',
      label: `Move the selection ${name}${shift === '' ? '' : ' far'}`,
      keys: [`${shift}${key}`],
      plan: () => withNodes(() => nudgeSelection(dx * px, dy * px)),
    }),
  ),
);

/** In the order of the help. */
export const EDIT_COMMANDS: readonly Command[] = [
  UNDO,
  REDO,
  {
    id: 'cut',
    group: 'Edit',
    label: 'Cut',
    keys: ['Mod+X'],
    plan: () => withNodes(cutSelection),
  },
  {
    id: 'copy',
    group: 'Edit',
    label: 'Copy',
    keys: ['Mod+C'],
    plan: () => withNodes(copySelection),
  },
  { id: 'paste', group: 'Edit', label: 'Paste', keys: ['Mod+V'], plan: () => pasteClipboard },
  {
    id: 'duplicate',
    group: 'Edit',
    label: 'Duplicate',
    keys: ['Mod+D'],
    plan: () => withNodes(duplicateSelection),
  },
  {
    id: 'delete',
    group: 'Edit',
    label: 'Delete',
    keys: ['Delete', 'Backspace'],
    plan: () => withSelection(deleteSelection),
  },
  {
    id: 'select-all',
    group: 'Edit',
    label: 'Select everything',
    keys: ['Mod+A'],
    plan: () => selectAll,
  },
  ...NUDGES,
];

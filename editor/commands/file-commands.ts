/** Documents and data from and to files. */
import { emptyDocument } from '../../graph-core/graph/document.ts';
import { chooseFile, downloadDocument } from '../persist/files.ts';
import { DATA_FILES } from '../run/data-files/load-data-files.ts';
import { replaceDocument } from '../state/document/document-store.ts';
import { dialogStore } from '../state/look/dialogs.ts';
import type { Command } from './command.ts';
import { openFiles } from './open-files.ts';

/** Asks for a data file to train on. */
export const OPEN_DATA: Command = {
  id: 'open-data',
  group: 'File',
  label: 'Open data for training …',
  keys: ['Alt+O'],
  menu: { name: 'File', section: 1 },
  plan: () => () => void DATA_FILES.use(({ chooseDataFiles }) => chooseDataFiles()),
};

/** Downloads the graph. */
export const SAVE_FILE: Command = {
  id: 'save',
  group: 'File',
  label: 'Save as JSON',
  keys: ['Mod+S'],
  menu: { name: 'File', section: 1 },
  plan: () => downloadDocument,
};

/** Opens the gallery. */
export const EXAMPLES: Command = {
  id: 'examples',
  group: 'File',
  label: 'Examples …',
  keys: ['G'],
  menu: { name: 'File', section: 1 },
  plan: () => () => dialogStore.setState({ dialog: 'gallery' }),
};

/** In the order of the help. */
export const FILE_COMMANDS: readonly Command[] = [
  {
    id: 'new',
    group: 'File',
    label: 'New graph',
    keys: ['Alt+N'],
    menu: { name: 'File', section: 1 },
    plan: () => () => replaceDocument('New graph', emptyDocument()),
  },
  {
    id: 'open',
    group: 'File',
    label: 'Open a file …',
    keys: ['Mod+O'],
    menu: { name: 'File', section: 1 },
    plan: () => () => chooseFile((file) => void openFiles([file])),
  },
  OPEN_DATA,
  SAVE_FILE,
  EXAMPLES,
];

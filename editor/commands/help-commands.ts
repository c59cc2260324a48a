/** Finding what can be done, and getting out of what was chosen. */
import { dialogStore } from '../state/look/dialogs.ts';
import { NO_SELECTION, select } from '../state/look/selection-store.ts';
import type { Command } from './command.ts';
import { withSelection } from './selected.ts';

/** In the order of the help. */
export const HELP_COMMANDS: readonly Command[] = [
  {
    id: 'commands',
    group: 'Help',
    label: 'Search commands …',
    keys: ['Mod+K'],
    menu: { name: 'View', section: 2 },
    plan: () => () => dialogStore.setState({ dialog: 'commands' }),
  },
  {
    id: 'shortcuts',
    group: 'Help',
    label: 'Keyboard shortcuts',
    keys: ['?'],
    menu: { name: 'View', section: 2 },
    plan: () => () => dialogStore.setState({ dialog: 'shortcuts' }),
  },
  {
    id: 'clear',
    group: 'Help',
    label: 'Clear the selection',
    keys: ['Escape'],
    plan: () => withSelection(() => select(NO_SELECTION)),
  },
];

/** The mode, what the canvas shows, and the theme. */
import { fitGraph } from '../state/look/canvas-look.ts';
import { dialogStore } from '../state/look/dialogs.ts';
import { pinLens } from '../state/look/lens-store.ts';
import { modeStore } from '../state/look/mode-store.ts';
import { askOrigin } from '../state/look/origin-store.ts';
import { preferenceStore, type Theme } from '../state/look/preferences.ts';
import { setMode } from '../state/look/stepping.ts';
import type { Command } from './command.ts';
import { questionableSelected, withOnePart } from './selected.ts';

/** The next theme after this one: light, dark, as the system says. */
const NEXT_THEME = { system: 'light', light: 'dark', dark: 'system' } as const satisfies Record<
  Theme,
  Theme
>;

/** Opens what the training was compiled to, below the canvas, or closes it. */
export const COMPILED: Command = {
  id: 'compiled',
  group: 'View',
  label: 'What the training was compiled to',
  keys: ['K'],
  icon: 'code',
  plan: () => () => {
    const { mode } = modeStore.getState();
    const { compiledOpen } = dialogStore.getState();
    setMode('train');
    dialogStore.setState({ compiledOpen: mode !== 'train' || !compiledOpen });
  },
  look: () => ({
    label: 'What it was compiled to',
    pressed: dialogStore.getState().compiledOpen,
  }),
};

/** In the order of the help. */
export const VIEW_COMMANDS: readonly Command[] = [
  { id: 'build', group: 'View', label: 'Build', keys: ['1'], plan: () => () => setMode('build') },
  { id: 'step', group: 'View', label: 'Step', keys: ['2'], plan: () => () => setMode('step') },
  { id: 'train', group: 'View', label: 'Train', keys: ['3'], plan: () => () => setMode('train') },
  COMPILED,
  {
    id: 'fit',
    group: 'View',
    label: 'Fit the graph into the window',
    keys: ['F'],
    menu: { name: 'View', section: 1 },
    plan: () => fitGraph,
  },
  {
    id: 'shapes',
    group: 'View',
    label: 'Show shapes on the wires',
    keys: ['S'],
    menu: { name: 'View', section: 1 },
    plan: () => () => preferenceStore.setState(({ showShapes }) => ({ showShapes: !showShapes })),
  },
  {
    id: 'unit-pictures',
    group: 'View',
    label: 'Show pictures of units while training',
    keys: ['U'],
    menu: { name: 'View', section: 1 },
    plan: () => () =>
      preferenceStore.setState(({ unitPictures }) => ({ unitPictures: !unitPictures })),
  },
  {
    id: 'lens',
    group: 'View',
    label: 'Look closely at the numbers of what is selected',
    keys: ['M'],
    menu: { name: 'View', section: 1 },
    plan: () => withOnePart(pinLens),
  },
  {
    id: 'origin',
    group: 'View',
    label: 'Where does this NaN, infinity or 0 come from?',
    keys: ['O'],
    menu: { name: 'View', section: 1 },
    plan: () => {
      const place = questionableSelected();
      return place === null ? null : () => askOrigin(place);
    },
  },
  {
    id: 'theme',
    group: 'View',
    label: 'Light, dark, or as the system says',
    keys: ['D'],
    menu: { name: 'View', section: 1 },
    plan: () => () => preferenceStore.setState(({ theme }) => ({ theme: NEXT_THEME[theme] })),
  },
];

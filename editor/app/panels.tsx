/**
 * The panels around the canvas as a list: where each stands, when it shows, how it loads. One may not come: the
 * network is gone, the site was deployed anew.
 */
import type { ComponentType } from 'react';
import { Inspector } from '../panels/inspector/inspector.tsx';
import { Palette } from '../panels/palette/palette.tsx';
import type { DialogState } from '../state/look/dialogs.ts';
import type { ModeState } from '../state/look/mode-store.ts';
import { Boundary } from '../widgets/boundary.tsx';
import { Later, type Load } from '../widgets/later.tsx';
import { loadKatex } from '../widgets/load-katex.ts';
import { loadPlot } from '../widgets/load-plot.ts';
import { loadProgress } from './dialog-parts.ts';

/** What decides which panels show. */
export type PageLook = Pick<ModeState, 'mode'> &
  Pick<DialogState, 'compiledOpen'> & {
    /** The text of a lesson stands beside the canvas. */
    readonly lesson: boolean;
  };

/** Where a panel stands; panels of one place stand in the order of the list. */
export type PanelPlace = 'left' | 'right' | 'bottom';

/** A panel of the page. */
interface Panel {
  /** As the beginning of a sentence: `The palette`. */
  readonly what: string;
  readonly place: PanelPlace;
  readonly shows: (look: PageLook) => boolean;
  /** On the page from the start, or loaded when it is first shown. */
  readonly panel: { readonly here: ComponentType } | { readonly load: Load<object> };
  /** What it will ask for as soon as it is there. */
  readonly needs?: readonly (() => Promise<unknown>)[];
}

async function loadFonts(): Promise<void> {
  await Promise.allSettled([...document.fonts].map((font) => font.load()));
}

/** All panels; those that load later in the order in which a session is likeliest to need them. */
export const PANELS: readonly Panel[] = [
  {
    what: 'The palette',
    place: 'left',
    shows: ({ mode, lesson }) => mode === 'build' && !lesson,
    panel: { here: Palette },
  },
  {
    what: 'The lesson',
    place: 'left',
    shows: ({ lesson }) => lesson,
    panel: {
      load: async () => {
        await loadProgress();
        return (await import('../panels/lesson/lesson-panel.tsx')).LessonPanel;
      },
    },
    needs: [loadKatex],
  },
  {
    what: 'The inspector',
    place: 'right',
    shows: ({ mode }) => mode === 'build',
    panel: { here: Inspector },
  },
  {
    what: 'The step panel',
    place: 'right',
    shows: ({ mode }) => mode === 'step',
    panel: { load: async () => (await import('../panels/step/step-panel.tsx')).StepPanel },
    needs: [loadKatex, loadFonts],
  },
  {
    what: 'The timeline',
    place: 'bottom',
    shows: ({ mode }) => mode === 'step',
    panel: { load: async () => (await import('../panels/step/timeline.tsx')).Timeline },
  },
  {
    what: 'The training panel',
    place: 'right',
    shows: ({ mode }) => mode === 'train',
    panel: {
      load: async () => (await import('../panels/training/training-panel.tsx')).TrainingPanel,
    },
    needs: [loadPlot],
  },
  {
    what: 'The compiled loop',
    place: 'bottom',
    shows: ({ mode, compiledOpen }) => mode === 'train' && compiledOpen,
    panel: {
      load: async () => (await import('../panels/compiled/compiled-panel.tsx')).CompiledPanel,
    },
  },
  {
    what: 'The training bar',
    place: 'bottom',
    shows: ({ mode }) => mode === 'train',
    panel: {
      load: async () => (await import('../panels/training/bar/training-bar.tsx')).TrainingBar,
    },
  },
];

interface PanelsProps {
  readonly place: PanelPlace;
  readonly look: PageLook;
}

/** The panels that show at a place now. */
export function Panels({ place, look }: PanelsProps) {
  return PANELS.filter((part) => part.place === place && part.shows(look)).map(({ what, panel }) =>
    'load' in panel ? (
      <Later
        key={what}
        what={what}
        load={panel.load}
        props={{}}
        // An empty panel holds its place until it is there.
        meanwhile={
          place !== 'bottom' && (
            <aside className={`panel ${place === 'left' ? 'lesson-panel' : 'side-panel'}`} />
          )
        }
      />
    ) : (
      <Boundary key={what} what={what}>
        <panel.here />
      </Boundary>
    ),
  );
}

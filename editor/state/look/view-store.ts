/** How the user looks at the document: selection, mode, step, theme. Never saved in the document. */
import { createStore } from 'zustand/vanilla';
import type { EdgeId, NodeId } from '../../../graph-core/graph/document.ts';
import type { Problem } from '../../../graph-core/graph/problem.ts';
import type { Box } from './free-place.ts';

/** Selected nodes and wires. */
export interface Selection {
  readonly nodes: readonly NodeId[];
  readonly edges: readonly EdgeId[];
}

/** Nothing selected. */
export const NO_SELECTION: Selection = { nodes: [], edges: [] };

/** What the user is doing. */
export type Mode = 'build' | 'step' | 'train';

/** Light, dark, or as the system says. */
export type Theme = 'system' | 'light' | 'dark';

/** A dialog that is open. */
export type OpenDialog = 'gallery' | 'commands' | 'shortcuts' | 'connect' | null;

/** A short message that something happened or was refused; `serial` makes equal ones distinct. */
export interface Notice {
  readonly kind: 'done' | 'refused';
  readonly text: string;
  readonly hint: string;
  readonly serial: number;
}

/** State of the view store. */
export interface ViewState {
  readonly mode: Mode;
  readonly selection: Selection;
  /** Steps of the trace that are done; 0 shows nothing, `Infinity` everything. */
  readonly step: number;
  readonly playing: boolean;
  readonly showShapes: boolean;
  /** Training may round a product and a sum once: faster, but digits differ between machines. */
  readonly fusedArithmetic: boolean;
  readonly theme: Theme;
  readonly dialog: OpenDialog;
  readonly notice: Notice | null;
  /** The compiled form of the training loop is open below the canvas. */
  readonly compiledOpen: boolean;
  /** Nodes that something else on the page points at; the canvas lights them up. Null: no one points. */
  readonly lit: readonly NodeId[] | null;
  /** The operation being dragged out of the palette. */
  readonly paletteDrag: string | null;
  /** The part of the canvas that is seen and that no panel lies on; null before there is a canvas. */
  readonly visibleArea: () => Box | null;
  /** Nodes that are to be seen; the canvas moves as far as it must. */
  readonly revealRequest: readonly NodeId[] | null;
  /** Why a file could not be opened; shown until dismissed. */
  readonly openProblems: {
    readonly source: string;
    readonly problems: readonly Problem[];
  } | null;
  /** Counts requests to fit the graph into the window; the canvas answers them. */
  readonly fitRequests: number;
  readonly select: (selection: Selection) => void;
  readonly reset: () => void;
}

/** The one view. */
export const viewStore = createStore<ViewState>((set) => ({
  mode: 'build',
  selection: NO_SELECTION,
  step: Number.POSITIVE_INFINITY,
  playing: false,
  showShapes: false,
  fusedArithmetic: false,
  theme: 'system',
  dialog: null,
  notice: null,
  compiledOpen: false,
  lit: null,
  paletteDrag: null,
  visibleArea: () => null,
  revealRequest: null,
  openProblems: null,
  fitRequests: 0,
  select: (selection) => set({ selection }),
  reset: () =>
    set(({ fitRequests }) => ({
      selection: NO_SELECTION,
      step: Number.POSITIVE_INFINITY,
      playing: false,
      mode: 'build',
      dialog: null,
      compiledOpen: false,
      lit: null,
      openProblems: null,
      fitRequests: fitRequests + 1,
    })),
}));

/** Says something in the corner of the canvas. */
export function notify(kind: Notice['kind'], text: string, hint = ''): void {
  const serial = (viewStore.getState().notice?.serial ?? 0) + 1;
  viewStore.setState({ notice: { kind, text, hint, serial } });
}

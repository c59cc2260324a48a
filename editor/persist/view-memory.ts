/** A reload keeps how one looks at the document: mode, step, selection, open panels. The session remembers it. */
import type { GraphDocument } from '../../graph-core/graph/document.ts';

import { dialogStore } from '../state/look/dialogs.ts';
import { lessonStore } from '../state/look/lesson-store.ts';
import { type Mode, modeStore } from '../state/look/mode-store.ts';
import { type Selection, select, selectionStore } from '../state/look/selection-store.ts';

const KEY = 'gradwire-view';

/** Selected nodes and wires remembered at most; more are chosen again by one key. */
const MOST_SELECTED = 1000;

/** What is remembered; a step of null is after the last one. */
interface RememberedView {
  readonly mode: Mode;
  readonly step: number | null;
  /** The step of training that was stepped through; null for the numbers of the graph. */
  readonly iteration: number | null;
  readonly selection: Selection;
  readonly compiledOpen: boolean;
  /** Which page of the lesson is read; null while it is closed. */
  readonly lessonPage: number | null;
}

/** What the page that was here before left, as far as it makes sense; null without any. */
export function rememberedView(): Partial<RememberedView> | null {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    if (typeof stored !== 'object' || stored === null) return null;
    const { mode, step, iteration, selection, compiledOpen, lessonPage } = stored as Record<
      string,
      unknown
    >;
    const { nodes, edges } = (selection ?? {}) as Record<string, unknown>;
    return {
      ...(mode === 'build' || mode === 'step' || mode === 'train' ? { mode } : {}),
      ...(step === null || (Number.isSafeInteger(step) && Number(step) >= 0)
        ? { step: step as number | null }
        : {}),
      iteration:
        Number.isSafeInteger(iteration) && Number(iteration) >= 0 ? Number(iteration) : null,
      selection: { nodes: texts(nodes), edges: texts(edges) },
      compiledOpen: compiledOpen === true,
      ...(lessonPage === null || (Number.isSafeInteger(lessonPage) && Number(lessonPage) >= 0)
        ? { lessonPage: lessonPage as number | null }
        : {}),
    };
  } catch {
    return null;
  }
}

/** Looks at `document` as it was looked at before; what is not in it any more is not selected. */
export function restoreView(before: Partial<RememberedView>, document: GraphDocument): void {
  const { nodes = [], edges = [] } = before.selection ?? {};
  modeStore.setState({
    ...(before.mode === undefined ? {} : { mode: before.mode }),
    ...(before.step === undefined ? {} : { step: before.step ?? Number.POSITIVE_INFINITY }),
    ...comesBack(before),
  });
  select({
    nodes: nodes.filter((id) => Object.hasOwn(document.nodes, id)),
    edges: edges.filter((id) => Object.hasOwn(document.edges, id)),
  });
  dialogStore.setState({ compiledOpen: before.compiledOpen === true });
  const { lessonPage } = before;
  if (lessonPage !== undefined) {
    lessonStore.setState({ open: lessonPage !== null, page: lessonPage ?? 0 });
  }
}

/** Numbers of a step of training are computed anew: its place in the trace is taken once they are there. */
function comesBack({ mode, iteration = null, step }: Partial<RememberedView>) {
  if (mode !== 'step' || iteration === null) return {};
  return { iteration, landing: step ?? Number.POSITIVE_INFINITY };
}

/** Remembers every change from now on. Gives the way to stop. */
export function rememberView(): () => void {
  const stops = [
    modeStore.subscribe((state, before) => {
      const isOther =
        state.mode !== before.mode ||
        state.step !== before.step ||
        state.iteration !== before.iteration;
      if (isOther) remember();
    }),
    selectionStore.subscribe(remember),
    lessonStore.subscribe(remember),
    dialogStore.subscribe((state, before) => {
      if (state.compiledOpen !== before.compiledOpen) remember();
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function remember(): void {
  const { mode, step, iteration } = modeStore.getState();
  const selection = selectionStore.getState();
  const lesson = lessonStore.getState();
  const isLarge = selection.nodes.length + selection.edges.length > MOST_SELECTED;
  const view: RememberedView = {
    mode,
    step: Number.isFinite(step) ? step : null,
    iteration,
    selection: isLarge ? { nodes: [], edges: [] } : selection,
    compiledOpen: dialogStore.getState().compiledOpen,
    lessonPage: lesson.open ? lesson.page : null,
  };
  try {
    sessionStorage.setItem(KEY, JSON.stringify(view));
  } catch {
    // A browser without storage begins anew.
  }
}

function texts(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((id) => typeof id === 'string') : [];
}

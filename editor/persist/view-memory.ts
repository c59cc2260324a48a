/** A reload keeps how one looks at the document: mode, step, selection, open panels. The session remembers it. */
import type { GraphDocument } from '../../graph-core/graph/document.ts';
import { type Mode, type Selection, type ViewState, viewStore } from '../state/look/view-store.ts';

const KEY = 'gradwire-view';

/** Selected nodes and wires remembered at most; more are chosen again by one key. */
const MOST_SELECTED = 1000;

/** What is remembered; a step of null is after the last one. */
interface RememberedView {
  readonly mode: Mode;
  readonly step: number | null;
  readonly selection: Selection;
  readonly compiledOpen: boolean;
}

/** What the page that was here before left, as far as it makes sense; null without any. */
export function rememberedView(): Partial<RememberedView> | null {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    if (typeof found !== 'object' || found === null) return null;
    const { mode, step, selection, compiledOpen } = found as Record<string, unknown>;
    const { nodes, edges } = (selection ?? {}) as Record<string, unknown>;
    return {
      ...(mode === 'build' || mode === 'step' || mode === 'train' ? { mode } : {}),
      ...(step === null || (Number.isSafeInteger(step) && Number(step) >= 0)
        ? { step: step as number | null }
        : {}),
      selection: { nodes: texts(nodes), edges: texts(edges) },
      compiledOpen: compiledOpen === true,
    };
  } catch {
    return null;
  }
}

/** Looks at `document` as it was looked at before; what is not in it any more is not selected. */
export function restoreView(before: Partial<RememberedView>, document: GraphDocument): void {
  const { nodes = [], edges = [] } = before.selection ?? {};
  viewStore.setState({
    ...(before.mode === undefined ? {} : { mode: before.mode }),
    ...(before.step === undefined ? {} : { step: before.step ?? Number.POSITIVE_INFINITY }),
    selection: {
      nodes: nodes.filter((id) => Object.hasOwn(document.nodes, id)),
      edges: edges.filter((id) => Object.hasOwn(document.edges, id)),
    },
    compiledOpen: before.compiledOpen === true,
  });
}

/** Remembers every change from now on. Gives the way to stop. */
export function rememberView(): () => void {
  return viewStore.subscribe((view, before) => {
    const same =
      view.mode === before.mode &&
      view.step === before.step &&
      view.selection === before.selection &&
      view.compiledOpen === before.compiledOpen;
    if (!same) keep(view);
  });
}

function keep({ mode, step, selection, compiledOpen }: ViewState): void {
  const isLarge = selection.nodes.length + selection.edges.length > MOST_SELECTED;
  const kept: RememberedView = {
    mode,
    step: Number.isFinite(step) ? step : null,
    selection: isLarge ? { nodes: [], edges: [] } : selection,
    compiledOpen,
  };
  try {
    sessionStorage.setItem(KEY, JSON.stringify(kept));
  } catch {
    // A browser without storage begins anew.
  }
}

function texts(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((id) => typeof id === 'string') : [];
}

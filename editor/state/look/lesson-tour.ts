/**
 * Going through a lesson: what its pages are and how each is looked at. Loads with the lesson. A stop is shown as soon as
 * the graph is computed; nothing of the document changes.
 */

import type { GraphDocument } from '../../../graph-core/graph/document.ts';
import type { TimePosition } from '../../../graph-core/graph/time-position.ts';
import {
  type LessonPage,
  lessonPages,
  stepsAt,
  stepsBeforeUpdate,
} from '../../../graph-core/lessons/lesson-pages.ts';
import { documentStore } from '../document/document-store.ts';
import { addLesson } from '../document/lesson-edits.ts';
import { runStore } from '../results/run-store.ts';
import { canvasStore } from './canvas-look.ts';
import { progressKey, rememberPage } from './lesson-progress.ts';
import { lessonStore } from './lesson-store.ts';
import { modeStore } from './mode-store.ts';
import { pause, setMode } from './stepping.ts';

/** Waits for the numbers of a stop. */
let stopWaiting: (() => void) | null = null;

/** The page that is read now, with how many there are; null without a lesson. */
export function currentPage(
  document: GraphDocument,
  page: number,
): {
  readonly page: LessonPage;
  readonly at: number;
  readonly pages: readonly LessonPage[];
} | null {
  if (document.lesson === undefined) return null;
  const pages = lessonPages(document.lesson);
  const at = Math.min(page, pages.length - 1);
  return { page: pages[at], at, pages };
}

/** Reads so many pages on, or back. */
export function turnPage(by: 1 | -1): void {
  const { document } = documentStore.getState();
  const current = currentPage(document, lessonStore.getState().page);
  if (current !== null) goToPage(current.at + by);
}

/** Reads a page and looks at the graph as it says. */
export function goToPage(page: number): void {
  const { document } = documentStore.getState();
  const current = currentPage(document, Math.max(0, page));
  if (current === null) return;
  const { at, pages } = current;
  lessonStore.setState({ page: at, open: true });
  lookAtPage();
  const asks = document.lesson?.question ?? document.lesson?.exercise;
  rememberPage(progressKey(document), at, asks === undefined && at === pages.length - 1);
}

/** Looks at the graph as the page that is read says. */
export function lookAtPage(): void {
  stopWaiting?.();
  const { document } = documentStore.getState();
  const current = currentPage(document, lessonStore.getState().page);
  if (current?.page.kind !== 'stop') {
    lessonStore.setState({ nodes: [], edges: [], target: null });
    return;
  }
  const { mode, nodes = [], edges = [], target } = current.page.stop;
  lessonStore.setState({
    nodes: nodes.filter((id) => document.nodes[id] !== undefined),
    edges: edges.filter((id) => document.edges[id] !== undefined),
    target: target !== undefined && document.nodes[target] !== undefined ? target : null,
  });
  pause();
  if (mode !== 'step') {
    setMode(mode);
    return;
  }
  const { position } = current.page.stop;
  // An update, and what comes after one, is a step of training.
  const isTrained = position?.pass === 'update' || (position?.iteration ?? 0) > 0;
  if (isTrained) modeStore.setState({ mode: 'step', iteration: position?.iteration ?? 0 });
  whenComputed(isTrained, () => lookAt(position));
}

/** Looks at a position; without one, at all values and gradients, before anything is updated. */
function lookAt(position: TimePosition | undefined): void {
  const { steps } = runStore.getState().snapshot;
  const step = position === undefined ? stepsBeforeUpdate(steps) : stepsAt(steps, position);
  modeStore.setState({ mode: 'step', ...(step === null ? {} : { step }) });
}

/** Does it now, or as soon as the numbers of the document, or of a step of its training, are there. */
function whenComputed(isTrained: boolean, act: () => void): void {
  const isComputed = (): boolean => {
    const { snapshot } = runStore.getState();
    const { document, version } = documentStore.getState();
    const target = lessonStore.getState().target ?? document.target ?? snapshot.target;
    const isInside = !isTrained || snapshot.iteration !== null;
    return snapshot.version === version && snapshot.target === target && isInside;
  };
  if (isComputed()) {
    act();
    return;
  }
  modeStore.setState({ mode: 'step' });
  const unsubscribe = runStore.subscribe(() => {
    if (!isComputed()) return;
    stopWaiting?.();
    act();
  });
  stopWaiting = () => {
    unsubscribe();
    stopWaiting = null;
  };
}

/** Opens the lesson for writing, or for reading again; a document without one gets one. */
export function writeLesson(): void {
  addLesson();
  lessonStore.setState(({ writing, open }) => ({ open: true, writing: !(writing && open) }));
}

/** Lights up what a term of the text names, for as long as it is pointed at. */
export function lightUp(nodes: readonly string[], wires: readonly string[]): void {
  canvasStore.setState({ lit: nodes, litWires: wires });
}

/** Nobody points any more. */
export function lightDown(): void {
  canvasStore.setState({ lit: null, litWires: [] });
}

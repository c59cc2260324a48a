/**
 * An exercise under way: what has been found out, and the numbers that are hidden until then. Loads with the lesson. What is
 * hidden is taken out of the results, so that nothing on the page shows it.
 */
import { createStore } from 'zustand/vanilla';
import type { GraphDocument, NodeId } from '../../../graph-core/graph/document.ts';
import type { LessonBlank } from '../../../graph-core/graph/lesson.ts';
import { documentStore } from '../document/document-store.ts';
import { runStore, type Snapshot } from '../results/run-store.ts';
import { lessonStore } from './lesson-store.ts';

/** State of the exercise store. */
export interface ExerciseState {
  /** Blanks that were filled in rightly, by their index. */
  readonly solved: ReadonlySet<number>;
  /** The results with nothing hidden; null before there are any. */
  readonly whole: Snapshot | null;
}

/** The one exercise. */
export const exerciseStore = createStore<ExerciseState>(() => ({ solved: new Set(), whole: null }));

/** Notes that a blank is filled in. */
export function solveBlank(index: number): void {
  exerciseStore.setState(({ solved }) => ({ solved: new Set(solved).add(index) }));
}

/** Hides everything again. */
export function beginExercise(): void {
  exerciseStore.setState({ solved: new Set() });
}

let isWithholding = false;

/** Keeps hidden what is not found out yet, from the first call on. */
export function withholdAnswers(): void {
  if (isWithholding) return;
  isWithholding = true;
  const hide = (): void => {
    const { document } = documentStore.getState();
    const { whole, solved } = exerciseStore.getState();
    const { writing } = lessonStore.getState();
    if (whole === null) return;
    const blanks = writing
      ? []
      : (document.lesson?.exercise?.blanks ?? []).filter((_, index) => !solved.has(index));
    // Most documents are no exercise: nobody need hear of that.
    if (blanks.length === 0 && runStore.getState().snapshot === whole) {
      const { asks, secret } = lessonStore.getState();
      if (asks || secret.length > 0) lessonStore.setState({ asks: false, secret: [] });
      return;
    }
    const snapshot = withheld(whole, document, blanks);
    hidden.add(snapshot);
    runStore.setState({ snapshot });
    lessonStore.setState({
      asks: blanks.some(({ kind }) => kind !== 'wire'),
      secret: blanks.flatMap((blank) => (blank.kind === 'operation' ? [blank.node] : [])),
    });
  };
  const take = (): void => {
    const { snapshot } = runStore.getState();
    if (hidden.has(snapshot)) return;
    exerciseStore.setState({ whole: snapshot });
    hide();
  };
  runStore.subscribe((state, before) => {
    if (state.snapshot !== before.snapshot) take();
  });
  exerciseStore.subscribe((state, before) => {
    if (state.solved !== before.solved) hide();
  });
  lessonStore.subscribe((state, before) => {
    if (state.writing !== before.writing) hide();
  });
  documentStore.subscribe((state, before) => {
    if (state.opened !== before.opened) beginExercise();
  });
  take();
}

/** Results from which something was taken out already. */
const hidden = new WeakSet<Snapshot>();

/** Results without the numbers that blanks ask for, and without the steps that would tell them. */
export function withheld(
  snapshot: Snapshot,
  document: GraphDocument,
  blanks: readonly LessonBlank[],
): Snapshot {
  const asked = (of: 'value' | 'gradient'): ReadonlySet<NodeId> =>
    new Set(
      blanks.flatMap((blank) => (blank.kind === 'number' && blank.of === of ? [blank.node] : [])),
    );
  const [values, gradients] = [asked('value'), asked('gradient')];
  if (values.size + gradients.size === 0) return snapshot;
  const wires = Object.entries(document.edges);
  // What is computed from a hidden value would tell it.
  const readers = new Set(wires.flatMap(([, { from, to }]) => (values.has(from) ? [to] : [])));
  const nodes = new Map(snapshot.nodes);
  for (const node of values) nodes.delete(node);
  for (const node of gradients) {
    const numbers = nodes.get(node);
    if (numbers !== undefined) nodes.set(node, { ...numbers, gradient: null });
  }
  const edges = new Map(snapshot.edges);
  for (const [edge, { from }] of wires) if (gradients.has(from)) edges.set(edge, null);
  const steps = snapshot.steps.filter((step) => {
    if (values.has(step.node) || readers.has(step.node)) return false;
    switch (step.kind) {
      case 'wire':
        return !gradients.has(step.source) && !gradients.has(step.node);
      case 'accumulate':
      case 'seed':
        return !gradients.has(step.node);
      case 'node':
      case 'update':
        return true;
      default:
        return step satisfies never;
    }
  });
  return { ...snapshot, nodes, edges, steps };
}

/** How the graph is looked at now, as a stop of a lesson. */
import type { LessonStop } from '../../../graph-core/graph/lesson.ts';
import { positionAt, stepsBeforeUpdate } from '../../../graph-core/lessons/lesson-pages.ts';
import { positionText } from '../../../graph-core/lessons/position-text.ts';
import { wireText } from '../../../graph-core/lessons/reference.ts';
import { documentStore } from '../../state/document/document-store.ts';
import { modeStore } from '../../state/look/mode-store.ts';
import { selectionStore } from '../../state/look/selection-store.ts';
import { runStore } from '../../state/results/run-store.ts';
import { stepsDone } from '../../state/results/selectors.ts';

/** The mode, the step and what is selected. */
export function shownNow(): Pick<LessonStop, 'mode' | 'position' | 'nodes' | 'edges'> {
  const shown = modeStore.getState();
  const { snapshot } = runStore.getState();
  const { nodes, edges } = selectionStore.getState();
  const done = stepsDone(shown, snapshot);
  const isEnd = done === stepsBeforeUpdate(snapshot.steps);
  return {
    mode: shown.mode,
    ...(shown.mode === 'step' && !isEnd ? { position: positionAt(snapshot.steps, done) } : {}),
    ...(nodes.length === 0 ? {} : { nodes }),
    ...(edges.length === 0 ? {} : { edges }),
  };
}

/** Where a stop is, in words: `Step, backward w2>q; marks w2, h`. */
export function saysPlace({ mode, position, nodes = [], edges = [] }: LessonStop): string {
  const { document } = documentStore.getState();
  const name = { build: 'Build', step: 'Step', train: 'Train' }[mode];
  const when =
    mode !== 'step'
      ? ''
      : position === undefined
        ? ', after the last step'
        : `, ${positionText(position, document)}`;
  const marked = [...nodes, ...edges.map((edge) => wireText(edge, document))];
  return `${name}${when}${marked.length === 0 ? '' : `; marks ${marked.join(', ')}`}`;
}

/**
 * Examines the net after it was evaluated, while building and while training: not more often than it takes, and not while
 * the machine has more important things to do.
 */
import type { GraphDocument } from '../../graph-core/graph/document.ts';
import { changesInTraining } from '../../graph-core/ops/kit/operation.ts';
import { opDef } from '../../graph-core/ops/registry.ts';
import { documentStore } from '../state/document/document-store.ts';
import { diagnosisStore } from '../state/results/diagnosis-store.ts';
import { runStore } from '../state/results/run-store.ts';
import { askStudy } from './computation.ts';

/** Time from a change of numbers to its examination, in ms: what is typed is not examined letter by letter. */
const AFTER = 600;
/** Examining may take this share of the time. */
const SHARE = 0.1;
/** Larger graphs are not examined by themselves. */
const MOST_NODES = 2000;

/** Examines after every evaluation from now on. Gives the way to stop. */
export function followHealth(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let notBefore = 0;
  let isAsking = false;
  let isOwed = false;
  const examine = async (): Promise<void> => {
    timer = undefined;
    if (isAsking) {
      isOwed = true;
      return;
    }
    const { document, opened } = documentStore.getState();
    if (!isNet(document)) {
      diagnosisStore.setState({ diagnosis: null });
      return;
    }
    isAsking = true;
    const start = performance.now();
    const answer = await askStudy<'diagnosis'>({ ask: 'diagnosis' });
    isAsking = false;
    notBefore = performance.now() + (performance.now() - start) / SHARE;
    const isOurs = opened === documentStore.getState().opened;
    if (isOurs && answer !== null && 'findings' in answer) {
      diagnosisStore.setState({ diagnosis: answer });
    }
    if (isOwed) soon();
    isOwed = false;
  };
  const soon = (): void => {
    timer ??= setTimeout(() => void examine(), Math.max(AFTER, notBefore - performance.now()));
  };
  const stops = [
    runStore.subscribe(({ snapshot }, before) => {
      if (snapshot !== before.snapshot) soon();
    }),
    documentStore.subscribe(({ opened }, before) => {
      if (opened !== before.opened) diagnosisStore.setState({ diagnosis: null });
    }),
  ];
  return () => {
    clearTimeout(timer);
    for (const stop of stops) stop();
  };
}

/** True where something is learned, and the graph is not too large to be examined by itself. */
function isNet({ nodes }: GraphDocument): boolean {
  const all = Object.values(nodes);
  return (
    all.length <= MOST_NODES && all.some(({ op, attrs }) => changesInTraining(opDef(op), attrs))
  );
}

/** The loss on the canvas is of the rows written into the graph, not of the data that is trained on. */
import { useStore } from 'zustand';
import type { NodeId } from '../../graph-core/graph/document.ts';
import { documentStore } from '../state/document/document-store.ts';
import { shownTraining } from '../state/document/shown-training.ts';
import { modeStore } from '../state/look/mode-store.ts';
import { runStore } from '../state/results/run-store.ts';

/** What the value of `node` is of, where it is the loss that is trained; empty for all others. */
export function useLossRows(node: NodeId): string {
  const trains = useStore(modeStore, (state) => state.mode === 'train');
  const features = useStore(documentStore, ({ document }) => {
    const training = trains ? shownTraining(document) : document.training;
    const isFed = training?.loss === node && training.dataset !== undefined;
    return isFed ? (training.features ?? null) : null;
  });
  return useStore(runStore, ({ snapshot }) => {
    const shape = features === null ? undefined : snapshot.nodes.get(features)?.value.shape;
    if (shape === undefined || shape.length === 0) return '';
    const [rows] = shape;
    return `loss of the ${rows === 1 ? 'one row' : `${rows} rows`} in the graph, not of the data trained on`;
  });
}

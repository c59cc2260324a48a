/** What has come of training on examples, in rows: the scores, what each unit responds to. */
import { useStore } from 'zustand';
import { nodeLabel } from '../../../../graph-core/graph/document.ts';
import { loadHealth } from '../../../controls/load-health.ts';
import { documentStore } from '../../../state/document/document-store.ts';
import { selectionStore } from '../../../state/look/selection-store.ts';
import { diagnosisStore } from '../../../state/results/diagnosis-store.ts';
import { pictureStore, unitCount } from '../../../state/results/picture-store.ts';
import type { ShownRun } from '../../../state/results/run-store.ts';
import { Later } from '../../../widgets/later.tsx';
import { Scores } from '../progress/scores.tsx';
import { UnitPictures } from '../progress/unit-pictures.tsx';
import { scoreValue } from './row-values.ts';
import { TrainingRow } from './training-row.tsx';

export function ResultRows({ run }: { readonly run: ShownRun }) {
  const { latest, dataset } = run;
  const { scores } = latest;
  if (scores === null || dataset === null) return null;
  return (
    <>
      <TrainingRow name="Scores" value={scoreValue(scores.test ?? scores.training)}>
        <Scores scores={scores} dataset={dataset} />
      </TrainingRow>
      {dataset.width <= 2 && <UnitsRow />}
      <HealthRow />
    </>
  );
}

/** What does not learn, and how gradients change through depth. */
function HealthRow() {
  const diagnosis = useStore(diagnosisStore, (state) => state.diagnosis);
  if (diagnosis === null) return null;
  const count = diagnosis.findings.length;
  const value = count === 0 ? 'Nothing found' : count === 1 ? '1 finding' : `${count} findings`;
  return (
    <TrainingRow name="Diagnosis" value={value}>
      <Later what="The diagnosis" load={loadHealth} props={{ isTitled: false }} />
    </TrainingRow>
  );
}

function UnitsRow() {
  const selected = useStore(selectionStore, ({ nodes }) => (nodes.length === 1 ? nodes[0] : null));
  const label = useStore(documentStore, ({ document }) =>
    selected === null ? '' : nodeLabel(document, selected),
  );
  const count = useStore(pictureStore, (state) =>
    selected === null ? 0 : unitCount(state, selected),
  );
  const value = count === 0 ? 'Select a node' : `${count} of ${label}`;
  return (
    <TrainingRow name="Units" value={value}>
      <UnitPictures node={selected} />
    </TrainingRow>
  );
}

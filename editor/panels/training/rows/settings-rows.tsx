/** What changes the course of training: the rate at once, everything else in rows that say their present value. */
import { useStore } from 'zustand';
import {
  DEFAULT_BATCH,
  type GraphDocument,
  nodeLabel,
  type TrainingSettings,
} from '../../../../graph-core/graph/document.ts';
import { changeTraining } from '../../../state/document/training-edits.ts';
import { runStore, type ShownRun } from '../../../state/results/run-store.ts';
import { Choice } from '../../../widgets/choice.tsx';
import { DatasetFields, SplitFields } from '../data/dataset-fields.tsx';
import { BatchFields, OptimizerFields, ScheduleFields } from '../update/update-fields.tsx';
import {
  batchValue,
  dataValue,
  heldOutValue,
  optimizerValue,
  scheduleValue,
  trainedValue,
} from './row-values.ts';
import { TrainingRow } from './training-row.tsx';

/** Stands for features or targets that go to no input; no key of a node has a space. */
const NOWHERE = 'no input';

interface SettingsRowsProps {
  readonly document: GraphDocument;
  readonly settings: TrainingSettings;
  /** Says how many rows there are; null until a run is set up. */
  readonly run: ShownRun | null;
}

export function SettingsRows({ document, settings, run }: SettingsRowsProps) {
  const { dataset, batch = DEFAULT_BATCH } = settings;
  const view = run?.dataset ?? null;
  const isMissing = useStore(runStore, ({ trainingProblems }) =>
    trainingProblems.some(({ code }) => code === 'no-data-file'),
  );
  return (
    <>
      <TrainingRow name="Optimizer" value={optimizerValue(settings)} restarts>
        <OptimizerFields settings={settings} />
      </TrainingRow>
      <TrainingRow name="Schedule" value={scheduleValue(settings)} restarts>
        <ScheduleFields settings={settings} />
      </TrainingRow>
      <TrainingRow
        name="Data"
        value={isMissing ? `${dataValue(dataset)} is not here` : dataValue(dataset)}
        restarts
        // A table wants to be looked at before it is learned.
        openAtFirst={dataset?.kind === 'file'}
      >
        <DatasetFields dataset={dataset ?? null} />
      </TrainingRow>
      {dataset !== undefined && (
        <>
          <TrainingRow name="Batch" value={batchValue(batch, view)} restarts>
            <BatchFields settings={settings} />
          </TrainingRow>
          <TrainingRow name="Held out" value={heldOutValue(dataset, view)} restarts>
            <SplitFields dataset={dataset} />
          </TrainingRow>
        </>
      )}
      <TrainingRow name="What is trained" value={trainedValue(document, settings)} restarts>
        <TrainedNodes document={document} settings={settings} />
      </TrainingRow>
    </>
  );
}

function TrainedNodes({ document, settings }: Omit<SettingsRowsProps, 'run'>) {
  const nodes = Object.keys(document.nodes);
  const inputs = nodes.filter((id) => document.nodes[id].op === 'input');
  const others = nodes.filter((id) => document.nodes[id].op !== 'input');
  const options = (ids: readonly string[]) =>
    ids.map((id) => ({ value: id, label: nodeLabel(document, id) }));
  // What a data set is fed to; a graph that is trained on its own numbers is fed nothing.
  const fed = (role: 'features' | 'targets') => (
    <Choice
      label={role}
      value={settings[role] ?? NOWHERE}
      options={[{ value: NOWHERE, label: 'to no input' }, ...options(inputs)]}
      onChange={(id) => changeTraining({ [role]: id === NOWHERE ? undefined : id })}
    />
  );
  return (
    <>
      <Choice
        label="loss"
        value={settings.loss}
        options={options(others)}
        onChange={(loss) => changeTraining({ loss })}
      />
      {settings.dataset !== undefined && (
        <>
          {fed('features')}
          {fed('targets')}
        </>
      )}
    </>
  );
}

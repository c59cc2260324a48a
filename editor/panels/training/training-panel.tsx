/** Training: what is made small, on which data, how fast; the loss curve and what the network has learned. */
import './training.css';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import {
  type DrawnPoint,
  type GraphDocument,
  nodeLabel,
  type TrainingSettings,
} from '../../../graph-core/graph/document.ts';
import type { DatasetView } from '../../../graph-core/training/look/learned-pictures.ts';
import type { LossPoints } from '../../../graph-core/training/look/loss-curve.ts';
import type { RunScores } from '../../../graph-core/training/look/score-board.ts';
import { KEEP_WEIGHTS } from '../../commands/train-commands.ts';
import { CommandButton } from '../../controls/command-button.tsx';
import { documentStore } from '../../state/document/document-store.ts';
import { shownTraining } from '../../state/document/shown-training.ts';
import { changeTraining } from '../../state/document/training-edits.ts';
import { runStore, type ShownRun } from '../../state/results/run-store.ts';
import { Choice } from '../../widgets/choice.tsx';
import { NoticeBox } from '../../widgets/notice-box.tsx';
import { Plot } from '../../widgets/plot.tsx';
import type { PlotSeries } from '../../widgets/plot-series.ts';
import { SidePanel } from '../../widgets/side-panel.tsx';
import { DatasetSection } from './data/dataset-section.tsx';
import { batchLossName, scoredRows } from './data/row-words.ts';
import { LearnedPicture } from './progress/learned-picture.tsx';
import { Scores } from './progress/scores.tsx';
import { UnitPictures } from './progress/unit-pictures.tsx';
import { TrainingProblems } from './training-problems.tsx';
import { UpdateSections } from './update/update-sections.tsx';

export function TrainingPanel() {
  const document = useStore(documentStore, (state) => state.document);
  const run = useStore(runStore, (state) => state.training);
  const problems = useStore(runStore, (state) => state.trainingProblems);
  const settings = shownTraining(document);
  const drawn = settings?.dataset.kind === 'points' ? (settings.dataset.points ?? []) : null;
  return (
    <SidePanel label="Training" className="training-panel">
      <Progress run={run} points={drawn} />
      <TrainingProblems problems={problems.filter(({ code }) => code !== 'no-data-file')} />
      {settings === null ? (
        <section className="panel-section">
          <h2 className="panel-title">Nothing to train yet</h2>
          <p>
            A graph that trains has two inputs (features and targets), parameters, and a loss that
            compares the two.
          </p>
        </section>
      ) : (
        <Settings document={document} settings={settings} />
      )}
    </SidePanel>
  );
}

interface ProgressProps {
  readonly run: ShownRun | null;
  /** Points drawn by hand, where they are the data: they can be drawn before there is a run. */
  readonly points: readonly DrawnPoint[] | null;
}

function Progress({ run, points }: ProgressProps) {
  if (run === null && points === null) return null;
  return (
    <section className="panel-section training-progress" aria-label="Progress">
      <LearnedPicture run={run} points={points} />
      {run !== null && <UnitPictures run={run} />}
      {run !== null && <Course run={run} />}
    </section>
  );
}

/** The loss over the steps, and the scores. */
function Course({ run }: { readonly run: ShownRun }) {
  const { latest, dataset } = run;
  const { curve, scores } = latest;
  const series = useMemo(() => lossSeries(curve, scores, dataset), [curve, scores, dataset]);
  return (
    <>
      <h2 className="panel-heading">Loss</h2>
      <Plot label="Loss" series={series} height={120} legend />
      {latest.withheld !== '' && <p className="quiet">{latest.withheld}</p>}
      <Scores scores={scores} dataset={dataset} />
      {latest.status === 'diverged' && (
        <NoticeBox
          danger
          alert
          text={`The loss is no number any more at step ${latest.step}.`}
          hint="Rewind and use a smaller learning rate."
        />
      )}
      <CommandButton command={KEEP_WEIGHTS} />
    </>
  );
}

/** The losses of batches and, where rows are held out, the loss of those. */
function lossSeries(
  curve: LossPoints,
  { test, history }: RunScores,
  dataset: DatasetView,
): PlotSeries[] {
  const batches = {
    label: batchLossName(dataset),
    x: curve.step,
    y: curve.loss,
    color: 'value',
  };
  if (test === null) return [batches];
  const held = {
    label: `held-out loss, ${scoredRows(test)}`,
    x: history.step,
    y: history.testLoss,
    color: 'gradient',
  };
  return [batches, held];
}

function Settings({
  document,
  settings,
}: {
  readonly document: GraphDocument;
  readonly settings: TrainingSettings;
}) {
  const nodes = Object.keys(document.nodes);
  const inputs = nodes.filter((id) => document.nodes[id].op === 'input');
  const others = nodes.filter((id) => document.nodes[id].op !== 'input');
  return (
    <>
      <DatasetSection dataset={settings.dataset} />
      <UpdateSections settings={settings} />
      <section className="panel-section" aria-label="What is trained">
        <h2 className="panel-heading">What is trained</h2>
        <NodeChoice
          label="loss"
          document={document}
          nodes={others}
          value={settings.loss}
          onChange={(loss) => changeTraining({ loss })}
        />
        <NodeChoice
          label="features"
          document={document}
          nodes={inputs}
          value={settings.features}
          onChange={(features) => changeTraining({ features })}
        />
        <NodeChoice
          label="targets"
          document={document}
          nodes={inputs}
          value={settings.targets}
          onChange={(targets) => changeTraining({ targets })}
        />
      </section>
    </>
  );
}

function NodeChoice({
  label,
  document,
  nodes,
  value,
  onChange,
}: {
  readonly label: string;
  readonly document: GraphDocument;
  readonly nodes: readonly string[];
  readonly value: string;
  readonly onChange: (node: string) => void;
}) {
  const options = nodes.map((id) => ({ value: id, label: nodeLabel(document, id) }));
  return <Choice label={label} value={value} options={options} onChange={onChange} />;
}

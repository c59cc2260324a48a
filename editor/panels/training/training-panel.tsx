/** Training: the picture of what is learned, the loss, and below them the settings that change them. */
import './training.css';
import { useStore } from 'zustand';
import type { DrawnPoint } from '../../../graph-core/graph/document.ts';
import { documentStore } from '../../state/document/document-store.ts';
import { shownTraining } from '../../state/document/shown-training.ts';
import { runStore, type ShownRun } from '../../state/results/run-store.ts';
import { SidePanel } from '../../widgets/side-panel.tsx';
import { NoLoss } from './no-loss.tsx';
import { useLastRun } from './progress/last-run.ts';
import { LearnedPicture } from './progress/learned-picture.tsx';
import { LossCourse } from './progress/loss-course.tsx';
import { ParameterValues } from './progress/parameter-values.tsx';
import { ResultRows } from './rows/result-rows.tsx';
import { SettingsRows } from './rows/settings-rows.tsx';
import { TrainingProblems } from './training-problems.tsx';
import { RateField } from './update/rate-field.tsx';

export function TrainingPanel() {
  const document = useStore(documentStore, (state) => state.document);
  const run = useLastRun();
  const problems = useStore(runStore, (state) => state.trainingProblems);
  const settings = shownTraining(document);
  const dataset = settings?.dataset;
  const drawn = dataset?.kind === 'points' ? (dataset.points ?? []) : null;
  return (
    <SidePanel label="Training" className="training-panel">
      <Progress run={run} points={drawn} />
      <TrainingProblems
        problems={problems.filter(({ code }) => code !== 'no-data-file')}
        document={document}
        settings={settings}
      />
      {settings === null ? (
        <NoLoss document={document} />
      ) : (
        <section className="panel-section training-settings" aria-label="Training settings">
          <RateField rate={settings.rate} />
          <div className="training-rows">
            <SettingsRows document={document} settings={settings} run={run} />
            {run !== null && <ResultRows run={run} />}
          </div>
        </section>
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
      {run !== null && <LossCourse run={run} />}
      {run !== null && run.dataset === null && <ParameterValues run={run} />}
    </section>
  );
}

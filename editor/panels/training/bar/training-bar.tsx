/** The bar below the canvas while training: play, one step, rewind, and how far the run is. */
import { useState } from 'react';
import { useStore } from 'zustand';
import type { RunScores } from '../../../../graph-core/training/look/score-board.ts';
import { askRun } from '../../../run/computation.ts';
import { dialogStore } from '../../../state/look/dialogs.ts';
import { runStore } from '../../../state/results/run-store.ts';
import { formatNumber } from '../../../widgets/format-number.ts';
import { IconButton } from '../../../widgets/icon-button.tsx';
import { NumberField } from '../../../widgets/number-field.tsx';
import { batchLossName, scoredRows } from '../data/row-words.ts';
import { ParityBadge } from '../progress/parity-badge.tsx';

/** Steps that can be asked for at once. */
const MOST_STEPS = 1_000_000;

export function TrainingBar() {
  const [steps, setSteps] = useState(100);
  const run = useStore(runStore, (state) => state.training);
  const compiled = useStore(dialogStore, (state) => state.compiledOpen);
  const latest = run?.latest;
  const running = latest?.status === 'running';
  const stuck = latest === undefined || latest.status === 'diverged';
  return (
    <section className="timeline timeline-controls" aria-label="Training run">
      <div className="bar-group">
        <IconButton
          icon={running ? 'pause' : 'play'}
          label={running ? 'Pause' : 'Train'}
          shortcut="P"
          look="primary"
          tipSide="top"
          tipAlign="start"
          disabled={stuck}
          onClick={() => askRun(running ? 'pause' : 'play')}
        />
        <IconButton
          icon="step-forward"
          label="One step"
          shortcut="]"
          tipSide="top"
          disabled={stuck}
          onClick={() => askRun({ steps: 1 })}
        />
        <div className="training-steps">
          <NumberField
            label="Number of steps"
            labelHidden
            integer
            min={1}
            max={MOST_STEPS}
            value={steps}
            onChange={setSteps}
          />
          <button
            type="button"
            className="button"
            disabled={stuck}
            aria-label={`${steps} steps`}
            onClick={() => askRun({ steps })}
          >
            steps
          </button>
        </div>
        <IconButton
          icon="skip-back"
          label="Rewind to the initial weights"
          shortcut="Home"
          tipSide="top"
          disabled={latest === undefined || latest.step === 0}
          onClick={() => askRun('rewind')}
        />
      </div>
      {run !== null && latest !== undefined && (
        <p className="training-state">
          step <strong>{latest.step.toLocaleString('en-US')}</strong>
          <span className="quiet"> · epoch {latest.epoch.toLocaleString('en-US')}</span>
          {latest.step > 0 && (
            <span className="quiet">
              {' '}
              · {batchLossName(run.dataset)}: {formatNumber(latest.loss)}
            </span>
          )}
          {shownAccuracy(latest.scores)}
          {running && latest.rate > 0 && (
            <span className="quiet">
              {' '}
              · {Math.round(latest.rate).toLocaleString('en-US')} steps a second
            </span>
          )}
        </p>
      )}
      <span className="bar-spacer" />
      <div className="training-engine">
        {latest !== undefined && <ParityBadge {...latest} />}
        <IconButton
          icon="code"
          label="What it was compiled to"
          shortcut="K"
          pressed={compiled}
          tipSide="top"
          tipAlign="end"
          onClick={() => dialogStore.setState({ compiledOpen: !compiled })}
        />
      </div>
    </section>
  );
}

/** Accuracy where it counts: on the examples held out, else on those learned from. */
function shownAccuracy({ training, test }: RunScores) {
  const score = test ?? training;
  if (score.accuracy === null) return null;
  return (
    <span className="quiet">
      {' '}
      · {(100 * score.accuracy).toFixed(1)} % right, {scoredRows(score)}
      {test === null ? '' : ' held out'}
    </span>
  );
}

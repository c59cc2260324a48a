/** The bar below the canvas while training: play, one step, rewind, and how far the run is. */
import { useStore } from 'zustand';
import type { RunScores } from '../../../../graph-core/training/look/score-board.ts';
import {
  PLAY_RUN,
  REWIND_RUN,
  TRAIN_ONE_STEP,
  TRAIN_STEPS,
} from '../../../commands/train-commands.ts';
import { COMPILED } from '../../../commands/view-commands.ts';
import { CommandButton, CommandIconButton } from '../../../controls/command-button.tsx';
import { modeStore } from '../../../state/look/mode-store.ts';
import type { ShownRun } from '../../../state/results/run-store.ts';
import { formatNumber } from '../../../widgets/format-number.ts';
import { NumberField } from '../../../widgets/number-field.tsx';
import { scoredRows } from '../data/row-words.ts';
import { useLastRun } from '../progress/last-run.ts';
import { ParityBadge } from '../progress/parity-badge.tsx';
import { RunScrubber } from './run-scrubber.tsx';
import { SpeedSlider } from './speed-slider.tsx';

/** Steps that can be asked for at once. */
const MOST_STEPS = 1_000_000;

export function TrainingBar() {
  const run = useLastRun();
  return (
    <section className="timeline timeline-controls" aria-label="Training run">
      <div className="bar-group">
        <CommandIconButton command={PLAY_RUN} look="primary" tipSide="top" tipAlign="start" />
        <CommandIconButton command={TRAIN_ONE_STEP} tipSide="top" />
        <StepsAtOnce />
        <CommandIconButton command={REWIND_RUN} tipSide="top" />
      </div>
      {run !== null && <SpeedSlider run={run} />}
      {run !== null && <RunState run={run} />}
      <span className="bar-spacer" />
      <div className="training-loop">
        {run !== null && <ParityBadge {...run.latest} />}
        <CommandIconButton command={COMPILED} tipSide="top" tipAlign="end" />
      </div>
      {run !== null && <RunScrubber run={run} />}
    </section>
  );
}

/** How many steps one press does, and the button for it. */
function StepsAtOnce() {
  const steps = useStore(modeStore, (state) => state.stepsAtOnce);
  return (
    <div className="training-steps">
      <NumberField
        label="Number of steps"
        labelHidden
        integer
        min={1}
        max={MOST_STEPS}
        value={steps}
        onChange={(stepsAtOnce) => modeStore.setState({ stepsAtOnce })}
      />
      <CommandButton command={TRAIN_STEPS} named>
        steps
      </CommandButton>
    </div>
  );
}

/** How far the run is, and how well it does; the loss, whose digits change, comes last. */
function RunState({ run: { latest } }: { readonly run: ShownRun }) {
  return (
    <p className="training-state">
      step <strong>{latest.step.toLocaleString('en-US')}</strong>
      {latest.scores === null ? (
        <span className="quiet"> · loss {formatNumber(latest.lossNow ?? latest.loss)}</span>
      ) : (
        <>
          <span className="quiet"> · epoch {latest.epoch.toLocaleString('en-US')}</span>
          {shownAccuracy(latest.scores)}
          {latest.step > 0 && (
            <span className="quiet"> · batch loss {formatNumber(latest.loss)}</span>
          )}
        </>
      )}
    </p>
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

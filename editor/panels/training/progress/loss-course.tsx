/** The loss over the steps, and what is to be said about its course. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { DatasetView } from '../../../../graph-core/training/look/learned-pictures.ts';
import type { LossPoints } from '../../../../graph-core/training/look/loss-curve.ts';
import type { RunScores } from '../../../../graph-core/training/look/score-board.ts';
import type { LeftCurve } from '../../../../graph-core/training/replay/left-curve.ts';
import { KEEP_WEIGHTS } from '../../../commands/train-commands.ts';
import { CommandButton } from '../../../controls/command-button.tsx';
import { changeTraining } from '../../../state/document/training-edits.ts';
import { preferenceStore } from '../../../state/look/preferences.ts';
import type { ShownRun } from '../../../state/results/run-store.ts';
import { formatNumber } from '../../../widgets/format-number.ts';
import { NoticeBox } from '../../../widgets/notice-box.tsx';
import { Plot } from '../../../widgets/plot.tsx';
import type { PlotSeries } from '../../../widgets/plot-series.ts';
import { batchLossName, scoredRows } from '../data/row-words.ts';
import { RightShare } from './right-share.tsx';

export function LossCourse({ run }: { readonly run: ShownRun }) {
  const { latest, dataset } = run;
  const logLoss = useStore(preferenceStore, (preferences) => preferences.logLoss);
  const logSteps = useStore(preferenceStore, (preferences) => preferences.logSteps);
  const { scores } = latest;
  const curve = logSteps ? latest.factorCurve : latest.curve;
  const { left } = latest;
  const series = useMemo(
    () => [...leftSeries(left), ...lossSeries(curve, scores, dataset)],
    [curve, scores, dataset, left],
  );
  const isPictured = latest.boundary !== null || latest.fit !== null;
  return (
    <>
      <div className="training-head">
        <h2 className="panel-heading">Loss</h2>
        {latest.lossNow !== null && (
          <span className="training-right">{formatNumber(latest.lossNow)} now</span>
        )}
        {!isPictured && <RightShare run={run} />}
        <div className="training-axes">
          <AxisToggle of="loss" mark="↕" isOn={logLoss} onToggle={() => turn('logLoss')} />
          <AxisToggle of="steps" mark="↔" isOn={logSteps} onToggle={() => turn('logSteps')} />
        </div>
        <CommandButton command={KEEP_WEIGHTS} className="training-keep" named>
          Keep weights
        </CommandButton>
      </div>
      <Plot label="Loss" series={series} height={104} logScale={logLoss} logX={logSteps} legend />
      {latest.withheld !== '' && <p className="quiet">{latest.withheld}</p>}
      <RateNotice latest={latest} />
    </>
  );
}

function turn(axis: 'logLoss' | 'logSteps'): void {
  preferenceStore.setState((preferences) => ({ [axis]: !preferences[axis] }));
}

interface AxisToggleProps {
  readonly of: 'loss' | 'steps';
  /** The way the axis goes. */
  readonly mark: string;
  readonly isOn: boolean;
  readonly onToggle: () => void;
}

/** Equal distances are equal factors: small losses are told apart, and so are the first steps. */
function AxisToggle({ of, mark, isOn, onToggle }: AxisToggleProps) {
  const name = `Logarithmic scale of the ${of}`;
  return (
    <button
      type="button"
      className="training-toggle"
      aria-pressed={isOn}
      aria-label={name}
      title={name}
      onClick={onToggle}
    >
      log {mark}
    </button>
  );
}

/** Says when the loss rises or is no number any more, with a smaller rate by one press. */
function RateNotice({ latest }: Pick<ShownRun, 'latest'>) {
  const { rateWarning, status, step } = latest;
  const rate = rateWarning?.smallerRate;
  const press = rate !== undefined && (
    <button type="button" className="button" onClick={() => changeTraining({ rate })}>
      Use {formatNumber(rate)}
    </button>
  );
  if (status === 'diverged') {
    return (
      <NoticeBox
        danger
        alert
        text={`The loss is no number any more at step ${step}.`}
        hint="Rewind and use a smaller learning rate."
      >
        {press}
      </NoticeBox>
    );
  }
  if (rateWarning === null) return null;
  const { message } = rateWarning;
  return (
    <NoticeBox className="training-notice" text={`${message[0].toUpperCase()}${message.slice(1)}.`}>
      {press}
    </NoticeBox>
  );
}

/** The run as it went on at another rate, before that was changed in its past. */
function leftSeries(left: LeftCurve | null): PlotSeries[] {
  if (left === null) return [];
  const { curve, step, rate } = left;
  const label = `at rate ${formatNumber(rate)}, left at step ${step.toLocaleString('en-US')}`;
  return [{ label, x: curve.step, y: curve.loss, color: 'quiet-ink' }];
}

/** The losses of the steps and, where rows are held out, the loss of those. */
function lossSeries(
  curve: LossPoints,
  scores: RunScores | null,
  dataset: DatasetView | null,
): PlotSeries[] {
  const batches = {
    label: dataset === null ? 'loss' : batchLossName(dataset),
    x: curve.step,
    y: curve.loss,
    color: 'value',
  };
  if (scores === null || scores.test === null) return [batches];
  const { test, history } = scores;
  const held = {
    label: `held-out loss, ${scoredRows(test)}`,
    x: history.step,
    y: history.testLoss,
    color: 'gradient',
  };
  return [batches, held];
}

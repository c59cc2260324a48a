/** The loss over the steps, and what is to be said about its course. */
import { useMemo } from 'react';
import type { DatasetView } from '../../../../graph-core/training/look/learned-pictures.ts';
import type { LossPoints } from '../../../../graph-core/training/look/loss-curve.ts';
import type { RunScores } from '../../../../graph-core/training/look/score-board.ts';
import { KEEP_WEIGHTS } from '../../../commands/train-commands.ts';
import { CommandButton } from '../../../controls/command-button.tsx';
import type { ShownRun } from '../../../state/results/run-store.ts';
import { NoticeBox } from '../../../widgets/notice-box.tsx';
import { Plot } from '../../../widgets/plot.tsx';
import type { PlotSeries } from '../../../widgets/plot-series.ts';
import { batchLossName, scoredRows } from '../data/row-words.ts';
import { RightShare } from './right-share.tsx';

export function LossCourse({ run }: { readonly run: ShownRun }) {
  const { latest, dataset } = run;
  const { curve, scores } = latest;
  const series = useMemo(() => lossSeries(curve, scores, dataset), [curve, scores, dataset]);
  const isPictured = latest.boundary !== null || latest.fit !== null;
  return (
    <>
      <div className="training-head">
        <h2 className="panel-heading">Loss</h2>
        {!isPictured && <RightShare run={run} />}
        <CommandButton command={KEEP_WEIGHTS} className="training-keep" named>
          Keep weights
        </CommandButton>
      </div>
      <Plot label="Loss" series={series} height={104} legend />
      {latest.withheld !== '' && <p className="quiet">{latest.withheld}</p>}
      {latest.status === 'diverged' && (
        <NoticeBox
          danger
          alert
          text={`The loss is no number any more at step ${latest.step}.`}
          hint="Rewind and use a smaller learning rate."
        />
      )}
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

/** How well the network does: on the examples it learns from, and on those held out. */
import { useMemo } from 'react';
import type { DatasetView } from '../../../../graph-core/training/look/learned-pictures.ts';
import type { ScoreResult } from '../../../../graph-core/training/look/score.ts';
import type { RunScores, ScoreHistory } from '../../../../graph-core/training/look/score-board.ts';
import { ConfusionMatrix } from '../../../widgets/confusion-matrix.tsx';
import { formatNumber } from '../../../widgets/format-number.ts';
import { Plot } from '../../../widgets/plot.tsx';
import { scoredRows } from '../data/row-words.ts';

interface ScoresProps {
  readonly scores: RunScores;
  readonly dataset: DatasetView;
}

/** Classes up to which the matrix can be read. */
const MOST_CLASSES = 20;

export function Scores({ scores, dataset }: ScoresProps) {
  const { training, test, history } = scores;
  const shown = test ?? training;
  const { confusion } = shown;
  return (
    <div className="training-scores">
      <table className="score-table">
        <thead>
          <tr>
            <th scope="col">rows</th>
            <th scope="col">loss</th>
            {training.accuracy !== null && <th scope="col">accuracy</th>}
          </tr>
        </thead>
        <tbody>
          <ScoreRow name="training" score={training} />
          {test !== null && <ScoreRow name="held out" score={test} />}
        </tbody>
      </table>
      {[training, test].map(
        (score, i) =>
          score !== null &&
          score.note !== '' && (
            <p className="quiet" key={i === 0 ? 'training' : 'held out'}>
              {i === 0 ? 'Training' : 'Held out'}: {score.note}.
            </p>
          ),
      )}
      {training.accuracy !== null && <AccuracyPlot history={history} tested={test !== null} />}
      {confusion !== null && dataset.classes !== null && dataset.classes <= MOST_CLASSES && (
        <details>
          <summary>Confusion matrix, {test === null ? 'training rows' : 'held-out rows'}</summary>
          <ConfusionMatrix
            label="Confusion matrix"
            counts={confusion}
            classes={
              dataset.classNames ?? Array.from({ length: dataset.classes }, (_, i) => String(i))
            }
          />
        </details>
      )}
    </div>
  );
}

function ScoreRow({ name, score }: { readonly name: string; readonly score: ScoreResult }) {
  const { loss, accuracy } = score;
  return (
    <tr>
      <th scope="row">
        {name}, <span className="quiet">{scoredRows(score)}</span>
      </th>
      <td>{Number.isNaN(loss) ? '–' : formatNumber(loss)}</td>
      {accuracy !== null && <td>{(100 * accuracy).toFixed(1)} %</td>}
    </tr>
  );
}

const ALL: readonly [number, number] = [0, 1];

const percent = (share: number): string => `${formatNumber(100 * share, { digits: 3 })} %`;

function AccuracyPlot({
  history,
  tested,
}: {
  readonly history: ScoreHistory;
  readonly tested: boolean;
}) {
  const series = useMemo(() => {
    const { step, trainingAccuracy, testAccuracy } = history;
    const heldOut = { label: 'held-out rows', x: step, y: testAccuracy, color: 'gradient' };
    return [
      { label: 'training rows', x: step, y: trainingAccuracy, color: 'value' },
      ...(tested ? [heldOut] : []),
    ];
  }, [history, tested]);
  return (
    <>
      <h2 className="panel-heading">Accuracy</h2>
      <Plot label="Accuracy" series={series} range={ALL} formatY={percent} height={100} legend />
    </>
  );
}

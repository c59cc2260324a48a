/** What the network has learned so far: regions of the plane for two inputs, a curve for one. */
import { useMemo } from 'react';
import type { DatasetMessage, TrainingMessage } from '../../../graph-core/worker/protocol.ts';
import { BoundaryPlot } from '../../widgets/boundary-plot.tsx';

interface LearnedPictureProps {
  readonly dataset: DatasetMessage;
  readonly training: TrainingMessage;
}

export function LearnedPicture({ dataset, training }: LearnedPictureProps) {
  const { boundary, fit } = training;
  if (boundary !== null) return <Boundary dataset={dataset} boundary={boundary} />;
  if (fit !== null) return <Fit dataset={dataset} fit={fit} />;
  return null;
}

function Boundary({
  dataset,
  boundary,
}: {
  readonly dataset: DatasetMessage;
  readonly boundary: NonNullable<TrainingMessage['boundary']>;
}) {
  const points = useMemo(
    () =>
      Array.from(dataset.targets, (label, i) => ({
        x: dataset.features[2 * i],
        y: dataset.features[2 * i + 1],
        label,
      })),
    [dataset],
  );
  const [left, right, bottom, top] = boundary.extent;
  return (
    <>
      <div className="training-head">
        <h2 className="panel-heading">Decision boundary</h2>
      </div>
      <BoundaryPlot
        label="Decision boundary"
        grid={boundary}
        points={points}
        extent={{ x: [left, right], y: [bottom, top] }}
      />
    </>
  );
}

/** Side lengths of the picture in its own units. */
const WIDTH = 320;
const HEIGHT = 200;

function Fit({
  dataset,
  fit,
}: {
  readonly dataset: DatasetMessage;
  readonly fit: NonNullable<TrainingMessage['fit']>;
}) {
  const [left, right] = [fit.x[0], fit.x[fit.x.length - 1]];
  const [low, high] = useMemo(() => {
    const least = dataset.targets.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
    const most = dataset.targets.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    const margin = Math.max(1e-6, most - least) * 0.2;
    return [least - margin, most + margin];
  }, [dataset]);
  const across = (x: number): number => ((x - left) / (right - left)) * WIDTH;
  const up = (y: number): number =>
    HEIGHT - ((Math.max(low - 9, Math.min(high + 9, y)) - low) / (high - low)) * HEIGHT;
  const curve = Array.from(fit.x, (x, i) =>
    Number.isFinite(fit.y[i]) ? `${across(x).toFixed(1)},${up(fit.y[i]).toFixed(1)}` : null,
  );
  return (
    <>
      <h2 className="panel-heading">Fit</h2>
      <svg
        className="training-fit"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label="Examples and the curve the network has learned"
      >
        {Array.from(dataset.targets, (y, i) => (
          <circle
            // biome-ignore lint/suspicious/noArrayIndexKey: an example is its place in the data
            key={i}
            className="training-point"
            cx={across(dataset.features[i])}
            cy={up(y)}
            r={3}
          />
        ))}
        <polyline
          className="training-curve"
          points={curve.filter((point) => point !== null).join(' ')}
        />
      </svg>
    </>
  );
}

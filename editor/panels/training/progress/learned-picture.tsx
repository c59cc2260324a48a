/** What the network has learned so far: regions of the plane for two inputs, a curve for one. */
import { useMemo } from 'react';
import type { DrawnPoint } from '../../../../graph-core/graph/document.ts';
import type { DatasetView } from '../../../../graph-core/training/look/learned-pictures.ts';
import type { TrainingMessage } from '../../../../graph-core/worker/messages/protocol.ts';
import type { ShownRun } from '../../../state/results/run-store.ts';
import { BoundaryPlot } from '../../../widgets/boundary-plot.tsx';
import { DrawnPoints } from '../data/drawn-points.tsx';
import { RightShare } from './right-share.tsx';

interface LearnedPictureProps {
  /** Null until a run is set up. */
  readonly run: ShownRun | null;
  /** Points drawn by hand, where they are the data. */
  readonly points: readonly DrawnPoint[] | null;
}

export function LearnedPicture({ run, points }: LearnedPictureProps) {
  const boundary = run?.latest.boundary ?? null;
  const dataset = run?.dataset ?? null;
  if (points !== null) {
    return (
      <>
        <PictureHead name="Decision boundary" run={run} />
        <DrawnPoints points={points} boundary={boundary} dataset={dataset} />
      </>
    );
  }
  if (run === null || dataset === null) return null;
  if (boundary !== null) {
    return (
      <>
        <PictureHead name="Decision boundary" run={run} />
        <Boundary dataset={dataset} boundary={boundary} />
      </>
    );
  }
  const { fit } = run.latest;
  if (fit === null) return null;
  return (
    <>
      <PictureHead name="Fit" run={run} />
      <Fit dataset={dataset} fit={fit} />
    </>
  );
}

/** What is shown, and beside it how much of it is right. */
function PictureHead({ name, run }: { readonly name: string; readonly run: ShownRun | null }) {
  return (
    <div className="training-head">
      <h2 className="panel-heading">{name}</h2>
      {run !== null && <RightShare run={run} />}
    </div>
  );
}

function Boundary({
  dataset,
  boundary,
}: {
  readonly dataset: DatasetView;
  readonly boundary: NonNullable<TrainingMessage['boundary']>;
}) {
  const points = useMemo(
    () =>
      [dataset, dataset.test].flatMap(({ features, targets }, part) =>
        Array.from(targets, (label, i) => ({
          x: features[2 * i],
          y: features[2 * i + 1],
          label,
          hollow: part === 1,
        })),
      ),
    [dataset],
  );
  const [left, right, bottom, top] = boundary.extent;
  return (
    <BoundaryPlot
      label="Decision boundary"
      grid={boundary}
      points={points}
      extent={{ x: [left, right], y: [bottom, top] }}
    />
  );
}

/** Side lengths of the picture in its own units. */
const WIDTH = 320;
const HEIGHT = 200;

/** Examples drawn; more are a band anyway. */
const MOST_CIRCLES = 1000;

function Fit({
  dataset,
  fit,
}: {
  readonly dataset: DatasetView;
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
    <svg
      className="training-fit"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label="Examples and the curve the network has learned"
    >
      {[dataset, dataset.test].map(({ features, targets }, part) =>
        Array.from(targets.subarray(0, MOST_CIRCLES), (y, i) => (
          <circle
            // biome-ignore lint/suspicious/noArrayIndexKey: an example is its place in the data
            key={`${part} ${i}`}
            className={part === 0 ? 'training-point' : 'training-point training-held'}
            cx={across(features[i])}
            cy={up(y)}
            r={3}
          />
        )),
      )}
      <polyline
        className="training-curve"
        points={curve.filter((point) => point !== null).join(' ')}
      />
    </svg>
  );
}

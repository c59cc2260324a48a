/** How fast training plays: slow enough to watch each step, or as fast as the machine can; changed while it plays. */
import { preferenceStore } from '../../../state/look/preferences.ts';
import type { ShownRun } from '../../../state/results/run-store.ts';
import { SPEEDS, speedPlace, speedWords } from './speed-scale.ts';

export function SpeedSlider({ run: { latest } }: { readonly run: ShownRun }) {
  const { speed, rate, status } = latest;
  const isMeasured = speed === 'full' && status === 'running' && rate > 0;
  const words = isMeasured
    ? `full, ${Math.round(rate).toLocaleString('en-US')} steps/s`
    : speedWords(speed);
  return (
    <div className="training-speed">
      <input
        type="range"
        aria-label="Speed of training"
        aria-valuetext={speedWords(speed)}
        min={0}
        max={SPEEDS.length - 1}
        step={1}
        value={speedPlace(speed)}
        onChange={(event) =>
          preferenceStore.setState({ trainingSpeed: SPEEDS[Number(event.target.value)] })
        }
      />
      <span className="training-speed-words">{words}</span>
    </div>
  );
}

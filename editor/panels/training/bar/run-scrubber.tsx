/** The whole run as a line to be scrubbed: any step that was done is back, and its inside is one press away. */
import './run-scrubber.css';
import { STEP_INSIDE } from '../../../commands/train-commands.ts';
import { CommandButton } from '../../../controls/command-button.tsx';
import { askRun } from '../../../run/computation.ts';
import type { ShownRun } from '../../../state/results/run-store.ts';
import { formatNumber } from '../../../widgets/format-number.ts';
import { FindStep } from './find-step.tsx';

const count = (steps: number): string => steps.toLocaleString('en-US');

export function RunScrubber({ run }: { readonly run: ShownRun }) {
  const { step, lastStep, target, rates } = run.latest;
  const shown = target ?? step;
  const isOnItsWay = target !== null;
  return (
    <div className="run-scrubber">
      <input
        type="range"
        className="run-scrubber-range"
        aria-label="Step of the run"
        aria-valuetext={`step ${count(shown)} of ${count(lastStep)}`}
        min={0}
        max={Math.max(1, lastStep)}
        value={shown}
        disabled={lastStep === 0}
        onChange={(event) => askRun({ seek: Number(event.target.value) })}
      />
      <span className="quiet run-scrubber-end">
        {isOnItsWay
          ? `step ${count(step)}, on the way to ${count(target)}`
          : `of ${count(lastStep)}`}
        {rates.length > 1 && ` · rate ${rates.map(({ rate }) => formatNumber(rate)).join(' → ')}`}
      </span>
      {isOnItsWay && (
        <button type="button" className="button" onClick={() => askRun('pause')}>
          Stop here
        </button>
      )}
      <CommandButton command={STEP_INSIDE}>Step inside</CommandButton>
      <FindStep run={run} />
    </div>
  );
}

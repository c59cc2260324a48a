/** The learning rate beside what it does: typed, dragged or stepped along 1, 2, 5, 10; it holds from the next step on. */
import { MAX_RATE } from '../../../../graph-core/graph/limits.ts';
import { SettingNumber } from '../../../controls/setting-number.tsx';
import { changeTraining } from '../../../state/document/training-edits.ts';
import { IconButton } from '../../../widgets/icon-button.tsx';
import { stepAlong } from '../../../widgets/number-scrub.ts';

const STEPS = { min: 0, max: MAX_RATE, step: 0.01, ladder: true } as const;

const ONE_RUNG = { shiftKey: false, altKey: false };

const stepped = (rate: number, direction: 1 | -1): number =>
  stepAlong(null, rate, direction, STEPS, ONE_RUNG).at;

export function RateField({ rate }: { readonly rate: number }) {
  const step = (direction: 1 | -1) => () => changeTraining({ rate: stepped(rate, direction) });
  return (
    <div className="training-rate">
      <SettingNumber
        label="learning rate"
        value={rate}
        {...STEPS}
        onChange={(next, gesture) => changeTraining({ rate: next }, gesture)}
      />
      <IconButton
        icon="minus"
        label="Smaller learning rate"
        look="quiet"
        tipAlign="end"
        onClick={step(-1)}
      />
      <IconButton
        icon="plus"
        label="Larger learning rate"
        look="quiet"
        tipAlign="end"
        onClick={step(1)}
      />
    </div>
  );
}

/** One row of the training panel: a name and its present value in words, which unfold in place to their fields. */
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { Icon } from '../../../widgets/icon.tsx';
import { openRows, setRow } from './open-rows.ts';
import { RestartNote } from './restart-note.tsx';

export interface TrainingRowProps {
  readonly name: string;
  /** What it is at present, in a few words. */
  readonly value: string;
  /** A change of its fields begins a new run. */
  readonly restarts?: boolean;
  /** Unfolded until somebody folds it up. */
  readonly openAtFirst?: boolean;
  readonly children: ReactNode;
}

export function TrainingRow({
  name,
  value,
  restarts = false,
  openAtFirst = false,
  children,
}: TrainingRowProps) {
  const isOpen = useStore(openRows, (rows) => rows[name] ?? openAtFirst);
  // Also told at the start: what is unfolded at first stays so when its reason is gone, under nobody's hand.
  return (
    <section className="training-row" aria-label={name}>
      <details open={isOpen} onToggle={(event) => setRow(name, event.currentTarget.open)}>
        <summary>
          <span className="training-row-name">{name}</span>
          <span className="training-row-value" title={value}>
            {value}
          </span>
          <Icon name="chevron-right" size={14} />
        </summary>
        {isOpen && (
          <div className="training-row-fields">
            {restarts && <RestartNote />}
            {children}
          </div>
        )}
      </details>
    </section>
  );
}

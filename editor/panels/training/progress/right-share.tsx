/** How much is right, where it counts: of the examples held out, else of those learned from. */
import type { ShownRun } from '../../../state/results/run-store.ts';
import { rightShare } from '../rows/row-values.ts';

/** `99.3 % right`; nothing where there are no classes. A ring stands for what is held out, as in the picture. */
export function RightShare({ run: { latest, dataset } }: { readonly run: ShownRun }) {
  if (latest.scores === null || dataset === null) return null;
  const { training, test } = latest.scores;
  const { accuracy } = test ?? training;
  if (accuracy === null) {
    return dataset.testSize > 0 ? <span className="quiet">○ held out</span> : null;
  }
  return (
    <span className="training-right">
      {rightShare(accuracy)}
      {test !== null && <span className="quiet"> of held out ○</span>}
    </span>
  );
}

/** Whose numbers these are, while a step of training is looked at from the inside. */
import type { ShownIteration } from '../../state/results/run-store.ts';

/** Rows of a batch that are named. */
const MOST_ROWS = 8;

export function OfTraining({ iteration, rows }: ShownIteration) {
  return (
    <p className="quiet">
      Training step {(iteration + 1).toLocaleString('en-US')}, by the interpreter in f64
      {rows !== null && `, on ${rowsInWords(rows)}`}
    </p>
  );
}

/** `10 of 200 rows: 3, 17, 150 …`; counted from 1 among those learned from. */
function rowsInWords({ places, of }: NonNullable<ShownIteration['rows']>): string {
  if (places.length === of) return of === 1 ? 'the one row' : `all ${of} rows`;
  const listed = places.slice(0, MOST_ROWS).map((place) => place + 1);
  return `${places.length} of ${of} rows: ${listed.join(', ')}${places.length > MOST_ROWS ? ' …' : ''}`;
}

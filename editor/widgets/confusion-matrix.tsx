/** What a classifier took for what: true classes in rows, predicted ones in columns. */
import type { CSSProperties } from 'react';

export interface ConfusionMatrixProps {
  /** For screen readers. */
  readonly label: string;
  /** Row-major; as many rows and columns as classes. */
  readonly counts: ArrayLike<number>;
  readonly classes: readonly string[];
}

export function ConfusionMatrix({ label, counts, classes }: ConfusionMatrixProps) {
  const size = classes.length;
  const most = Math.max(1, ...Array.from({ length: size * size }, (_, i) => counts[i]));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is scrolled by keys as well
    <section className="confusion" aria-label={label} tabIndex={0}>
      <table>
        <caption>rows: true class, columns: predicted</caption>
        <thead>
          <tr>
            <td />
            {classes.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {classes.map((truth, row) => (
            <tr key={truth}>
              <th scope="row">{truth}</th>
              {classes.map((predicted, column) => {
                const count = counts[row * size + column];
                return (
                  <td
                    key={predicted}
                    className={row === column ? 'confusion-right' : 'confusion-wrong'}
                    style={
                      {
                        '--share': `${count === 0 ? 0 : Math.round(25 + (75 * count) / most)}%`,
                      } as CSSProperties
                    }
                  >
                    {count}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

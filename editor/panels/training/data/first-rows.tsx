import type { ColumnSummary } from '../../../../graph-core/datasets/files/column-summary.ts';
import type { TableSummary } from '../../../../graph-core/datasets/files/table-summary.ts';
import type { DataFileSettings } from '../../../../graph-core/graph/document.ts';
import { changeDataFile } from '../../../state/document/data-edits.ts';
import { Checkbox } from '../../../widgets/checkbox.tsx';

/** The first rows of a table; columns that are no features are drawn faint. */
interface FirstRowsProps {
  readonly file: DataFileSettings;
  readonly summary: TableSummary;
  readonly target: ColumnSummary;
}

export function FirstRows({ file, summary, target }: FirstRowsProps) {
  const { columns, width } = summary;
  const leftOut = new Set(file.leaveOut);
  const toggle = (name: string, isUsed: boolean): void => {
    const others = (file.leaveOut ?? []).filter((other) => other !== name);
    changeDataFile({ leaveOut: isUsed ? others : [...others, name] });
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is scrolled by keys as well
    <section className="dataset-preview" aria-label="First rows" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <ColumnHead
                key={column.name}
                column={column}
                isTarget={column === target}
                isUsed={!leftOut.has(column.name)}
                onToggle={(isUsed) => toggle(column.name, isUsed)}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: target.preview.length }, (_, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place in the table
            <tr key={row}>
              {columns.map(({ name, preview }) => (
                <td key={name} className={leftOut.has(name) ? 'dataset-unused' : undefined}>
                  {preview[row] === '' ? <em className="quiet">missing</em> : preview[row]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {width > columns.length && (
        <p className="quiet">and {width - columns.length} more columns, all features</p>
      )}
    </section>
  );
}

interface ColumnHeadProps {
  readonly column: ColumnSummary;
  readonly isTarget: boolean;
  readonly isUsed: boolean;
  readonly onToggle: (isUsed: boolean) => void;
}

/** The name of a column: what is predicted, or a feature that can be left out. */
function ColumnHead({ column, isTarget, isUsed, onToggle }: ColumnHeadProps) {
  const { name, holds, distinct } = column;
  return (
    <th scope="col">
      {isTarget ? (
        <span className="dataset-target">{name}</span>
      ) : (
        <Checkbox checked={isUsed} onChange={onToggle}>
          {name}
        </Checkbox>
      )}
      <span className="quiet">
        {isTarget ? 'predicted · ' : ''}
        {holds === 'words' ? `${distinct} words` : 'numbers'}
      </span>
    </th>
  );
}

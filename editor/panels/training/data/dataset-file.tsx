/** The data file: its first rows, what is predicted from what, what is missing and what was not understood. */
import { useStore } from 'zustand';
import type {
  ColumnSummary,
  TableSummary,
} from '../../../../graph-core/datasets/files/table-summary.ts';
import type { DataFileSettings } from '../../../../graph-core/graph/document.ts';
import { tableKey } from '../../../../graph-core/graph/table-switches.ts';
import { changeDataFile } from '../../../state/document/data-edits.ts';
import { dataStore } from '../../../state/results/data-store.ts';
import { Checkbox } from '../../../widgets/checkbox.tsx';
import { Choice } from '../../../widgets/choice.tsx';
import { NoticeBox } from '../../../widgets/notice-box.tsx';
import { TableWriting } from './table-writing.tsx';

export function DatasetFile({ file }: { readonly file: DataFileSettings }) {
  const { tables, reading, absent } = useStore(dataStore, (state) => state);
  const summary = tables.get(tableKey(file)) ?? null;
  return (
    <>
      <p>
        <strong>{file.name}</strong>
        {summary !== null && (
          <span className="quiet">
            {' '}
            · {summary.rows.toLocaleString('en-US')} rows · {summary.layout}
          </span>
        )}
      </p>
      {reading !== null && <p className="quiet">reading {reading} …</p>}
      {summary === null && absent === file.hash && (
        <NoticeBox
          danger
          alert
          text={`Data file ${file.name} is not here.`}
          hint="Drop it or choose it again; the graph names it, but cannot hold it."
        />
      )}
      {summary?.kind === 'columns' && <ColumnFields file={file} summary={summary} />}
      <TableWriting file={file} summary={summary} />
      {summary?.notes.map(({ code, message, hint }) => (
        <NoticeBox key={`${code} ${message}`} text={message} hint={hint} />
      ))}
    </>
  );
}

interface ColumnFieldsProps {
  readonly file: DataFileSettings;
  readonly summary: TableSummary;
}

function ColumnFields({ file, summary }: ColumnFieldsProps) {
  const { columns } = summary;
  const target = columns.find(({ name }) => name === file.target) ?? columns[columns.length - 1];
  const gaps = columns.filter(({ missing }) => missing.count > 0);
  return (
    <>
      <Preview file={file} summary={summary} target={target} />
      <Choice
        label="predict"
        value={target.name}
        options={columns.map(({ name }) => ({ value: name, label: name }))}
        onChange={(name) => {
          const chosen = columns.find((column) => column.name === name);
          changeDataFile({ target: name, classes: (chosen?.distinct ?? null) !== null });
        }}
      />
      {target.holds === 'numbers' && (
        <Choice
          label="its values are"
          value={file.classes === true ? 'classes' : 'numbers'}
          options={['numbers', 'classes'].map((value) => ({ value, label: value }))}
          onChange={(value) => changeDataFile({ classes: value === 'classes' })}
        />
      )}
      <Choice
        label="first line"
        value={summary.dialect?.header ? 'names' : 'numbers'}
        options={[
          { value: 'names', label: 'names' },
          { value: 'numbers', label: 'an example' },
        ]}
        onChange={(value) => changeDataFile({ header: value === 'names' })}
      />
      {gaps.length > 0 && (
        <section aria-label="Missing values">
          <h3 className="panel-heading">Missing values</h3>
          <ul className="dataset-gaps">
            {gaps.slice(0, 8).map(({ name, missing }) => (
              <li key={name}>
                <strong>{name}</strong>: {missing.count.toLocaleString('en-US')},{' '}
                {missing.count === 1 ? 'line' : 'lines'} {missing.lines.join(', ')}
                {missing.count > missing.lines.length && ' …'}
              </li>
            ))}
            {gaps.length > 8 && <li className="quiet">and {gaps.length - 8} more columns</li>}
          </ul>
          <Choice
            label="such rows are"
            value={file.missing ?? 'leave-out'}
            options={[
              { value: 'leave-out', label: 'left out' },
              { value: 'mean', label: 'filled with means' },
            ]}
            onChange={(value) =>
              changeDataFile({ missing: value === 'mean' ? 'mean' : 'leave-out' })
            }
          />
        </section>
      )}
    </>
  );
}

/** The first rows; columns that are no features are drawn faint. */
function Preview({
  file,
  summary,
  target,
}: ColumnFieldsProps & { readonly target: ColumnSummary }) {
  const { columns, width } = summary;
  const leftOut = new Set(file.leaveOut);
  const toggle = (name: string, used: boolean): void => {
    const others = (file.leaveOut ?? []).filter((other) => other !== name);
    changeDataFile({ leaveOut: used ? others : [...others, name] });
  };
  const rows = Array.from({ length: target.preview.length }, (_, row) => row);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is scrolled by keys as well
    <section className="dataset-preview" aria-label="First rows" tabIndex={0}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.name} scope="col">
                {column === target ? (
                  <span className="dataset-target">{column.name}</span>
                ) : (
                  <Checkbox
                    checked={!leftOut.has(column.name)}
                    onChange={(used) => toggle(column.name, used)}
                  >
                    {column.name}
                  </Checkbox>
                )}
                <span className="quiet">
                  {column === target ? 'predicted · ' : ''}
                  {column.holds === 'words' ? `${column.distinct} words` : 'numbers'}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row}>
              {columns.map((column) => (
                <td
                  key={column.name}
                  className={leftOut.has(column.name) ? 'dataset-unused' : undefined}
                >
                  {column.preview[row] === '' ? (
                    <em className="quiet">missing</em>
                  ) : (
                    column.preview[row]
                  )}
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

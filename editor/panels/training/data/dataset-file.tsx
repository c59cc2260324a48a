/** The data file: its first rows, what is predicted from what, what is missing and what was not understood. */
import { useStore } from 'zustand';
import type { ColumnSummary } from '../../../../graph-core/datasets/files/column-summary.ts';
import type { TableSummary } from '../../../../graph-core/datasets/files/table-summary.ts';
import { predictColumn } from '../../../../graph-core/fit/table-roles.ts';
import type { DataFileSettings } from '../../../../graph-core/graph/document.ts';
import { tableKey } from '../../../../graph-core/graph/table-switches.ts';
import { FirstLine, TableWriting } from '../../../controls/table-writing.tsx';
import { changeDataFile } from '../../../state/document/data-edits.ts';
import { dataStore } from '../../../state/results/data-store.ts';
import { Choice } from '../../../widgets/choice.tsx';
import { NoticeBox } from '../../../widgets/notice-box.tsx';
import { FirstRows } from './first-rows.tsx';

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
      <TableWriting said={file} dialect={summary?.dialect ?? null} onChange={changeDataFile} />
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
      <FirstRows file={file} summary={summary} target={target} />
      <Choice
        label="predict"
        value={target.name}
        options={columns.map(({ name }) => ({ value: name, label: name }))}
        onChange={(name) => {
          changeDataFile(predictColumn(summary, file, name));
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
      <FirstLine dialect={summary.dialect} onChange={changeDataFile} />
      {gaps.length > 0 && <MissingValues file={file} gaps={gaps} />}
    </>
  );
}

/** Columns whose gaps are listed. */
const LISTED = 8;

interface MissingValuesProps {
  readonly file: DataFileSettings;
  readonly gaps: readonly ColumnSummary[];
}

/** Where values are missing, and what is done with such rows. */
function MissingValues({ file, gaps }: MissingValuesProps) {
  return (
    <section aria-label="Missing values">
      <h3 className="panel-heading">Missing values</h3>
      <ul className="dataset-gaps">
        {gaps.slice(0, LISTED).map(({ name, missing }) => (
          <li key={name}>
            <strong>{name}</strong>: {missing.count.toLocaleString('en-US')},{' '}
            {missing.count === 1 ? 'line' : 'lines'} {missing.lines.join(', ')}
            {missing.count > missing.lines.length && ' …'}
          </li>
        ))}
        {gaps.length > LISTED && <li className="quiet">and {gaps.length - LISTED} more columns</li>}
      </ul>
      <Choice
        label="such rows are"
        value={file.missing ?? 'leave-out'}
        options={[
          { value: 'leave-out', label: 'left out' },
          { value: 'mean', label: 'filled with means' },
        ]}
        onChange={(value) => changeDataFile({ missing: value === 'mean' ? 'mean' : 'leave-out' })}
      />
    </section>
  );
}

/** How the table was written: what was found out, each to be said otherwise. */
import type { TableSummary } from '../../../../graph-core/datasets/files/table-summary.ts';
import type { DataFileSettings } from '../../../../graph-core/graph/document.ts';
import {
  MAX_SKIPPED_LINES,
  TABLE_CHOICE_NAMES,
  TABLE_CHOICES,
  type TableChoice,
  tableLabel,
  tableSwitches,
  tableValues,
} from '../../../../graph-core/graph/table-switches.ts';
import { SettingNumber } from '../../../controls/setting-number.tsx';
import { changeDataFile } from '../../../state/document/data-edits.ts';
import { Choice } from '../../../widgets/choice.tsx';

export interface TableWritingProps {
  readonly file: DataFileSettings;
  /** Null when the table could not be read as it is said to be written, so that it can be said otherwise. */
  readonly summary: TableSummary | null;
}

/** The switches of the reader. */
export function TableWriting({ file, summary }: TableWritingProps) {
  const dialect = summary?.dialect ?? null;
  const said = tableSwitches(file);
  if (dialect === null && Object.keys(said).length === 0) return null;
  return (
    <details open={dialect === null ? true : undefined}>
      <summary>how the table is written</summary>
      <SettingNumber
        label="lines before it"
        value={file.skip ?? dialect?.skip ?? 0}
        integer
        min={0}
        max={MAX_SKIPPED_LINES}
        step={1}
        onChange={(skip) => changeDataFile({ skip })}
      />
      {TABLE_CHOICE_NAMES.map((choice) => (
        <Choice
          key={choice}
          label={TABLE_CHOICES[choice].title}
          value={file[choice] ?? FOUND_OUT}
          options={[
            { value: FOUND_OUT, label: foundOut(choice, dialect?.[choice], file) },
            ...tableValues(choice).map((value) => ({ value, label: tableLabel(choice, value) })),
          ]}
          onChange={(value) =>
            changeDataFile({
              [choice]: tableValues(choice).find((one) => one === value),
            })
          }
        />
      ))}
    </details>
  );
}

/** The choice that leaves it to the reader. */
const FOUND_OUT = 'found-out';

function foundOut(choice: TableChoice, value: string | undefined, file: DataFileSettings): string {
  if (file[choice] !== undefined || value === undefined) return 'found out by itself';
  return `found out: ${tableLabel(choice, value)}`;
}

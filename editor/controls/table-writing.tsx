/** How a table is written: what was found out, each to be said otherwise. */
import './table-writing.css';
import type { ReactNode } from 'react';
import {
  MAX_SKIPPED_LINES,
  type SwitchChange,
  TABLE_CHOICE_NAMES,
  TABLE_CHOICES,
  type TableChoice,
  type TableDialect,
  type TableSwitches,
  tableLabel,
  tableSwitches,
  tableValues,
} from '../../graph-core/graph/table-switches.ts';
import { Choice } from '../widgets/choice.tsx';
import { SettingNumber } from './setting-number.tsx';

export interface TableWritingProps {
  /** What a person said; a record that has more is taken as well. */
  readonly said: TableSwitches;
  /** How the table was read; null when it could not be, so that it can be said otherwise. */
  readonly dialect: TableDialect | null;
  readonly onChange: (change: SwitchChange) => void;
  /** Switches that stand first. */
  readonly children?: ReactNode;
}

/** The switches of the reader. */
export function TableWriting({ said, dialect, onChange, children }: TableWritingProps) {
  if (dialect === null && Object.keys(tableSwitches(said)).length === 0) return null;
  return (
    <details open={dialect === null ? true : undefined}>
      <summary>how the table is written</summary>
      <div className="table-writing-fields">
        {children}
        <SettingNumber
          label="lines before it"
          value={said.skip ?? dialect?.skip ?? 0}
          integer
          min={0}
          max={MAX_SKIPPED_LINES}
          step={1}
          onChange={(skip) => onChange({ skip })}
        />
        {TABLE_CHOICE_NAMES.map((choice) => (
          <Choice
            key={choice}
            label={TABLE_CHOICES[choice].title}
            value={said[choice] ?? FOUND_OUT}
            options={[
              { value: FOUND_OUT, label: foundOut(choice, dialect?.[choice], said) },
              ...tableValues(choice).map((value) => ({ value, label: tableLabel(choice, value) })),
            ]}
            onChange={(value) =>
              onChange({ [choice]: tableValues(choice).find((one) => one === value) })
            }
          />
        ))}
      </div>
    </details>
  );
}

/** Whether the first line of the table holds the names of its columns. */
export function FirstLine({ dialect, onChange }: Pick<TableWritingProps, 'dialect' | 'onChange'>) {
  return (
    <Choice
      label="first line"
      value={dialect?.header === true ? 'names' : 'numbers'}
      options={[
        { value: 'names', label: 'names' },
        { value: 'numbers', label: 'an example' },
      ]}
      onChange={(value) => onChange({ header: value === 'names' })}
    />
  );
}

/** The choice that leaves it to the reader. */
const FOUND_OUT = 'found-out';

function foundOut(choice: TableChoice, value: string | undefined, said: TableSwitches): string {
  if (said[choice] !== undefined || value === undefined) return 'found out by itself';
  return `${tableLabel(choice, value)} (found out)`;
}

/** One out of a list, with its label: in a line of a panel, or in a bar. */
import { useId } from 'react';

/** One entry of the list. */
export interface ChoiceOption {
  readonly value: string;
  readonly label: string;
}

export interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly ChoiceOption[];
  readonly onChange: (value: string) => void;
  /** `line` unless told: label left, list right. */
  readonly look?: 'line' | 'bar' | undefined;
  /** What stands for a value that is not in the list, which cannot be chosen. */
  readonly unset?: string | undefined;
  /** A tooltip. */
  readonly help?: string | undefined;
}

/** A value that is not in the list is shown as still to be chosen. */
export function Choice({
  label,
  value,
  options,
  onChange,
  look = 'line',
  unset = 'choose …',
  help,
}: ChoiceProps) {
  const id = useId();
  const isListed = options.some((option) => option.value === value);
  return (
    <div className={look === 'line' ? 'field field-inline' : 'bar-choice'} title={help}>
      <label className={look === 'line' ? 'field-label' : 'quiet'} htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        className="field-input"
        value={isListed ? value : ''}
        disabled={options.length === 0}
        onChange={(event) => event.target.value !== '' && onChange(event.target.value)}
      >
        {!isListed && <option value="">{unset}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}

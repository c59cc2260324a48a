/** One choice out of a few, side by side; native radio buttons, so arrow keys work. */
import { useId } from 'react';

export interface SegmentedOption<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly disabled?: boolean | undefined;
  /** The tooltip, for example why it is disabled. */
  readonly hint?: string | undefined;
}

export interface SegmentedProps<T extends string> {
  /** What is chosen, for example `Mode`; not shown. */
  readonly label: string;
  readonly options: readonly SegmentedOption<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

export function Segmented<T extends string>({
  label,
  options,
  value,
  onChange,
}: SegmentedProps<T>) {
  const name = useId();
  return (
    <fieldset className="segmented" aria-label={label}>
      {options.map((option) => (
        <label
          key={option.value}
          className="segmented-option"
          title={option.hint}
          data-label={option.label}
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            disabled={option.disabled}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}

/** The fields that training settings are made of. */
import { useId, useRef } from 'react';
import { giveUpGesture } from '../../../state/document/document-store.ts';
import { NumberField } from '../../../widgets/number-field.tsx';

export interface SettingNumberProps {
  readonly label: string;
  readonly value: number;
  readonly integer?: boolean;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly step?: number;
  readonly onChange: (value: number, gesture?: string) => void;
}

/** A number whose drag is one undo entry. */
export function SettingNumber({
  label,
  value,
  integer,
  min,
  max,
  step,
  onChange,
}: SettingNumberProps) {
  const id = useId();
  const gesture = useRef<string | undefined>(undefined);
  return (
    <NumberField
      inline
      label={label}
      value={value}
      integer={integer}
      min={min}
      max={max}
      step={step}
      onChange={(next) => onChange(next, gesture.current)}
      onScrubStart={() => {
        gesture.current = `scrub ${id} ${performance.now()}`;
      }}
      onScrubEnd={() => {
        gesture.current = undefined;
      }}
      onScrubGiveUp={() => {
        if (gesture.current !== undefined) giveUpGesture(gesture.current);
        gesture.current = undefined;
      }}
    />
  );
}

export interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
}

/** One out of a list; what is not in the list is shown as to be chosen. */
export function Choice({ label, value, options, onChange }: ChoiceProps) {
  const id = useId();
  const known = options.some((option) => option.value === value);
  return (
    <div className="field field-inline">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        className="field-input"
        value={known ? value : ''}
        onChange={(event) => onChange(event.target.value)}
      >
        {!known && <option value="">choose …</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}

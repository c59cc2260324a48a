/** Yes or no, with its words beside it. */
import type { ReactNode } from 'react';

export interface CheckboxProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  /** A tooltip. */
  readonly help?: string | undefined;
  /** Classes of the label; `checkbox` unless told. */
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

export function Checkbox({
  checked,
  onChange,
  help,
  className = 'checkbox',
  children,
}: CheckboxProps) {
  return (
    <label className={className} title={help}>
      <input
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      {children}
    </label>
  );
}

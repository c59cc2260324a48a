/** A square button with an icon; its label is its name and its tooltip. */
import type { MouseEventHandler, Ref } from 'react';
import { Icon, type IconName } from './icon.tsx';

export interface IconButtonProps {
  readonly icon: IconName;
  readonly label: string;
  readonly onClick?: MouseEventHandler<HTMLButtonElement> | undefined;
  /** Shown in the tooltip, for example `Ctrl+Z`; the key itself is handled elsewhere. */
  readonly shortcut?: string | undefined;
  readonly disabled?: boolean | undefined;
  /** Given for a toggle: whether it is on. */
  readonly pressed?: boolean | undefined;
  readonly look?: 'plain' | 'quiet' | 'primary' | undefined;
  /** Where the tooltip opens; `bottom` unless told. */
  readonly tipSide?: 'top' | 'bottom' | undefined;
  /** Keeps the tooltip of a button at the window's edge inside the window. */
  readonly tipAlign?: 'start' | 'center' | 'end' | undefined;
  readonly ref?: Ref<HTMLButtonElement> | undefined;
}

export function IconButton({
  icon,
  label,
  onClick,
  shortcut,
  disabled,
  pressed,
  look = 'plain',
  tipSide = 'bottom',
  tipAlign = 'center',
  ref,
}: IconButtonProps) {
  return (
    <button
      ref={ref}
      type="button"
      className={look === 'plain' ? 'icon-button' : `icon-button button-${look}`}
      aria-label={label}
      aria-pressed={pressed}
      data-tip={shortcut ? `${label} (${shortcut})` : label}
      data-tip-side={tipSide}
      data-tip-align={tipAlign}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}

/** Buttons that run a command: label, key, icon and whether it can be pressed come from its record. */
import type { ReactNode } from 'react';
import { type Command, runCommand, shownKey } from '../commands/command.ts';
import { IconButton, type IconButtonProps } from '../widgets/icon-button.tsx';
import { useCommand } from './use-command.ts';

interface CommandIconButtonProps extends Pick<IconButtonProps, 'look' | 'tipSide' | 'tipAlign'> {
  /** One with an icon. */
  readonly command: Command;
}

/** A square button with the command's icon; its words and its key are in the tooltip. */
export function CommandIconButton({ command, ...place }: CommandIconButtonProps) {
  const { label, icon, pressed, disabled } = useCommand(command);
  return (
    <IconButton
      {...place}
      icon={icon ?? 'more'}
      label={label}
      shortcut={shownKey(command)}
      pressed={pressed}
      disabled={disabled}
      onClick={() => runCommand(command)}
    />
  );
}

interface CommandButtonProps {
  readonly command: Command;
  readonly className?: string;
  /** The text where that is not the label; the label stays its name where `named` is set. */
  readonly children?: ReactNode;
  /** Screen readers say the command's label, not the text. */
  readonly named?: boolean;
}

/** A button with words. */
export function CommandButton({
  command,
  className = 'button',
  children,
  named = false,
}: CommandButtonProps) {
  const { label, disabled } = useCommand(command);
  return (
    <button
      type="button"
      className={className}
      aria-label={named ? label : undefined}
      disabled={disabled}
      onClick={() => runCommand(command)}
    >
      {children ?? label}
    </button>
  );
}

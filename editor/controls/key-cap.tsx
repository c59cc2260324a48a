/** The key of a command as it is printed on the machine. */
import { type Command, shownKey } from '../commands/command.ts';

export function KeyCap({
  command,
  className,
}: {
  readonly command: Command;
  readonly className?: string;
}) {
  const key = shownKey(command);
  return key === '' ? null : <kbd className={className}>{key}</kbd>;
}

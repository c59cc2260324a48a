/**
 * A command is one record beside what it runs: its words, its keys, where it stands in menus, what it would do now.
 * Menus, toolbars, key caps, the command search, the help and the keyboard all read it; nobody writes a key twice.
 */
import type { IconName } from '../widgets/icon.tsx';
import { isApple } from './key-names.ts';

/** Where a command stands in the help, in this order. */
export const COMMAND_GROUPS = [
  'File',
  'Edit',
  'Graph',
  'View',
  'Step',
  'Train',
  'Lesson',
  'Help',
] as const;

/** A menu of the top bar, and the section in it; commands of one section stand in the order of the registry. */
export interface MenuPlace {
  readonly name: 'File' | 'View';
  readonly section: number;
}

/** How a button shows a command now, where that differs from its record. */
export interface CommandLook {
  readonly label?: string;
  readonly icon?: IconName;
  /** Given for a command that is on or off. */
  readonly pressed?: boolean;
}

/** Something the user can do. */
export interface Command {
  readonly id: string;
  readonly group: (typeof COMMAND_GROUPS)[number];
  readonly label: string;
  /** Keys as `Mod+Z`, `Shift+F`, `]`; Mod is Ctrl, and Command on Apple machines. The first one is shown. */
  readonly keys: readonly string[];
  readonly menu?: MenuPlace;
  readonly icon?: IconName;
  /** What it would do now; null where that is nothing. Who asks whether it is enabled does not run it. */
  readonly plan: () => (() => void) | null;
  readonly look?: () => CommandLook;
}

/** True where the command would do something now. */
export function isEnabled(command: Command): boolean {
  return command.plan() !== null;
}

/** Does what the command would do now. */
export function runCommand(command: Command): void {
  command.plan()?.();
}

/** The first key as people read it: `Ctrl+Z`, `⌘Z`; empty where there is none. */
export function shownKey({ keys }: Pick<Command, 'keys'>): string {
  const [key] = keys;
  if (key === undefined) return '';
  return isApple()
    ? key.replace('Mod+', '⌘').replace('Shift+', '⇧').replace('Alt+', '⌥')
    : key.replace('Mod+', 'Ctrl+');
}

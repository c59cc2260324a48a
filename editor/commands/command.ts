/** Commands as a list: what the menus, the command search, the keyboard and the help all read. */

import { isApple, keyNames } from './key-names.ts';

/** Where a command stands in the help, in this order. */
export const COMMAND_GROUPS = ['File', 'Edit', 'Graph', 'View', 'Step', 'Train', 'Help'] as const;

/** Something the user can do, with its words and its key. */
export interface Command {
  readonly id: string;
  readonly group: (typeof COMMAND_GROUPS)[number];
  readonly label: string;
  /** Keys as `Mod+Z`, `Shift+F`, `]`; Mod is Ctrl, and Command on Apple machines. The first one is shown. */
  readonly keys: readonly string[];
  readonly run: () => void;
  /** False when it would do nothing now; always possible when absent. */
  readonly enabled?: () => boolean;
}

/** The first key as people read it: `Ctrl+Z`, `⌘Z`. */
export function shownKey(command: Command): string {
  const [key] = command.keys;
  if (key === undefined) return '';
  return isApple()
    ? key.replace('Mod+', '⌘').replace('Shift+', '⇧').replace('Alt+', '⌥')
    : key.replace('Mod+', 'Ctrl+');
}

/** True where text of the page is selected, which copying is then about. */
function isTextSelected(): boolean {
  return document.getSelection()?.isCollapsed === false;
}

/** True where typing belongs to a field: only keys with Mod are commands there. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLSelectElement) return true;
  return (
    target instanceof HTMLInputElement &&
    !['radio', 'checkbox', 'button', 'range'].includes(target.type)
  );
}

/** Keys that press any control. */
const PRESS_KEYS = ['Enter', 'Space'] as const;
const ARROW_KEYS = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'] as const;

/** Keys that a focused control needs for itself; all others stay commands there. */
function keysOfControl(target: EventTarget | null): readonly string[] {
  if (!(target instanceof Element)) return [];
  if (target instanceof HTMLInputElement) {
    if (target.type === 'range') return [...ARROW_KEYS, 'Home', 'End', 'PageUp', 'PageDown'];
    return target.type === 'radio' ? [...PRESS_KEYS, ...ARROW_KEYS] : PRESS_KEYS;
  }
  if (target.closest('[role="menuitem"]') !== null) {
    return [...PRESS_KEYS, ...ARROW_KEYS, 'Home', 'End'];
  }
  return target.closest('button, a') === null ? [] : PRESS_KEYS;
}

/** Runs the command of a key, if there is one. */
export function runByKey(event: KeyboardEvent, commands: readonly Command[]): void {
  if (event.defaultPrevented) return;
  if (document.querySelector('dialog[open]') !== null) return;
  const { target } = event;
  for (const name of keyNames(event)) {
    // A key that works the control it is pressed on means nothing else there.
    if (keysOfControl(target).includes(name)) return;
    const command = commands.find(({ keys }) => keys.includes(name));
    if (command === undefined) continue;
    const typing = isTyping(target);
    // Text fields keep their own undo, copy and paste.
    if (typing && !['Mod+S', 'Mod+O', 'Mod+K'].includes(name)) return;
    if (['Mod+C', 'Mod+X'].includes(name) && isTextSelected()) return;
    // Outside secure contexts only the browser itself can paste; its event follows.
    if (name === 'Mod+V' && navigator.clipboard === undefined) return;
    event.preventDefault();
    if (typing && target instanceof HTMLElement) commitField(target);
    if (command.enabled?.() !== false) command.run();
    return;
  }
}

/** What is typed so far counts before a command runs: fields take it when they are left. */
function commitField(field: HTMLElement): void {
  field.blur();
  field.focus({ preventScroll: true });
}

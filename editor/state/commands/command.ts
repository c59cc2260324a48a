/** Commands as a list: what the menus, the command search, the keyboard and the help all read. */

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

/** True on machines with a Command key. */
function isApple(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.platform);
}

/** The first key as people read it: `Ctrl+Z`, `⌘Z`. */
export function shownKey(command: Command): string {
  const [key] = command.keys;
  if (key === undefined) return '';
  return isApple()
    ? key.replace('Mod+', '⌘').replace('Shift+', '⇧').replace('Alt+', '⌥')
    : key.replace('Mod+', 'Ctrl+');
}

/** The key event as a key text, such as `Mod+Shift+Z`; empty with the other machine's modifier held. */
function keyText(event: KeyboardEvent): string {
  const [mod, other] = isApple() ? [event.metaKey, event.ctrlKey] : [event.ctrlKey, event.metaKey];
  // AltGr types characters; Windows reports it as Ctrl and Alt.
  const types = !isApple() && mod && event.altKey && event.getModifierState('AltGraph');
  if (other) return '';
  const alt = event.altKey && !types;
  // With Alt held, Apple keyboards type another character than the one printed on the key.
  const printed = alt ? /^Key([A-Z])$/.exec(event.code)?.[1] : undefined;
  const letter = printed !== undefined || /^[a-z]$/i.test(event.key);
  const key = letter
    ? (printed ?? event.key.toUpperCase())
    : event.key === ' '
      ? 'Space'
      : event.key;
  // A character such as ? already says that Shift was held.
  const shift = event.shiftKey && (letter || event.key.length > 1);
  return `${mod && !types ? 'Mod+' : ''}${alt ? 'Alt+' : ''}${shift ? 'Shift+' : ''}${key}`;
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
  if (event.defaultPrevented || event.isComposing) return;
  if (document.querySelector('dialog[open]') !== null) return;
  const text = keyText(event);
  const { target } = event;
  const typing = isTyping(target);
  // Text fields keep their own undo, copy and paste.
  if (typing && !(text.startsWith('Mod+') && ['S', 'O', 'K'].includes(text.slice(4)))) return;
  if (keysOfControl(target).includes(text)) return;
  if (['Mod+C', 'Mod+X'].includes(text) && isTextSelected()) return;
  // Outside secure contexts only the browser itself can paste; its event follows.
  if (text === 'Mod+V' && navigator.clipboard === undefined) return;
  const command = commands.find(({ keys }) => keys.includes(text));
  if (command === undefined) return;
  event.preventDefault();
  if (typing && target instanceof HTMLElement) commitField(target);
  if (command.enabled?.() !== false) command.run();
}

/** What is typed so far counts before a command runs: fields take it when they are left. */
function commitField(field: HTMLElement): void {
  field.blur();
  field.focus({ preventScroll: true });
}

/** The keyboard: which command a key means, and where a key belongs to what has the focus. */
import type { Command } from './command.ts';
import { keyNames } from './key-names.ts';

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

/** Runs the command of a key, if there is one and it has something to do. */
export function runByKey(event: KeyboardEvent, commands: readonly Command[]): void {
  if (event.defaultPrevented) return;
  if (document.querySelector('dialog[open]') !== null) return;
  const { target } = event;
  for (const name of keyNames(event)) {
    // A key that works the control it is pressed on means nothing else there.
    if (keysOfControl(target).includes(name)) return;
    // Stepping and training share keys; at most one of them has something to do.
    const meant = commands.filter(({ keys }) => keys.includes(name));
    if (meant.length === 0) continue;
    const typing = isTyping(target);
    // Text fields keep their own undo, copy and paste.
    if (typing && !['Mod+S', 'Mod+O', 'Mod+K'].includes(name)) return;
    if (['Mod+C', 'Mod+X'].includes(name) && isTextSelected()) return;
    // Outside secure contexts only the browser itself can paste; its event follows.
    if (name === 'Mod+V' && navigator.clipboard === undefined) return;
    event.preventDefault();
    if (typing && target instanceof HTMLElement) commitField(target);
    meant.map(({ plan }) => plan()).find((act) => act !== null)?.();
    return;
  }
}

/** What is typed so far counts before a command runs: fields take it when they are left. */
function commitField(field: HTMLElement): void {
  field.blur();
  field.focus({ preventScroll: true });
}

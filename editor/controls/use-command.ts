/** A command as a control shows it now; the control is drawn again when that changes. */
import { useRef, useSyncExternalStore } from 'react';
import { type Command, type CommandLook, isEnabled } from '../commands/command.ts';
import { documentStore } from '../state/document/document-store.ts';
import { dialogStore } from '../state/look/dialogs.ts';
import { lessonStore } from '../state/look/lesson-store.ts';
import { modeStore } from '../state/look/mode-store.ts';
import { preferenceStore } from '../state/look/preferences.ts';
import { selectionStore } from '../state/look/selection-store.ts';
import { runStore } from '../state/results/run-store.ts';

/** What a button or a menu entry needs of a command. */
export interface ShownCommand extends Required<Pick<CommandLook, 'label'>> {
  readonly icon: CommandLook['icon'];
  readonly pressed: CommandLook['pressed'];
  readonly disabled: boolean;
}

/** Whatever a command may depend on. */
const STORES = [
  ...[documentStore, selectionStore, modeStore],
  ...[dialogStore, preferenceStore, runStore, lessonStore],
] as const;

function watchStores(onChange: () => void): () => void {
  const stops = STORES.map((store) => store.subscribe(onChange));
  return () => {
    for (const stop of stops) stop();
  };
}

function shownCommand(command: Command): ShownCommand {
  const { label = command.label, icon = command.icon, pressed } = command.look?.() ?? {};
  return { label, icon, pressed, disabled: !isEnabled(command) };
}

function isSame(a: ShownCommand, b: ShownCommand): boolean {
  return (
    a.label === b.label && a.icon === b.icon && a.pressed === b.pressed && a.disabled === b.disabled
  );
}

/** How the command is shown now; the very same object while it is shown the same. */
export function useCommand(command: Command): ShownCommand {
  const last = useRef<ShownCommand | null>(null);
  return useSyncExternalStore(watchStores, () => {
    const next = shownCommand(command);
    if (last.current === null || !isSame(last.current, next)) last.current = next;
    return last.current;
  });
}

/** A button that opens a list of commands in a native popover; arrow keys, Home, End and letters. */
import {
  type KeyboardEvent,
  type ReactNode,
  type ToggleEvent,
  useId,
  useRef,
  useState,
} from 'react';
import { planMenuPosition } from './menu-position.ts';

export interface MenuCommand {
  readonly label: string;
  readonly onSelect: () => void;
  /** A second line in small type. */
  readonly hint?: string | undefined;
  readonly shortcut?: string | undefined;
  /** A sentence that says why; shown as tooltip, and the command does nothing. */
  readonly disabledBecause?: string | undefined;
  /** Given for a command that is on or off. */
  readonly checked?: boolean | undefined;
  readonly danger?: boolean | undefined;
}

export type MenuEntry = MenuCommand | 'separator';

export interface MenuProps {
  /** The name of the button; also its text unless `children` are given. */
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  readonly children?: ReactNode;
  /** Classes of the button; `button` unless told. */
  readonly buttonClass?: string | undefined;
  readonly disabled?: boolean | undefined;
}

export function Menu({ label, entries, children, buttonClass = 'button', disabled }: MenuProps) {
  const id = useId();
  const { button, list, isOpen, onToggle, onMove, choose } = useMenuList();
  return (
    <>
      <button
        ref={button}
        type="button"
        className={buttonClass}
        aria-label={children ? label : undefined}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={id}
        popoverTarget={id}
        disabled={disabled}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          list.current?.showPopover();
        }}
      >
        {children ?? label}
      </button>
      <div
        ref={list}
        id={id}
        popover="auto"
        role="menu"
        aria-label={label}
        tabIndex={-1}
        className="menu"
        onToggle={onToggle}
        onKeyDown={onMove}
      >
        {entries.map((entry, i) =>
          entry === 'separator' ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: separators have no identity
            <hr key={`separator ${i}`} className="menu-separator" />
          ) : (
            <MenuItem key={entry.label} entry={entry} onChoose={() => choose(entry)} />
          ),
        )}
      </div>
    </>
  );
}

/** The list below the button: where it opens, and how keys move in it. */
function useMenuList() {
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const items = () => [...(list.current?.querySelectorAll<HTMLElement>('.menu-item') ?? [])];

  function place(): void {
    if (!button.current || !list.current) return;
    const { left, top } = planMenuPosition(
      button.current.getBoundingClientRect(),
      list.current.getBoundingClientRect(),
      { width: window.innerWidth, height: window.innerHeight },
    );
    list.current.style.left = `${left}px`;
    list.current.style.top = `${top}px`;
    items()[0]?.focus();
  }

  function close(): void {
    list.current?.hidePopover();
    button.current?.focus();
  }

  return {
    button,
    list,
    isOpen,
    onToggle: (event: ToggleEvent<HTMLElement>): void => {
      const opens = event.newState === 'open';
      setIsOpen(opens);
      if (opens) place();
    },
    onMove: (event: KeyboardEvent): void => {
      event.stopPropagation();
      const all = items();
      const at = all.indexOf(document.activeElement as HTMLElement);
      const next = nextItem(event.key, at, all);
      if (event.key === 'Tab') close();
      if (next === null) return;
      event.preventDefault();
      all[next]?.focus();
    },
    choose: (entry: MenuCommand): void => {
      if (entry.disabledBecause) return;
      close();
      entry.onSelect();
    },
  };
}

function MenuItem({ entry, onChoose }: { entry: MenuCommand; onChoose: () => void }) {
  const checkable = entry.checked !== undefined;
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: given with role menuitemcheckbox only
    <button
      type="button"
      role={checkable ? 'menuitemcheckbox' : 'menuitem'}
      aria-checked={checkable ? entry.checked : undefined}
      aria-disabled={entry.disabledBecause ? true : undefined}
      title={entry.disabledBecause}
      tabIndex={-1}
      className={entry.danger ? 'menu-item menu-item-danger' : 'menu-item'}
      onClick={onChoose}
    >
      {checkable && <span aria-hidden="true">{entry.checked ? '✓' : '\u2003'}</span>}
      <span className="menu-item-label">
        {entry.label}
        {entry.hint ? <span className="menu-item-hint">{entry.hint}</span> : null}
      </span>
      {entry.shortcut ? <kbd>{entry.shortcut}</kbd> : null}
    </button>
  );
}

/** Index of the item a key leads to, or null when the key is none of the menu's. */
function nextItem(key: string, at: number, all: readonly HTMLElement[]): number | null {
  const count = all.length;
  if (count === 0) return null;
  if (key === 'ArrowDown') return (at + 1) % count;
  if (key === 'ArrowUp') return (at + count - (at < 0 ? 0 : 1)) % count;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  if (key.length !== 1 || key === ' ') return null;
  const letter = key.toLowerCase();
  for (let step = 1; step <= count; step += 1) {
    const i = (Math.max(at, 0) + step) % count;
    if (all[i].textContent?.trim().toLowerCase().startsWith(letter)) return i;
  }
  return null;
}

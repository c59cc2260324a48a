/**
 * The number in a variable: drag sideways to change it; press it once the node is selected, or press
 * Enter, to type. A first press only selects, so that Delete then means the node.
 */
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import type { NodeId } from '../../graph-core/graph/document.ts';
import { setValue } from '../state/commands/value-commands.ts';
import { formatExact, formatNumber, parseNumber } from '../widgets/format-number.ts';
import { dragThreshold, scrubNumber, stepNumber } from '../widgets/number-scrub.ts';

interface VariableValueProps {
  readonly node: NodeId;
  readonly label: string;
  readonly value: number;
  readonly selected: boolean;
}

/** A press on the number that may become a drag. */
interface Drag {
  readonly x: number;
  readonly from: number;
  /** The node was selected before, so a press means typing. */
  readonly types: boolean;
  readonly gesture: string;
  moved: boolean;
}

/** Size of one step of an arrow key or of 4 px of dragging. */
const STEP = 0.1;

export function VariableValue({ node, label, value, selected }: VariableValueProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  const drag = useRef<Drag | null>(null);
  /** Escape was pressed: leaving the field must not commit what the draft still holds. */
  const reverts = useRef(false);

  function revert(): void {
    setDraft(null);
    setWrong(false);
  }

  /** Takes what was typed; false when it is no number. */
  function commit(): boolean {
    const parsed = draft === null ? value : parseNumber(draft);
    if (parsed === null) {
      setWrong(true);
      return false;
    }
    revert();
    setValue(node, parsed);
    return true;
  }

  function leave(field: HTMLInputElement): void {
    // The keyboard goes on from the node the number belongs to.
    (field.closest<HTMLElement>('[aria-roledescription="node"]') ?? document.body).focus();
    field.blur();
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    // What is typed is no shortcut of the canvas; with Ctrl or ⌘ it may be one of the page.
    if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
    if (event.key === 'Enter') {
      if (commit()) leave(event.currentTarget);
    } else if (event.key === 'Escape') {
      reverts.current = true;
      leave(event.currentTarget);
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault();
      setDraft(null);
      const next = stepNumber(value, event.key === 'ArrowUp' ? 1 : -1, STEP, event);
      setValue(node, next, `step ${node}`);
    }
  }

  function onPointerDown(event: PointerEvent<HTMLInputElement>): void {
    if (event.button !== 0 || document.activeElement === event.currentTarget) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = {
      x: event.clientX,
      from: value,
      moved: false,
      types: selected,
      gesture: `scrub ${node} ${performance.now()}`,
    };
  }

  function onPointerMove(event: PointerEvent<HTMLInputElement>): void {
    const start = drag.current;
    if (start === null) return;
    const pixels = event.clientX - start.x;
    if (!start.moved && Math.abs(pixels) < dragThreshold) return;
    start.moved = true;
    setValue(node, scrubNumber(start.from, pixels, STEP, event), start.gesture);
  }

  function onPointerUp(event: PointerEvent<HTMLInputElement>): void {
    const start = drag.current;
    drag.current = null;
    if (start?.types === true && !start.moved) event.currentTarget.focus();
  }

  const editing = draft !== null;
  return (
    <input
      className={`variable-value nodrag nopan${wrong ? ' wrong' : ''}`}
      type="text"
      inputMode="decimal"
      autoComplete="off"
      spellCheck={false}
      aria-label={`Value of ${label}`}
      aria-invalid={wrong || undefined}
      title={
        wrong
          ? `“${draft}” is not a finite number; type one such as −2.5`
          : `${formatExact(value)} · drag to change, press to type`
      }
      value={editing ? draft : formatNumber(value)}
      onFocus={(event) => {
        setDraft(formatExact(value));
        const field = event.currentTarget;
        requestAnimationFrame(() => document.activeElement === field && field.select());
      }}
      onBlur={() => {
        if (reverts.current || parseNumber(draft ?? '') === null) revert();
        else commit();
        reverts.current = false;
      }}
      onChange={(event) => {
        setDraft(event.target.value);
        setWrong(false);
      }}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => {
        drag.current = null;
      }}
    />
  );
}

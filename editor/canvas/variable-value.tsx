/**
 * The number in a variable: drag sideways to change it; press it once the node is selected, or press
 * Enter, to type. A first press only selects, so that Delete then means the node.
 */
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import type { NodeId } from '../../graph-core/graph/document.ts';
import { giveUpGesture } from '../state/document/document-store.ts';
import { setValue } from '../state/document/value-edits.ts';
import { notify } from '../state/look/notices.ts';
import { formatExact, formatNumber } from '../widgets/format-number.ts';
import { dragThreshold, type StepTrail, scrubNumber, stepAlong } from '../widgets/number-scrub.ts';
import { readNumber } from '../widgets/read-number.ts';
import { useTypedText } from '../widgets/typed-text.ts';
import { untilEscape } from '../widgets/until-escape.ts';

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
  /** Stops listening for Escape. */
  readonly end: () => void;
  moved: boolean;
}

/** Size of one step of an arrow key or of 4 px of dragging. */
const STEP = 0.1;

export function VariableValue({ node, label, value, selected }: VariableValueProps) {
  const [focused, setFocused] = useState(false);
  const trail = useRef<StepTrail | null>(null);
  const drag = useRef<Drag | null>(null);
  const typed = useTypedText((text) => {
    const { value: read, fault } = readNumber(text);
    if (read !== null) setValue(node, read);
    return fault;
  });

  /** Takes what was typed; a node has no room for the reason when it cannot. */
  function take(): boolean {
    const fault = typed.take();
    if (fault !== null) notify('refused', `${label}: ${fault}`, 'Escape gives it up');
    return fault === null;
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
      if (take()) leave(event.currentTarget);
    } else if (event.key === 'Escape') {
      typed.giveUp();
      leave(event.currentTarget);
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault();
      const from = typed.text === null ? value : readNumber(typed.text).value;
      // What is typed but no number is not stepped away.
      if (from === null) take();
      else {
        const direction = event.key === 'ArrowUp' ? 1 : -1;
        trail.current = stepAlong(trail.current, from, direction, STEP, event);
        typed.giveUp();
        setValue(node, trail.current.at, `step ${node}`);
      }
    }
  }

  function onPointerDown(event: PointerEvent<HTMLInputElement>): void {
    if (event.button !== 0 || document.activeElement === event.currentTarget) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    const gesture = `scrub ${node} ${performance.now()}`;
    const end = untilEscape(() => {
      drag.current = null;
      giveUpGesture(gesture);
    });
    drag.current = { x: event.clientX, from: value, moved: false, types: selected, gesture, end };
  }

  function onPointerMove(event: PointerEvent<HTMLInputElement>): void {
    const start = drag.current;
    if (start === null) return;
    const pixels = event.clientX - start.x;
    if (!start.moved && Math.abs(pixels) < dragThreshold) return;
    start.moved = true;
    typed.giveUp();
    setValue(node, scrubNumber(start.from, pixels, STEP, event), start.gesture);
  }

  function onPointerUp(event: PointerEvent<HTMLInputElement>): void {
    const start = drag.current;
    drag.current = null;
    start?.end();
    if (start?.types === true && !start.moved) event.currentTarget.focus();
  }

  const wrong = typed.fault !== null;
  return (
    <input
      className={`variable-value nodrag nopan${wrong ? ' wrong' : ''}`}
      type="text"
      autoComplete="off"
      spellCheck={false}
      aria-label={`Value of ${label}`}
      aria-invalid={wrong || undefined}
      title={typed.fault ?? `${formatExact(value)} · drag to change, press to type`}
      value={typed.text ?? (focused ? formatExact(value) : formatNumber(value))}
      onFocus={(event) => {
        setFocused(true);
        const field = event.currentTarget;
        requestAnimationFrame(() => document.activeElement === field && field.select());
      }}
      onBlur={() => {
        setFocused(false);
        take();
      }}
      onChange={(event) => typed.type(event.target.value)}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => {
        drag.current?.end();
        drag.current = null;
      }}
    />
  );
}

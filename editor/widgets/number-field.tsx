/**
 * A number to type, step or drag. Typing commits on Enter or when the field is left; what is no number
 * stays, marked, and Escape gives it up. Dragging the label scrubs; onScrubStart and onScrubEnd frame one
 * gesture, so that its owner can make one undo entry of it.
 */
import { type KeyboardEvent, type PointerEvent, useId, useRef, useState } from 'react';
import { formatExact, formatNumber } from './format-number.ts';
import {
  dragThreshold,
  limitNumber,
  type NumberLimits,
  type StepTrail,
  scrubNumber,
  stepAlong,
} from './number-scrub.ts';
import { readNumber } from './read-number.ts';
import { useTypedText } from './typed-text.ts';
import { untilEscape } from './until-escape.ts';

export interface NumberFieldProps extends NumberLimits {
  readonly label: string;
  readonly value: number;
  /** A finite number within the limits; called for every step of a drag. */
  readonly onChange: (value: number) => void;
  readonly onScrubStart?: (() => void) | undefined;
  readonly onScrubEnd?: (() => void) | undefined;
  /** Escape was pressed while dragging: everything is to be as before. In place of onScrubEnd. */
  readonly onScrubGiveUp?: (() => void) | undefined;
  /** What an arrow key adds; 0.1 unless told, 1 for whole numbers. */
  readonly step?: number | undefined;
  /** Keeps the label for screen readers only; then there is no handle to drag. */
  readonly labelHidden?: boolean | undefined;
  /** Label left, field right, in one line. */
  readonly inline?: boolean | undefined;
  readonly disabled?: boolean | undefined;
}

interface Scrub {
  readonly pointer: number;
  readonly fromX: number;
  readonly fromValue: number;
  /** Stops listening for Escape. */
  readonly end: () => void;
  moved: boolean;
}

export function NumberField({
  label,
  value,
  onChange,
  onScrubStart,
  onScrubEnd,
  onScrubGiveUp,
  min,
  max,
  integer,
  step = integer ? 1 : 0.1,
  labelHidden = false,
  inline = false,
  disabled = false,
}: NumberFieldProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [focused, setFocused] = useState(false);
  const scrub = useRef<Scrub | null>(null);
  const limits = { min, max, integer };

  const trail = useRef<StepTrail | null>(null);
  const typed = useTypedText((text) => {
    const { value: read, fault } = readNumber(text);
    if (read === null) return fault;
    const beyond = limitFault(text.trim(), read, limits);
    if (beyond === null) change(limitNumber(read, limits));
    return beyond;
  });

  function change(next: number): void {
    if (!Object.is(next, value)) onChange(next);
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.key === 'Enter') {
      if (typed.take() === null) requestAnimationFrame(() => input.current?.select());
    } else if (event.key === 'Escape' && typed.text !== null) {
      // Reverts only; a dialog or panel around the field stays.
      event.stopPropagation();
      event.preventDefault();
      typed.giveUp();
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault();
      const from = typed.text === null ? value : readNumber(typed.text).value;
      // What is typed but no number is not stepped away.
      if (from === null) typed.take();
      else {
        const direction = event.key === 'ArrowUp' ? 1 : -1;
        trail.current = stepAlong(trail.current, from, direction, step, event, limits);
        typed.giveUp();
        change(trail.current.at);
      }
    }
  }

  function startScrub(event: PointerEvent<HTMLElement>): void {
    if (disabled || event.button !== 0) return;
    scrub.current = {
      pointer: event.pointerId,
      fromX: event.clientX,
      fromValue: value,
      end: untilEscape(() => {
        if (scrub.current?.moved) onScrubGiveUp?.();
        scrub.current = null;
      }),
      moved: false,
    };
    event.currentTarget.setPointerCapture(event.pointerId);
  }

  function moveScrub(event: PointerEvent<HTMLElement>): void {
    const drag = scrub.current;
    if (!drag || drag.pointer !== event.pointerId) return;
    const pixels = event.clientX - drag.fromX;
    if (!drag.moved) {
      if (Math.abs(pixels) < dragThreshold) return;
      drag.moved = true;
      onScrubStart?.();
    }
    typed.giveUp();
    change(scrubNumber(drag.fromValue, pixels, step, event, limits));
  }

  function endScrub(event: PointerEvent<HTMLElement>): void {
    const drag = scrub.current;
    if (!drag || drag.pointer !== event.pointerId) return;
    scrub.current = null;
    drag.end();
    if (drag.moved) onScrubEnd?.();
    else if (event.type === 'pointerup') input.current?.focus();
  }

  const shown = typed.text ?? (focused ? formatExact(value) : formatNumber(value));
  return (
    <div className={inline ? 'field field-inline number-field' : 'field number-field'}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field itself takes the keys */}
      <label
        htmlFor={id}
        className={labelHidden ? 'visually-hidden' : 'field-label number-field-handle'}
        aria-disabled={disabled || undefined}
        // The browser would focus the field after a drag as well.
        onClick={(event) => event.preventDefault()}
        onPointerDown={startScrub}
        onPointerMove={moveScrub}
        onPointerUp={endScrub}
        onPointerCancel={endScrub}
      >
        {label}
      </label>
      <input
        ref={input}
        id={id}
        className="field-input"
        type="text"
        autoComplete="off"
        spellCheck={false}
        value={shown}
        disabled={disabled}
        aria-invalid={typed.fault === null ? undefined : true}
        aria-describedby={typed.fault === null ? undefined : `${id}-error`}
        onChange={(event) => typed.type(event.target.value)}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          setFocused(true);
          // After React has put the exact digits in.
          const field = event.target;
          requestAnimationFrame(() => document.activeElement === field && field.select());
        }}
        onBlur={() => {
          setFocused(false);
          typed.take();
        }}
      />
      {typed.fault !== null && (
        <span id={`${id}-error`} className="field-error" role="alert">
          {typed.fault}
        </span>
      )}
    </div>
  );
}

/** Why a number cannot stand in this field, or null. */
function limitFault(text: string, x: number, { min, max, integer }: NumberLimits): string | null {
  // 0.1 · 30 is meant to be 3.
  if (integer && Math.abs(x - Math.round(x)) > 1e-9 * Math.abs(x)) {
    return `“${text}” is not a whole number`;
  }
  if (min !== undefined && x < min) return `“${text}” is below ${formatExact(min)}, the least here`;
  if (max !== undefined && x > max) return `“${text}” is above ${formatExact(max)}, the most here`;
  return null;
}

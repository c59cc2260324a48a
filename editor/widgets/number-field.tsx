/**
 * A number to type, step or drag. Typing commits on Enter or when the field is left; Escape reverts.
 * Dragging the label (or the given handle) scrubs; onScrubStart and onScrubEnd frame one gesture, so
 * that its owner can make one undo entry of it.
 */
import { type KeyboardEvent, type PointerEvent, useId, useRef, useState } from 'react';
import { formatExact, formatNumber, parseNumber } from './format-number.ts';
import {
  dragThreshold,
  limitNumber,
  type NumberLimits,
  scrubNumber,
  stepNumber,
} from './number-scrub.ts';

export interface NumberFieldProps extends NumberLimits {
  readonly label: string;
  readonly value: number;
  /** A finite number within the limits; called for every step of a drag. */
  readonly onChange: (value: number) => void;
  readonly onScrubStart?: (() => void) | undefined;
  readonly onScrubEnd?: (() => void) | undefined;
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
  moved: boolean;
}

export function NumberField({
  label,
  value,
  onChange,
  onScrubStart,
  onScrubEnd,
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
  /** What is being typed; null shows the value. */
  const [draft, setDraft] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [focused, setFocused] = useState(false);
  const scrub = useRef<Scrub | null>(null);
  const limits = { min, max, integer };

  function showValue(): void {
    setDraft(null);
    setError(null);
  }

  function change(next: number): void {
    showValue();
    if (!Object.is(next, value)) onChange(next);
  }

  /** Commits the draft; false when it is no number. */
  function commit(): boolean {
    if (draft === null) return true;
    const parsed = parseNumber(draft);
    if (parsed === null) {
      setError(complaint(draft));
      return false;
    }
    change(limitNumber(parsed, limits));
    return true;
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.key === 'Enter') {
      if (commit()) requestAnimationFrame(() => input.current?.select());
    } else if (event.key === 'Escape' && draft !== null) {
      // Reverts only; a dialog or panel around the field stays.
      event.stopPropagation();
      event.preventDefault();
      showValue();
    } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault();
      const from = draft === null ? value : (parseNumber(draft) ?? value);
      change(stepNumber(from, event.key === 'ArrowUp' ? 1 : -1, step, event, limits));
    }
  }

  function startScrub(event: PointerEvent<HTMLElement>): void {
    if (disabled || event.button !== 0) return;
    scrub.current = {
      pointer: event.pointerId,
      fromX: event.clientX,
      fromValue: value,
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
    change(scrubNumber(drag.fromValue, pixels, step, event, limits));
  }

  function endScrub(event: PointerEvent<HTMLElement>): void {
    const drag = scrub.current;
    if (!drag || drag.pointer !== event.pointerId) return;
    scrub.current = null;
    if (drag.moved) onScrubEnd?.();
    else if (event.type === 'pointerup') input.current?.focus();
  }

  const shown = draft ?? (focused ? formatExact(value) : formatNumber(value));
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
        inputMode="decimal"
        autoComplete="off"
        spellCheck={false}
        value={shown}
        disabled={disabled}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
        onChange={(event) => {
          setDraft(event.target.value);
          setError(null);
        }}
        onKeyDown={onKeyDown}
        onFocus={(event) => {
          setFocused(true);
          // After React has put the exact digits in.
          const field = event.target;
          requestAnimationFrame(() => document.activeElement === field && field.select());
        }}
        onBlur={() => {
          setFocused(false);
          if (!commit()) showValue();
        }}
      />
      {error && (
        <span id={`${id}-error`} className="field-error" role="alert">
          {error}
        </span>
      )}
    </div>
  );
}

function complaint(text: string): string {
  const typed = text.trim();
  if (typed === '') return 'empty; type a number such as −2.5';
  if (typed.includes(',')) return `“${typed}” has a comma; write a point, as in 1.5`;
  return `“${typed}” is not a finite number; type one such as −2.5 or 1e−3`;
}

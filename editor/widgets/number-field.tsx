/**
 * A number to type, step or drag. Typing commits on Enter or when the field is left; what is no number
 * stays, marked, and Escape gives it up. Dragging the label scrubs; onScrubStart and onScrubEnd frame one
 * gesture, so that its owner can make one undo entry of it.
 */
import { type KeyboardEvent, type PointerEvent, useId, useRef } from 'react';
import { formatExact } from './format-number.ts';
import { limitNumber, type NumberLimits } from './number-scrub.ts';
import { useNumberText } from './number-text.ts';
import { useScrub } from './scrub.ts';

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

export function NumberField(props: NumberFieldProps) {
  const { label, labelHidden = false, inline = false, disabled = false } = props;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const { text, press, scrub } = useNumber(props, input);
  const { typed } = text;
  const { fault } = typed;
  return (
    <div className={inline ? 'field field-inline number-field' : 'field number-field'}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the field itself takes the keys */}
      <label
        htmlFor={id}
        className={labelHidden ? 'visually-hidden' : 'field-label number-field-handle'}
        aria-disabled={disabled || undefined}
        // The browser would focus the field after a drag as well.
        onClick={(event) => event.preventDefault()}
        onPointerDown={press}
        {...scrub}
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
        value={text.shown}
        disabled={disabled}
        aria-invalid={fault === null ? undefined : true}
        aria-describedby={fault === null ? undefined : `${id}-error`}
        onChange={(event) => typed.type(event.target.value)}
        onKeyDown={text.onKeyDown}
        onFocus={(event) => text.enter(event.target)}
        onBlur={text.leave}
      />
      {fault !== null && (
        <span id={`${id}-error`} className="field-error" role="alert">
          {fault}
        </span>
      )}
    </div>
  );
}

/** What typing, keys and dragging the label do. */
function useNumber(props: NumberFieldProps, input: { readonly current: HTMLInputElement | null }) {
  const { value, onChange, min, max, integer, ladder, disabled = false } = props;
  const steps = { min, max, integer, ladder, step: props.step ?? (integer ? 1 : 0.1) };
  const change = (next: number): void => {
    if (!Object.is(next, value)) onChange(next);
  };
  const text = useNumberText({
    value,
    steps,
    accept: (read, written) => {
      const beyond = limitFault(written, read, steps);
      if (beyond === null) change(limitNumber(read, steps));
      return beyond;
    },
    onStep: change,
  });
  const { press, ...scrub } = useScrub({
    value,
    steps,
    onStart: props.onScrubStart,
    onMove: (next) => {
      text.typed.giveUp();
      change(next);
    },
    onEnd: props.onScrubEnd,
    onGiveUp: props.onScrubGiveUp,
    onPress: () => input.current?.focus(),
  });

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.key === 'Enter') {
      if (text.take()) requestAnimationFrame(() => input.current?.select());
    } else if (event.key === 'Escape' && text.typed.text !== null) {
      // Reverts only; a dialog or panel around the field stays.
      event.stopPropagation();
      event.preventDefault();
      text.typed.giveUp();
    } else text.onArrow(event);
  }

  return {
    text: { ...text, onKeyDown },
    press: (event: PointerEvent<HTMLElement>): void => {
      if (!disabled && event.button === 0) press(event);
    },
    scrub,
  };
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

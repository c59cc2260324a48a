/** A number as text: typed until it is taken, stepped by arrow keys. What every field of one number shares. */
import { type KeyboardEvent, useRef, useState } from 'react';
import { formatExact, formatNumber } from './format-number.ts';
import { type NumberSteps, type StepTrail, stepAlong } from './number-scrub.ts';
import { readNumber } from './read-number.ts';
import { type TypedText, useTypedText } from './typed-text.ts';

/** What the field does with a number. */
export interface NumberTextOptions {
  readonly value: number;
  readonly steps: NumberSteps;
  /** Puts a typed number to use or says why not; `text` is as it was typed. */
  readonly accept: (read: number, text: string) => string | null;
  /** An arrow key leads to this number. */
  readonly onStep: (next: number) => void;
  /** Why what is typed could not be taken, where the field itself has no room for it. */
  readonly onRefused?: (fault: string) => void;
}

/** The text of a number field, and what its keys and its focus do. */
export interface NumberText {
  readonly typed: TypedText;
  /** Takes what is typed, if anything is; true when nothing is left standing. */
  readonly take: () => boolean;
  /** What the field shows: every digit while it is edited, a short form otherwise. */
  readonly shown: string;
  /** Steps, or takes what is typed and no number. True when the key was an arrow up or down. */
  readonly onArrow: (event: KeyboardEvent) => boolean;
  /** The field is entered: its text is selected. */
  readonly enter: (field: HTMLInputElement) => void;
  /** The field is left: what is typed is taken. */
  readonly leave: () => void;
}

/** Typing and stepping for one number field. */
export function useNumberText(options: NumberTextOptions): NumberText {
  const { value, steps, accept, onStep, onRefused } = options;
  const [focused, setFocused] = useState(false);
  const trail = useRef<StepTrail | null>(null);
  const typed = useTypedText((text) => {
    const { value: read, fault } = readNumber(text);
    return read === null ? fault : accept(read, text.trim());
  });

  function take(): boolean {
    const fault = typed.take();
    if (fault !== null) onRefused?.(fault);
    return fault === null;
  }

  function onArrow(event: KeyboardEvent): boolean {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return false;
    event.preventDefault();
    const from = typed.text === null ? value : readNumber(typed.text).value;
    // What is typed but no number is not stepped away.
    if (from === null) take();
    else {
      trail.current = stepAlong(
        trail.current,
        from,
        event.key === 'ArrowUp' ? 1 : -1,
        steps,
        event,
      );
      typed.giveUp();
      onStep(trail.current.at);
    }
    return true;
  }

  return {
    typed,
    take,
    shown: typed.text ?? (focused ? formatExact(value) : formatNumber(value)),
    onArrow,
    enter: (field) => {
      setFocused(true);
      // At once, so that the first key replaces what is there; and when React has put the exact digits in, unless
      // something was typed by then.
      field.select();
      let isTyped = false;
      const type = (): void => {
        isTyped = true;
      };
      field.addEventListener('input', type, { once: true });
      requestAnimationFrame(() => {
        if (document.activeElement === field && !isTyped) field.select();
      });
    },
    leave: () => {
      setFocused(false);
      take();
    },
  };
}

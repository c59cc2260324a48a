/** Dragging sideways changes a number; a press that does not move means something else; Escape gives it up. */
import { type PointerEvent, useRef } from 'react';
import { dragThreshold, type NumberSteps, scrubNumber } from './number-scrub.ts';
import { untilEscape } from './until-escape.ts';

/** What a drag and a press mean. */
export interface ScrubOptions {
  readonly value: number;
  readonly steps: NumberSteps;
  /** The pointer has moved far enough for a drag. */
  readonly onStart?: (() => void) | undefined;
  readonly onMove: (next: number) => void;
  readonly onEnd?: (() => void) | undefined;
  /** Escape was pressed while dragging: everything is to be as before. In place of `onEnd`. */
  readonly onGiveUp?: (() => void) | undefined;
  /** The pointer was let go where it was pressed. */
  readonly onPress: () => void;
}

interface Scrub {
  readonly pointer: number;
  readonly fromX: number;
  readonly fromValue: number;
  /** Stops listening for Escape. */
  readonly stop: () => void;
  moved: boolean;
}

/** Handlers for the element that is dragged; `press` begins and belongs into `onPointerDown`. */
export interface ScrubHandlers {
  readonly press: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerUp: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerCancel: (event: PointerEvent<HTMLElement>) => void;
}

/** Scrubbing for one number. */
export function useScrub(options: ScrubOptions): ScrubHandlers {
  const { value, steps, onStart, onMove, onEnd, onGiveUp, onPress } = options;
  const scrub = useRef<Scrub | null>(null);

  function press(event: PointerEvent<HTMLElement>): void {
    const stop = untilEscape(() => {
      if (scrub.current?.moved) onGiveUp?.();
      scrub.current = null;
    });
    const { pointerId: pointer, clientX: fromX } = event;
    scrub.current = { pointer, fromX, fromValue: value, stop, moved: false };
    event.currentTarget.setPointerCapture(pointer);
  }

  /** The drag of this pointer, if there is one. */
  const dragOf = ({ pointerId }: PointerEvent): Scrub | null =>
    scrub.current?.pointer === pointerId ? scrub.current : null;

  function move(event: PointerEvent<HTMLElement>): void {
    const drag = dragOf(event);
    if (drag === null) return;
    const pixels = event.clientX - drag.fromX;
    if (!drag.moved) {
      if (Math.abs(pixels) < dragThreshold) return;
      drag.moved = true;
      onStart?.();
    }
    onMove(scrubNumber(drag.fromValue, pixels, steps.step, event, steps));
  }

  function end(event: PointerEvent<HTMLElement>): void {
    const drag = dragOf(event);
    if (drag === null) return;
    scrub.current = null;
    drag.stop();
    if (drag.moved) onEnd?.();
    else if (event.type === 'pointerup') onPress();
  }

  return { press, onPointerMove: move, onPointerUp: end, onPointerCancel: end };
}

/** Moving a floating part by its head: how far it was dragged from where it opened. Escape takes the drag back. */
import { type PointerEvent, useRef, useState } from 'react';
import { untilEscape } from './until-escape.ts';

interface Offset {
  readonly x: number;
  readonly y: number;
}

export interface MovedBy {
  /** px. */
  readonly by: Offset;
  /** Properties of the element that is dragged. */
  readonly handle: {
    readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerUp: () => void;
    readonly onPointerCancel: () => void;
  };
}

export function useMovedBy(): MovedBy {
  const [by, setBy] = useState<Offset>({ x: 0, y: 0 });
  const drag = useRef<{ from: Offset; end: () => void } | null>(null);
  const stop = (): void => {
    drag.current?.end();
    drag.current = null;
  };
  return {
    by,
    handle: {
      onPointerDown: (event) => {
        // Buttons in the head are pressed, not dragged.
        const { target } = event;
        if (event.button !== 0 || !(target instanceof Element)) return;
        if (target.closest('button') !== null) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const giveUp = (): void => {
          drag.current = null;
          setBy(by);
        };
        const from = { x: event.clientX - by.x, y: event.clientY - by.y };
        drag.current = { from, end: untilEscape(giveUp) };
      },
      onPointerMove: ({ clientX, clientY }) => {
        if (drag.current === null) return;
        const { from } = drag.current;
        setBy({ x: clientX - from.x, y: clientY - from.y });
      },
      onPointerUp: stop,
      onPointerCancel: stop,
    },
  };
}

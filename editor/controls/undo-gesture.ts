/** A drag that changes the document many times is one undo entry, and none when it is given up. */
import { useId, useRef } from 'react';
import { giveUpGesture } from '../state/document/document-store.ts';

/** One gesture at a time. */
export interface UndoGesture {
  /** What the changes of the gesture under way have in common; undefined while there is none. */
  readonly current: () => string | undefined;
  readonly begin: () => void;
  readonly end: () => void;
  /** Takes back what it has changed so far. */
  readonly giveUp: () => void;
}

/** The gesture of one control. */
export function useUndoGesture(): UndoGesture {
  const id = useId();
  const name = useRef<string | undefined>(undefined);
  return {
    current: () => name.current,
    begin: () => {
      name.current = `scrub ${id} ${performance.now()}`;
    },
    end: () => {
      name.current = undefined;
    },
    giveUp: () => {
      if (name.current !== undefined) giveUpGesture(name.current);
      name.current = undefined;
    },
  };
}

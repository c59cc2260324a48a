/** A press on numbers: with a mouse it goes on looking, a finger looks until it comes down elsewhere. */
import { type PointerEvent, useRef } from 'react';
import { type LensTarget, pinLens, touchLens } from '../state/look/lens-store.ts';

/** What an element that can be looked at closely listens with. */
export interface LensPress {
  readonly onPointerDown: (event: PointerEvent) => void;
  /** For its click, which does not say everywhere what pressed. */
  readonly press: (target: LensTarget) => void;
}

/** The press of one element. */
export function useLensPress(): LensPress {
  const pointer = useRef('');
  return {
    onPointerDown: ({ pointerType }) => {
      pointer.current = pointerType;
    },
    press: (target) => (pointer.current === 'touch' ? touchLens(target) : pinLens(target)),
  };
}

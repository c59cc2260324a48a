/**
 * Giving up a wire or a drag of nodes. React Flow cannot: it is told that the mouse was let go, and what it
 * reports then is not listened to.
 */
import { useState } from 'react';
import { select, selectionStore } from '../state/look/selection-store.ts';
import { untilEscape } from '../widgets/until-escape.ts';

/** One gesture at a time on the canvas. */
class CanvasGesture {
  private selection = selectionStore.getState();
  private stop = (): void => {};
  /** What React Flow reports is the end of a gesture that was given up. */
  givenUp = false;

  /** Before React Flow sees the press, which selects. */
  press(): void {
    this.selection = selectionStore.getState();
  }

  begin(): void {
    this.stop();
    this.givenUp = false;
    const { selection } = this;
    this.stop = untilEscape(() => {
      this.givenUp = true;
      document.dispatchEvent(new MouseEvent('mouseup', { bubbles: true, view: window }));
      select(selection);
    });
  }

  end(): void {
    this.stop();
    this.stop = () => {};
  }
}

/** The gesture of this canvas. */
export function useGivingUp(): CanvasGesture {
  const [gesture] = useState(() => new CanvasGesture());
  return gesture;
}

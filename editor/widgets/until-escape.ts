/** Gestures of the pointer can be given up: while one is under way, Escape means the gesture and nothing else. */

/** Calls `giveUp` when Escape is pressed before the gesture ends; gives what to call when it ends. */
export function untilEscape(giveUp: () => void): () => void {
  const end = (): void => window.removeEventListener('keydown', onKey, { capture: true });
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopImmediatePropagation();
    end();
    ignoreClick();
    giveUp();
  };
  window.addEventListener('keydown', onKey, { capture: true });
  return end;
}

/** The button is still held: letting go makes a click that nobody means. */
function ignoreClick(): void {
  const ignore = (event: MouseEvent): void => {
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  window.addEventListener('click', ignore, { capture: true, once: true });
  const forget = (): void => window.removeEventListener('click', ignore, { capture: true });
  window.addEventListener('pointerdown', forget, { capture: true, once: true });
  // Keys make clicks as well.
  window.addEventListener('keydown', forget, { capture: true, once: true });
}

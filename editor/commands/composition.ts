/**
 * Keys of an input method, such as the Enter that takes a Japanese word. They are the input method's alone:
 * stopped where every key begins its way, so that no handler of the page can forget to ask.
 */

/** True for a key that an input method has taken; Safari tells the last one by its number only. */
function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}

/** Keeps keys of compositions from every handler of the page; gives what ends that. */
export function keepCompositions(page: Window): () => void {
  const stop = (event: KeyboardEvent): void => {
    if (!isComposing(event)) return;
    event.stopImmediatePropagation();
    // Outside text nothing is composed, and the key must not press a button either.
    if (!isText(event.target)) event.preventDefault();
  };
  page.addEventListener('keydown', stop, { capture: true });
  return () => page.removeEventListener('keydown', stop, { capture: true });
}

function isText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('input, textarea');
}

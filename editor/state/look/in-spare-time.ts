/** Long work in small pieces, so that the page stays fluent meanwhile. */

/** Time for one piece, in ms: half of a frame is left for what the person does. */
const PIECE = 8;

/** Where a browser does not say when it is idle, pieces come so often, in ms. */
const APART = 24;

/** Goes on with `work` for at most so many ms; its result, or null when there was not enough time. */
export function within<T>(work: Generator<undefined, T>, milliseconds: number): T | null {
  const end = performance.now() + milliseconds;
  while (performance.now() < end) {
    const { done, value } = work.next();
    if (done) return value;
  }
  return null;
}

/** Goes on with `work` whenever the page is idle and gives its result to `finish`. Gives the way to stop. */
export function inSpareTime<T>(
  work: Generator<undefined, T>,
  finish: (result: T) => void,
): () => void {
  let stopped = false;
  const goOn = (): void => {
    if (stopped) return;
    const result = within(work, PIECE);
    if (result === null) later(goOn);
    else finish(result);
  };
  later(goOn);
  return () => {
    stopped = true;
  };
}

/** A page that is not seen draws no frames; then it is not waited for longer, in ms. */
const NO_FRAME = 300;

/** Does `task` once, after the next frame was drawn. */
export function afterFrame(task: () => void): void {
  let isDone = false;
  const once = (): void => {
    if (isDone) return;
    isDone = true;
    task();
  };
  // A task of its own, begun within a frame, comes after the drawing.
  requestAnimationFrame(() => setTimeout(once));
  setTimeout(once, NO_FRAME);
}

function later(task: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(task, { timeout: 200 });
  else setTimeout(task, APART);
}

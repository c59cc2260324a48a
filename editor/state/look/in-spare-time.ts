/** Long work in small pieces, so that the page stays fluent meanwhile. */

/** Time for one piece, in ms: half of a frame is left for what the person does. */
const PIECE = 8;

/** Where a browser does not say when it is idle, pieces come so often, in ms. */
const APART = 24;

/** Goes on with `work` whenever the page is idle and gives its result to `finish`. Gives the way to stop. */
export function inSpareTime<T>(
  work: Generator<undefined, T>,
  finish: (result: T) => void,
): () => void {
  let stopped = false;
  const goOn = (): void => {
    if (stopped) return;
    const end = performance.now() + PIECE;
    while (performance.now() < end) {
      const { done, value } = work.next();
      if (done) {
        finish(value);
        return;
      }
    }
    later(goOn);
  };
  later(goOn);
  return () => {
    stopped = true;
  };
}

function later(task: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(task, { timeout: 200 });
  else setTimeout(task, APART);
}

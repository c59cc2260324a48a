/**
 * What the page can do besides showing components (those load by `Later`) and that loads when it is first needed. A part
 * that does not come is told, whoever asked for it: nobody gets hold of one but through `use`.
 */
import { notify } from './notices.ts';

/** A part that loads later. */
export interface LaterPart<Part> {
  /** Fetches it, so that it is there when it is needed; rejects where it does not come. */
  readonly fetch: () => Promise<unknown>;
  /** The part, once it has come; null before. */
  readonly here: () => Part | null;
  /** Does something with it once it is here; null, which is said, where it does not come. */
  readonly use: <R>(act: (part: Part) => R | Promise<R>) => Promise<R | null>;
}

/** A part by what loads it; `what` begins the sentence that says that it could not be loaded. */
export function laterPart<Part>(what: string, load: () => Promise<Part>): LaterPart<Part> {
  let here: Part | null = null;
  const fetch = async (): Promise<Part> => {
    here = await load();
    return here;
  };
  return {
    fetch,
    here: () => here,
    use: async (act) => {
      let part: Part;
      try {
        part = await fetch();
      } catch {
        notify(
          'refused',
          `${what} could not be loaded`,
          'Your graph is intact; check the network and try again, or reload the page.',
        );
        return null;
      }
      return act(part);
    },
  };
}

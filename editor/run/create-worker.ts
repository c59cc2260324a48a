/** Starts workers from their own files; trusted types allow files of this site and no others. */
import workerUrl from '../../graph-core/worker/thread/worker.ts?worker&url';

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL: (url: string) => string };
}

let policy: { createScriptURL: (url: string) => string } | null = null;

/** A new worker running `graph-core/worker/thread/worker.ts`. */
export const createWorker = (): Worker =>
  new Worker(trustedWorkerUrl(workerUrl), { type: 'module' });

/** The address of a worker of ours, as a page with trusted types wants it. */
export function trustedWorkerUrl(url: string): string {
  policy ??= createPolicy();
  return policy.createScriptURL(url);
}

/** Addresses are made when the site is built and lie beside it; none comes from a document. */
function createPolicy(): { createScriptURL: (url: string) => string } {
  const rules = {
    createScriptURL: (url: string): string => {
      if (new URL(url, location.href).origin !== location.origin) {
        throw new Error(`internal: ${url} is not a worker of this site`);
      }
      return url;
    },
  };
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  return trustedTypes?.createPolicy('app-worker', rules) ?? rules;
}

/** Starts the worker from its own file; trusted types allow this one address and no other. */
import workerUrl from '../../graph-core/worker/thread/worker.ts?worker&url';

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL: (url: string) => string };
}

let policy: { createScriptURL: (url: string) => string } | null = null;

/** A new worker running `graph-core/worker/thread/worker.ts`. */
export function createWorker(): Worker {
  policy ??= createPolicy();
  return new Worker(policy.createScriptURL(workerUrl), { type: 'module' });
}

function createPolicy(): { createScriptURL: (url: string) => string } {
  const rules = {
    createScriptURL: (url: string): string => {
      if (url !== workerUrl) throw new Error(`internal: ${url} is not the worker`);
      return url;
    },
  };
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  return trustedTypes?.createPolicy('app-worker', rules) ?? rules;
}

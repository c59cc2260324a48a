/** The worker's thread: hands messages to what answers them, or helps another worker. Nothing else happens here. */

import { PROTOCOL, type Request, type Response } from '../messages/protocol.ts';
import { gatherCrew, HELPER, help } from './crew.ts';
import { RequestHandler } from './request-handler.ts';

// The core compiles against worker types; inside a module worker the global scope is this one.
const scope = self as unknown as DedicatedWorkerGlobalScope;

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): { createScriptURL: (url: string) => string };
}

let policy: ReturnType<TrustedTypes['createPolicy']> | undefined;

if (scope.name === HELPER) help(scope);
else serve();

function serve(): void {
  // A message to oneself is a macrotask without the 4 ms that nested timers wait.
  const channel = new MessageChannel();
  const tasks: (() => void)[] = [];
  channel.port1.onmessage = () => tasks.shift()?.();

  const handler = new RequestHandler(
    (response: Response, transfer: readonly ArrayBuffer[]) => {
      scope.postMessage(response, [...transfer]);
    },
    (task, after = 0) => {
      const put = (): void => {
        tasks.push(task);
        channel.port2.postMessage(null);
      };
      if (after > 0) setTimeout(put, after);
      else put();
    },
    gatherCrew(createHelper),
  );

  scope.addEventListener('message', (event: MessageEvent<Request>) => handler.handle(event.data));
  scope.postMessage({ kind: 'ready', protocol: PROTOCOL } satisfies Response);
}

/** Where the host's headers demand trusted types, this file's own address is the one that is trusted. */
function createHelper(): Worker {
  const url = scope.location.href;
  const { trustedTypes } = scope as { trustedTypes?: TrustedTypes };
  policy ??= trustedTypes?.createPolicy('app-worker', {
    createScriptURL: (given) => {
      if (given !== url) throw new Error(`internal: ${given} is not the worker`);
      return given;
    },
  });
  return new Worker(policy?.createScriptURL(url) ?? url, { type: 'module', name: HELPER });
}

/** The worker's thread: hands messages to an engine. Nothing else happens here. */
import { Engine } from './engine.ts';
import { PROTOCOL, type Request, type Response } from './protocol.ts';

// The core compiles against worker types; inside a module worker the global scope is this one.
const scope = self as unknown as DedicatedWorkerGlobalScope;

const engine = new Engine((response: Response, transfer: readonly ArrayBuffer[]) => {
  scope.postMessage(response, [...transfer]);
});

scope.addEventListener('message', (event: MessageEvent<Request>) => engine.handle(event.data));
scope.postMessage({ kind: 'ready', protocol: PROTOCOL } satisfies Response);

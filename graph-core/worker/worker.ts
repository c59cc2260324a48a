/** The worker's thread: hands messages to an engine. Nothing else happens here. */
import { Engine } from './engine.ts';
import { PROTOCOL, type Request, type Response } from './protocol.ts';

// The core compiles against worker types; inside a module worker the global scope is this one.
const scope = self as unknown as DedicatedWorkerGlobalScope;

// A message to oneself is a macrotask without the 4 ms that nested timers wait.
const channel = new MessageChannel();
const tasks: (() => void)[] = [];
channel.port1.onmessage = () => tasks.shift()?.();

const engine = new Engine(
  (response: Response, transfer: readonly ArrayBuffer[]) => {
    scope.postMessage(response, [...transfer]);
  },
  (task) => {
    tasks.push(task);
    channel.port2.postMessage(null);
  },
);

scope.addEventListener('message', (event: MessageEvent<Request>) => engine.handle(event.data));
scope.postMessage({ kind: 'ready', protocol: PROTOCOL } satisfies Response);

// A worker of a page: Gradwire with several threads, since a page itself may not wait; or a thread of it.
import { serveLoop } from '../graph-core/compiler/run/compiled-loop.ts';
import { create } from './peers/gradwire.mjs';
import { WORKLOADS } from './workloads.mjs';

let contestant = null;

globalThis.onmessage = async ({ data }) => {
  if (data.memory !== undefined) {
    serveLoop(data);
    return;
  }
  if (data.name !== undefined) {
    contestant = await create(WORKLOADS[data.name], data.form, { threads: data.threads });
    globalThis.postMessage({});
    return;
  }
  const begin = performance.now();
  const loss = contestant.run(data.steps);
  globalThis.postMessage({ ms: performance.now() - begin, loss, threads: contestant.threads });
};

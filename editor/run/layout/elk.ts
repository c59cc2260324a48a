/** ELK in a worker of its own: loaded and started with the first layout, and again after it failed. */
import ELK from 'elkjs/lib/elk-api.js';
import elkUrl from 'elkjs/lib/elk-worker.min.js?url';
import type { RunElk } from '../../../graph-core/drawing/layout/layered-layout.ts';
import { trustedWorkerUrl } from '../create-worker.ts';

interface RunningElk {
  readonly api: InstanceType<typeof ELK>;
  /** Layouts that would wait for ever for a worker that is gone. */
  readonly waiting: Set<(reason: Error) => void>;
}

let running: RunningElk | null = null;

/** Lays out one graph beside the page. */
export const runElk: RunElk = (graph) => {
  running ??= startElk();
  const { api, waiting } = running;
  return new Promise((resolve, reject) => {
    waiting.add(reject);
    api
      .layout(graph)
      .then(resolve, reject)
      .finally(() => waiting.delete(reject));
  });
};

function startElk(): RunningElk {
  const waiting: RunningElk['waiting'] = new Set();
  const workerFactory = (): Worker => {
    const worker = new Worker(trustedWorkerUrl(elkUrl));
    worker.addEventListener('error', ({ message }) => {
      running = null;
      worker.terminate();
      const reason = new Error(message || 'its file could not be loaded');
      for (const giveUp of [...waiting]) giveUp(reason);
    });
    return worker;
  };
  return { api: new ELK({ workerFactory }), waiting };
}

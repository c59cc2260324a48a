/** ELK in a worker of its own: loaded and started with the first layout. */
import ELK from 'elkjs/lib/elk-api.js';
import elkUrl from 'elkjs/lib/elk-worker.min.js?url';
import type { RunElk } from '../../../graph-core/drawing/layout/layered-layout.ts';
import { trustedWorkerUrl } from '../create-worker.ts';

let elk: InstanceType<typeof ELK> | null = null;

/** Lays out one graph beside the page. */
export const runElk: RunElk = (graph) => {
  elk ??= new ELK({ workerFactory: () => new Worker(trustedWorkerUrl(elkUrl)) });
  return elk.layout(graph);
};

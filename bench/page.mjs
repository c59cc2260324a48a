// The page's side of the bench: one contestant a page, and the measurements that are our own.
import { WORKLOADS } from './workloads.mjs';

const PEERS = {
  gradwire: () => import('./peers/gradwire.mjs'),
  tensorflow: () => import('./peers/tensorflow.mjs'),
  jax: () => import('./peers/jax.mjs'),
  convnet: () => import('./peers/convnet.mjs'),
  micrograd: () => import('./peers/micrograd.mjs'),
};

let contestant = null;
/** Where the contestant is when it has several threads. */
let worker = null;

async function startWorker(request) {
  const made = new Worker('/bench/worker.mjs', { type: 'module' });
  await ask(made, request);
  return made;
}

const ask = (made, request) =>
  new Promise((resolve, reject) => {
    made.onmessage = ({ data }) => resolve(data);
    made.onerror = ({ message }) => reject(new Error(message));
    made.postMessage(request);
  });

globalThis.bench = {
  /** Sets a contestant up at the initial weights. */
  async create({ peer, form, name, threads }) {
    if (threads > 1) worker = await startWorker({ form, name, threads });
    else contestant = await (await PEERS[peer]()).create(WORKLOADS[name], form);
  },
  /** Does steps; the loss is that of the last. */
  async run(steps) {
    if (worker !== null) return ask(worker, { steps });
    const begin = performance.now();
    const loss = await contestant.run(steps);
    return { ms: performance.now() - begin, loss };
  },
  /** SIMD peak and the matrix products as shares of it. */
  peak: async () => (await import('./peak.mjs')).peaks(),
  products: async (names) => (await import('./peak.mjs')).products(names),
  /** Times to compile. */
  compileTimes: async (name, rounds) =>
    (await import('./compile-times.mjs')).compileTimes(name, rounds),
  firstStep: async (rounds) => (await import('./compile-times.mjs')).firstStep(rounds),
  /** The kernels of a workload: what they are, how long each takes. */
  kernels: async (name, mode) => (await import('./kernel-times.mjs')).kernelTimes(name, mode),
};

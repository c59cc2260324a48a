// How long compiling takes: cold (the first time in this page) and warm, and in the worker from the
// message that starts training to the answer after its first step.
import { compile } from '../graph-core/compiler/compile.ts';
import { CompiledLoop } from '../graph-core/compiler/run/compiled-loop.ts';
import { parseDocument } from '../graph-core/formats/json/parse-document.ts';
import { stepOf } from './peers/gradwire.mjs';
import { WORKLOADS } from './workloads.mjs';

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

/** ms of the passes, and of the engine together with the first step. */
export function compileTimes(name, rounds) {
  const times = [];
  let bytes = 0;
  for (let round = 0; round <= rounds; round++) {
    const { request } = stepOf(WORKLOADS[name]);
    const begin = performance.now();
    const compiled = compile(request);
    const generated = performance.now();
    const loop = CompiledLoop.create(compiled);
    loop.run(1);
    bytes = compiled.bytes.length;
    times.push({ generate: generated - begin, instantiate: performance.now() - generated });
  }
  const [cold, ...warm] = times;
  return {
    bytes,
    cold,
    warm: {
      generate: median(warm.map(({ generate }) => generate)),
      instantiate: median(warm.map(({ instantiate }) => instantiate)),
    },
  };
}

/** ms from the request to train to the answer after the first step: documents as they are opened. */
export async function firstStep(rounds) {
  const text = await (await fetch('/examples/d11-three-spirals/graph.json')).text();
  const { document } = parseDocument(text);
  const worker = new Worker('/graph-core/worker/thread/worker.ts', { type: 'module' });
  const answer = (wanted) =>
    new Promise((resolve, reject) => {
      const listen = ({ data }) => {
        if (data.kind === 'failed') reject(new Error(data.message));
        if (!wanted(data)) return;
        worker.removeEventListener('message', listen);
        resolve();
      };
      worker.addEventListener('message', listen);
    });
  await answer(({ kind }) => kind === 'ready');
  const times = [];
  for (let id = 1; id <= rounds + 1; id++) {
    const begin = performance.now();
    worker.postMessage({ kind: 'prepare-training', id, document });
    worker.postMessage({ kind: 'train', id, action: { steps: 1 } });
    await answer((data) => data.id === id && data.kind === 'training' && data.training.step > 0);
    times.push(performance.now() - begin);
  }
  worker.terminate();
  const [cold, ...warm] = times;
  return { cold, warm: median(warm) };
}

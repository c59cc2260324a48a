// Measures the compiled loop in the page: time to compile, time per step, optionally time per kernel.
import { compile, printStage } from '../graph-core/compiler/compile.ts';
import { CompiledLoop } from '../graph-core/compiler/compiled-loop.ts';
import { kernelTitle } from '../graph-core/compiler/ir/print-kernels.ts';
import { WORKLOADS } from './compiler-workloads.mjs';

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

function prepare(name, mode) {
  const { make } = WORKLOADS[name];
  const work = make();
  const started = performance.now();
  const compiled = compile({
    program: work.program,
    sources: work.sources.keys(),
    updates: work.updates,
    loss: work.loss,
    mode,
  });
  const generated = performance.now();
  const loop = CompiledLoop.create(compiled);
  const ready = performance.now();
  for (const [id, numbers] of work.sources) loop.write(id, numbers);
  return { compiled, loop, generate: generated - started, instantiate: ready - generated };
}

/** Rows of figures for each workload and mode, by interleaved rounds of about 30 ms. */
globalThis.measure = (names, modes, rounds) => {
  const runs = names.flatMap((name) =>
    modes.map((mode) => {
      const run = { name, mode, ...prepare(name, mode), times: [] };
      run.loop.run(3);
      const losses = [run.loop.lossOf(0)];
      const begin = performance.now();
      let steps = 0;
      while (performance.now() - begin < 150) {
        run.loop.run(10);
        steps += 10;
      }
      run.chunk = Math.max(1, Math.round((steps * 30) / 150));
      run.losses = losses;
      return run;
    }),
  );
  for (let round = 0; round < rounds; round++) {
    for (const run of runs) {
      const start = performance.now();
      run.loop.run(run.chunk);
      run.times.push((performance.now() - start) / run.chunk);
    }
  }
  return runs.map(({ name, mode, times, generate, instantiate, compiled, loop, losses }) => ({
    name,
    mode,
    title: WORKLOADS[name].title,
    ms: median(times),
    gflops: WORKLOADS[name].flops / median(times) / 1e6,
    generate,
    instantiate,
    bytes: compiled.bytes.length,
    kernels: compiled.kernels.kernels.length,
    losses: [...losses, loop.lossOf(loop.steps - 1)],
  }));
};

/** Least microseconds of each kernel of a workload that has kernels of its own. */
globalThis.kernelTimes = (name, mode) => {
  const { compiled, loop } = prepare(name, mode);
  loop.run(20);
  return compiled.kernels.kernels.flatMap((kernel, i) => {
    const call = loop.kernel(`${kernel.family}${i}`);
    if (call === null) return [];
    const times = [];
    for (let round = 0; round < 7; round++) {
      let calls = 0;
      const start = performance.now();
      while (performance.now() - start < 8) {
        for (let k = 0; k < 20; k++) call();
        calls += 20;
      }
      times.push((1000 * (performance.now() - start)) / calls);
    }
    return [{ title: kernelTitle(kernel), us: Math.min(...times) }];
  });
};

/** The kernels of a workload as text. */
globalThis.kernels = (name) => printStage(prepare(name, 'reproducible').compiled.stages.at(-1));

// The kernels of a workload: their text and the least time of each.
import { compile, printStage } from '../graph-core/compiler/compile.ts';
import { kernelTitle } from '../graph-core/compiler/ir/print-kernels.ts';
import { CompiledLoop } from '../graph-core/compiler/run/compiled-loop.ts';
import { stepOf } from './peers/gradwire.mjs';
import { WORKLOADS } from './workloads.mjs';

/** Lines of text; a step so small that it is one function has no times. */
export function kernelTimes(name, mode) {
  const { request, sources } = stepOf(WORKLOADS[name], { mode });
  const compiled = compile(request);
  const loop = CompiledLoop.create(compiled);
  for (const [id, data] of sources) loop.write(id, data);
  loop.run(20);
  const times = compiled.kernels.kernels.flatMap((kernel, i) => {
    const call = loop.kernel(`${kernel.family}${i}`);
    return call === null ? [] : [`${leastMicroseconds(call).toFixed(1)} µs ${kernelTitle(kernel)}`];
  });
  return [printStage(compiled.stages.at(-1)), `${name}, ${mode}`, ...times].join('\n');
}

function leastMicroseconds(call) {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 7; round++) {
    let calls = 0;
    const begin = performance.now();
    while (performance.now() - begin < 8) {
      for (let i = 0; i < 20; i++) call();
      calls += 20;
    }
    least = Math.min(least, (1000 * (performance.now() - begin)) / calls);
  }
  return least;
}

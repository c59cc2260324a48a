/**
 * Graphs of scalars become straight-line code: maps of single numbers that follow one another are put into
 * an order in which values are used soon after they are computed, and joined, in linear time.
 */

import { BufferUses, pinnedBuffers } from '../../ir/dependencies.ts';
import {
  buffersRead,
  buffersWritten,
  isScalar,
  type Kernel,
  type KernelProgram,
  type MapKernel,
} from '../../ir/kernel.ts';
import { ScalarCodeBuilder, withoutUnused } from '../../ir/scalar-code.ts';

/** Nodes of one kernel; a browser takes longer for long functions than for many. */
const LONGEST = 600;

/** Joins runs of scalar maps. */
export function joinScalarRuns(program: KernelProgram): KernelProgram {
  const kernels: Kernel[] = [];
  const pinned = pinnedBuffers(program);
  const uses = new BufferUses<Kernel>();
  for (const kernel of program.kernels) uses.add(kernel, kernel);
  let run: MapKernel[] = [];
  const flush = () => {
    for (const part of partsOf(usedSoon(run, program.updates))) {
      if (part.length === 1) {
        kernels.push(part[0]);
        continue;
      }
      const inside = new Set<Kernel>(part);
      const needed = (id: number) =>
        pinned.has(id) || [...uses.readersOf(id)].some((reader) => !inside.has(reader));
      kernels.push(joinedPart(part, needed));
    }
    run = [];
  };
  for (const kernel of program.kernels) {
    if (isScalar(kernel)) run.push(kernel);
    else {
      flush();
      kernels.push(kernel);
    }
  }
  flush();
  return { ...program, kernels };
}

/**
 * The maps of a run, depth first: each after what it reads, and as late as its readers allow. What replaces
 * a source comes after everything that still reads the source, so that it can be done in place.
 */
function usedSoon(
  run: readonly MapKernel[],
  updates: KernelProgram['updates'],
): readonly MapKernel[] {
  const uses = new BufferUses<MapKernel>();
  for (const kernel of run) uses.add(kernel, kernel);
  const replaced = new Map([...updates].map(([source, next]) => [next, source] as const));
  const written = run.map((kernel) => [...buffersWritten(kernel)]);
  // Maps that write a buffer in parts keep their order.
  if (written.flat().some((id) => uses.writersOf(id).size > 1)) return run;
  const needs = (kernel: MapKernel): MapKernel[] =>
    [...buffersRead(kernel)].flatMap((id) => [...uses.writersOf(id)]);
  const inPlace = (kernel: MapKernel): MapKernel[] => {
    const sources = [...buffersWritten(kernel)].map((id) => replaced.get(id) ?? -1);
    const others = sources.flatMap((id) => [...uses.readersOf(id)]);
    return [...needs(kernel), ...others.filter((other) => other !== kernel)];
  };
  const isRead = (kernel: MapKernel) =>
    [...buffersWritten(kernel)].some((id) => uses.readersOf(id).size > 0);
  const sinks = [...run.filter((kernel) => !isRead(kernel)), ...run];
  // Something that reads a source and its replacement keeps the replacement from being done in place.
  return depthFirst(sinks, inPlace) ?? depthFirst(sinks, needs) ?? run;
}

/** Every kernel after those that come `before` it; null when that goes round in a circle. */
function depthFirst(
  kernels: readonly MapKernel[],
  before: (kernel: MapKernel) => readonly MapKernel[],
): readonly MapKernel[] | null {
  const order: MapKernel[] = [];
  const state = new Map<MapKernel, 'open' | 'done'>();
  for (const sink of kernels) {
    if (state.has(sink)) continue;
    // Without recursion: graphs are deeper than the stack.
    const open = [{ kernel: sink, first: before(sink), next: 0 }];
    state.set(sink, 'open');
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      if (top.next === top.first.length) {
        order.push(top.kernel);
        state.set(top.kernel, 'done');
        open.pop();
        continue;
      }
      const kernel = top.first[top.next++];
      if (state.get(kernel) === 'open') return null;
      if (state.has(kernel)) continue;
      state.set(kernel, 'open');
      open.push({ kernel, first: before(kernel), next: 0 });
    }
  }
  return order;
}

/** The run in parts of at most `LONGEST` nodes. */
function partsOf(run: readonly MapKernel[]): readonly (readonly MapKernel[])[] {
  const parts: MapKernel[][] = [];
  let nodes = Number.POSITIVE_INFINITY;
  for (const kernel of run) {
    if (nodes + kernel.code.nodes.length > LONGEST) {
      parts.push([]);
      nodes = 0;
    }
    parts[parts.length - 1].push(kernel);
    nodes += kernel.code.nodes.length;
  }
  return parts;
}

/** Scalar maps, one after the other, as one; later loads of what an earlier one stores are its value. */
function joinedPart(run: readonly MapKernel[], needed: (id: number) => boolean): MapKernel {
  const b = new ScalarCodeBuilder();
  const values = new Map<string, number>();
  const stores: { access: MapKernel['code']['stores'][number]['access']; node: number }[] = [];
  for (const { code } of run) {
    const numbers = b.append(code.nodes, (node) =>
      node.op === 'load'
        ? (values.get(`${node.access.buffer}+${node.access.offset}`) ?? null)
        : null,
    );
    for (const { access, node } of code.stores) {
      values.set(`${access.buffer}+${access.offset}`, numbers[node]);
      stores.push({ access, node: numbers[node] });
    }
  }
  const kept = stores.filter(({ access }) => needed(access.buffer));
  return {
    family: 'map',
    shape: [],
    code: withoutUnused({ nodes: b.nodes, stores: kept }),
    origin: run.flatMap(({ origin }) => origin),
  };
}

/**
 * Fewer, larger kernels. A map joins the kernel that computes what it reads (another map, a reduction, a
 * matrix product: there it is the epilogue); a map whose result only one kernel reads moves into that
 * kernel's elements. What someone looks at stays written.
 */
import {
  buffersRead,
  buffersWritten,
  type Kernel,
  type KernelProgram,
  type MapKernel,
  type ReduceKernel,
} from '../ir/kernel.ts';
import { isHeavy, ScalarCodeBuilder, type ScalarNode, withoutUnused } from '../ir/scalar-code.ts';
import { type AxisMatch, matchAxes, toReader } from './axes.ts';
import { writersOf } from './dependencies.ts';
import { appended, mergeRuns } from './join-maps.ts';
import { dependencies, reachable } from './schedule.ts';
import { withoutDeadKernels } from './simplify.ts';

/** Nodes of a map that may be computed again for every repetition. */
const CHEAP = 8;

/** The pass. */
export function fuse(program: KernelProgram): KernelProgram {
  let current = mergeRuns(program);
  for (;;) {
    const next = joinedOnce(current) ?? inlinedOnce(current);
    if (next === null) return current;
    current = withoutDeadKernels(next);
  }
}

/** Buffers that must stay written although kernels that read them may go. */
export function pinnedBuffers({ outputs, updates }: KernelProgram): Set<number> {
  const pinned = new Set<number>([...updates.keys(), ...updates.values()]);
  for (const place of outputs.values()) if (place.kind === 'view') pinned.add(place.access.buffer);
  return pinned;
}

/** The first map that can join the kernel whose result it reads. */
function joinedOnce(program: KernelProgram): KernelProgram | null {
  const { kernels } = program;
  const after = dependencies(kernels);
  const pinned = pinnedBuffers(program);
  const writers = writersOf(program);
  const inParts = (id: number) => (writers.get(id)?.length ?? 0) > 1;
  const readers = new Map<number, number>();
  kernels.forEach((kernel) => {
    for (const id of buffersRead(kernel)) readers.set(id, (readers.get(id) ?? 0) + 1);
  });
  for (let w = 0; w < kernels.length; w++) {
    const writer = kernels[w];
    if (writer.family !== 'map' && writer.family !== 'reduce' && writer.family !== 'gemm') continue;
    for (const r of after[w]) {
      const reader = kernels[r];
      if (reader.family !== 'map') continue;
      if ([...buffersRead(reader)].some((id) => inParts(id) && buffersWritten(writer).has(id))) {
        continue;
      }
      const behind = [...after[w]].filter((k) => k !== r);
      if (behind.some((k) => reachable(after, k).has(r))) continue;
      const dropped = (id: number) => !pinned.has(id) && readers.get(id) === 1;
      const joined = appended(writer, reader, dropped);
      if (joined === null) continue;
      return { ...program, kernels: replaced(kernels, w, r, joined, reachable(after, w)) };
    }
  }
  return null;
}

/** The list with kernels `w` and `r` joined: what depends on `w` comes after, the rest before. */
function replaced(
  kernels: readonly Kernel[],
  w: number,
  r: number,
  joined: Kernel,
  behind: ReadonlySet<number>,
): Kernel[] {
  const between = kernels
    .slice(w + 1, r)
    .map((kernel, i) => ({ kernel, late: behind.has(w + 1 + i) }));
  return [
    ...kernels.slice(0, w),
    ...between.filter(({ late }) => !late).map(({ kernel }) => kernel),
    joined,
    ...between.filter(({ late }) => late).map(({ kernel }) => kernel),
    ...kernels.slice(r + 1),
  ];
}

/** The first map that can move into the elements of a kernel that reads its result. */
function inlinedOnce(program: KernelProgram): KernelProgram | null {
  const { kernels } = program;
  const writers = writersOf(program);
  const pinned = pinnedBuffers(program);
  for (let r = 0; r < kernels.length; r++) {
    const reader = kernels[r];
    if (reader.family !== 'map' && reader.family !== 'reduce') continue;
    const nodes = reader.family === 'map' ? reader.code.nodes : reader.element;
    for (const node of nodes) {
      if (node.op !== 'load') continue;
      const { buffer } = node.access;
      const [w, more] = writers.get(buffer) ?? [];
      if (w === undefined || more !== undefined) continue;
      const writer = kernels[w];
      if (writer.family !== 'map') continue;
      const alone =
        !pinned.has(buffer) && kernels.every((k, i) => i === r || !buffersRead(k).has(buffer));
      const inlined = inlinedInto(reader, writer, buffer, alone);
      if (inlined === null) continue;
      return { ...program, kernels: kernels.map((kernel, i) => (i === r ? inlined : kernel)) };
    }
  }
  return null;
}

/** `reader` with the value of `buffer` computed from what `writer` reads; null when that does not pay. */
function inlinedInto(
  reader: MapKernel | ReduceKernel,
  writer: MapKernel,
  buffer: number,
  alone: boolean,
): Kernel | null {
  const stored = writer.code.stores.filter(({ access }) => access.buffer === buffer);
  if (stored.length !== 1) return null;
  const [{ access: written, node }] = stored;
  const shape = reader.family === 'map' ? reader.shape : [...reader.shape, ...reader.reduced];
  const only = withoutUnused({ nodes: writer.code.nodes, stores: stored });
  const work = only.nodes.filter(({ op }) => op !== 'load' && op !== 'number');
  const cheap = !work.some(isHeavy) && only.nodes.length <= CHEAP;
  const matches = new Map<ScalarNode, AxisMatch>();
  const nodes = reader.family === 'map' ? reader.code.nodes : reader.element;
  for (const load of nodes) {
    if (load.op !== 'load' || load.access.buffer !== buffer) continue;
    const match = matchAxes(written, writer.shape, load.access, shape);
    if (match === null || (match.repeats && !cheap)) return null;
    matches.set(load, match);
  }
  // Without repetition joining is the better way for maps; a reduction takes it in if no one else reads it.
  const repeats = [...matches.values()].some((match) => match.repeats);
  if (!(alone && (repeats || reader.family === 'reduce')) && !(repeats && work.length <= 1))
    return null;
  const b = new ScalarCodeBuilder();
  const numbers = b.append(nodes, (load) => {
    const match = matches.get(load);
    if (match === undefined) return null;
    const inner = b.append(
      writer.code.nodes,
      (own) => (own.op === 'load' ? b.load(toReader(own.access, match, shape)) : null),
      [node],
    );
    return inner[node];
  });
  const origin = [...reader.origin, ...writer.origin];
  if (reader.family === 'reduce') {
    return { ...reader, element: b.nodes, node: numbers[reader.node], origin };
  }
  const stores = reader.code.stores.map((store) => ({ ...store, node: numbers[store.node] }));
  return { ...reader, code: withoutUnused({ nodes: b.nodes, stores }), origin };
}

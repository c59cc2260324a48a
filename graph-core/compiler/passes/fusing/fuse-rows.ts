/**
 * Maps and reductions over the same short rows become one kernel that keeps a whole row in registers:
 * softmax, its loss and its gradient are one pass over the scores. Grown from a reduction, one neighbor after
 * the other, as long as no way between two members leads outside (`detours`): there the kernel would have to
 * stop in the middle and wait.
 *
 *   max[i] = maxj s[i, j] ──▶ e[i, j] = exp(s − max) ──▶ sum[i] = Σj e ──▶ g[i, j] = e / sum
 *                    all read row i of each other only: one kernel, rows i one by one
 *
 *   but where p = e W is a product and v[i] = Σj p[i, j], v cannot join: e ──▶ p ──▶ v is a detour.
 *
 * A stage may read another's numbers only at its own row and column, or the one number of its row (`readsRows`).
 */

import { Dependencies, pinnedBuffers } from '../../ir/dependencies.ts';
import {
  buffersRead,
  buffersWritten,
  type Kernel,
  type KernelProgram,
  type MapKernel,
  type ReduceKernel,
} from '../../ir/kernel.ts';
import { type Access, withoutUnused } from '../../ir/scalar-code.ts';

/** Columns of the longest rows: eight vectors. */
const LONGEST_ROW = 32;
/** Stages in one kernel. */
const MOST_STAGES = 24;

type Stage = MapKernel | ReduceKernel;

/** The pass. */
export function fuseRows(program: KernelProgram): KernelProgram {
  let current = program;
  let dependencies = new Dependencies(program.kernels);
  for (let from = 0; from < current.kernels.length; from++) {
    const seed = current.kernels[from];
    if (seed.family !== 'reduce' || rowsOf(seed) === null) continue;
    const next = grown(current, dependencies, seed);
    if (next === null) continue;
    current = next;
    dependencies = new Dependencies(next.kernels);
  }
  return current;
}

/** Rows and columns (1 when there are none) of a kernel that could be a stage. */
function rowsOf(kernel: Kernel): { readonly rows: number; readonly columns: number } | null {
  if (kernel.family === 'map') {
    const [rows, columns = 1, deeper] = kernel.shape;
    if (rows === undefined || deeper !== undefined || columns > LONGEST_ROW) return null;
    return { rows, columns };
  }
  if (kernel.family !== 'reduce') return null;
  const [rows, deeper] = kernel.shape;
  const [columns, more] = kernel.reduced;
  if (rows === undefined || deeper !== undefined || more !== undefined) return null;
  return columns > LONGEST_ROW ? null : { rows, columns };
}

/** The program with the kernel that `seed` grows to; null when nothing joins it. */
function grown(
  program: KernelProgram,
  dependencies: Dependencies,
  seed: ReduceKernel,
): KernelProgram | null {
  const members = membersFrom(program, dependencies, program.kernels.indexOf(seed));
  return members.size < 2 ? null : withMembersJoined(program, dependencies, members);
}

/** The numbers of the kernels that can be stages of one kernel together with `seed`. */
function membersFrom(
  program: KernelProgram,
  dependencies: Dependencies,
  seed: number,
): ReadonlySet<number> {
  const { kernels } = program;
  const members = new Set<number>([seed]);
  const extent = rowsOf(kernels[seed]);
  if (extent === null) return members;
  const fits = (i: number): boolean => {
    const own = rowsOf(kernels[i]);
    if (own === null || own.rows !== extent.rows) return false;
    if (own.columns !== 1 && own.columns !== extent.columns) return false;
    return [...buffersWritten(kernels[i])].every(
      (id) => dependencies.uses.writersOf(id).size === 1,
    );
  };
  const isRelated = (i: number): boolean =>
    [...members].some((m) => dependencies.after[m].has(i) || dependencies.after[i].has(m));
  for (let changed = true; changed && members.size < MOST_STAGES; ) {
    changed = false;
    for (let i = 0; i < kernels.length && members.size < MOST_STAGES; i++) {
      if (members.has(i) || !fits(i) || !isRelated(i) || detours(members, i, dependencies))
        continue;
      const together = [...members, i].sort((p, q) => p - q);
      if (!readsRows(program, together, extent.columns)) continue;
      members.add(i);
      changed = true;
    }
  }
  return members;
}

/** The members as one kernel where the last of them stood; what depends on them comes behind it. */
function withMembersJoined(
  program: KernelProgram,
  dependencies: Dependencies,
  members: ReadonlySet<number>,
): KernelProgram {
  const { kernels } = program;
  const stages = [...members].sort((p, q) => p - q).map((i) => kernels[i] as Stage);
  const extents = stages.map((stage) => rowsOf(stage));
  const last = Math.max(...members);
  const late = new Set<number>();
  for (const m of members) for (const k of dependencies.behind(m)) if (!members.has(k)) late.add(k);
  const rowwise: Kernel = {
    family: 'rowwise',
    rows: extents[0]?.rows ?? 0,
    columns: Math.max(...extents.map((extent) => extent?.columns ?? 1)),
    stages: trimmed(program, stages, members),
    origin: stages.flatMap(({ origin }) => origin),
  };
  const rest = kernels.map((_, i) => i).filter((i) => !members.has(i));
  const before = rest.filter((i) => i < last && !late.has(i));
  const following = rest.filter((i) => i >= last || late.has(i));
  return {
    ...program,
    kernels: [...before.map((i) => kernels[i]), rowwise, ...following.map((i) => kernels[i])],
  };
}

/** True when a way between a member and `i` leads through a kernel outside. */
function detours(members: ReadonlySet<number>, i: number, dependencies: Dependencies): boolean {
  const outside = (k: number): boolean => k !== i && !members.has(k);
  const leadsOut = (from: number, to: number): boolean =>
    [...dependencies.behind(from)].some((k) => outside(k) && dependencies.behind(k).has(to));
  return [...members].some((m) => leadsOut(m, i) || leadsOut(i, m));
}

/** True when what stages read of each other is the same row: an element where it was, or the row's number. */
function readsRows(program: KernelProgram, members: readonly number[], columns: number): boolean {
  const written = new Map<number, Access>();
  for (const i of members) {
    const kernel = program.kernels[i] as Stage;
    const codes =
      kernel.family === 'map'
        ? [{ nodes: kernel.code.nodes, wide: kernel.shape.length > 1 }]
        : [
            { nodes: kernel.element, wide: true },
            { nodes: kernel.code.nodes, wide: false },
          ];
    for (const { nodes, wide } of codes) {
      for (const node of nodes) {
        if (node.op !== 'load') continue;
        const own = written.get(node.access.buffer);
        if (own === undefined) continue;
        const [row, column = 0] = node.access.strides;
        if (own.offset !== node.access.offset || own.strides[0] !== row) return false;
        if (column !== (own.strides[1] ?? 0)) return false;
        if (!wide && own.strides.length > 1) return false;
      }
    }
    for (const { access } of kernel.code.stores) {
      if (access.strides.length > 1 && access.strides[1] !== 1) return false;
      written.set(access.buffer, access);
    }
    const isMap = kernel.family === 'map' && kernel.shape.length > 1;
    if (isMap && kernel.shape[1] !== columns) return false;
  }
  return true;
}

/** The stages without stores that nobody outside reads, and marked: what stays inside is in registers. */
function trimmed(
  program: KernelProgram,
  stages: readonly Stage[],
  members: ReadonlySet<number>,
): Stage[] {
  const needed = pinnedBuffers(program);
  program.kernels.forEach((kernel, i) => {
    if (!members.has(i)) for (const id of buffersRead(kernel)) needed.add(id);
  });
  const inside = new Set<number>();
  for (const stage of stages) for (const id of buffersRead(stage)) inside.add(id);
  return stages.map((stage) => ({
    ...stage,
    code: withoutUnused({
      nodes: stage.code.nodes,
      stores: stage.code.stores.filter(
        ({ access }) => needed.has(access.buffer) || inside.has(access.buffer),
      ),
    }),
  }));
}

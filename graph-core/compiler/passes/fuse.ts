/**
 * Fewer, larger kernels. A map joins the kernel that computes what it reads (another map, a reduction, a
 * matrix product: there it is the epilogue); a map whose result only one kernel reads moves into that
 * kernel; what then remains over the same short rows goes row by row. What someone looks at stays written.
 */

import {
  buffersRead,
  buffersWritten,
  hasCode,
  isStraightLine,
  type Kernel,
  type KernelProgram,
} from '../ir/kernel.ts';
import { fuseRows } from './fusing/fuse-rows.ts';
import { inlined } from './fusing/inline-maps.ts';
import { appended } from './fusing/join-maps.ts';
import { type Agenda, KernelGraph } from './fusing/kernel-graph.ts';
import { joinScalarRuns } from './fusing/scalar-runs.ts';

/** The pass. */
export function fuse(program: KernelProgram): KernelProgram {
  const graph = new KernelGraph(joinScalarRuns(program));
  const joining = graph.agenda();
  const inlining = graph.agenda();
  do joinAll(graph, joining);
  while (inlineOne(graph, inlining));
  return fuseRows(graph.finish());
}

/** Joins maps to the kernels whose results they read, until no more can. */
function joinAll(graph: KernelGraph, agenda: Agenda): void {
  for (let writer = agenda.next(); writer !== null; writer = agenda.next()) {
    joinReader(graph, writer);
  }
}

/** Joins the first map that can to a kernel whose result it reads. */
function joinReader(graph: KernelGraph, writer: Kernel): void {
  if (!hasCode(writer)) return;
  const written = [...buffersWritten(writer)];
  const inParts = written.some((id) => graph.writersOf(id).size > 1);
  const readers = new Set(written.flatMap((id) => [...graph.readersOf(id)]));
  readers.delete(writer);
  const inOrder = [...readers].sort((p, q) => graph.positionOf(p) - graph.positionOf(q));
  for (const reader of inOrder) {
    if (reader.family !== 'map' || isStraightLine(reader)) continue;
    if (graph.positionOf(reader) < graph.positionOf(writer)) continue;
    if (inParts && [...buffersRead(reader)].some((id) => isInParts(graph, writer, id))) continue;
    const dropped = (id: number) => !graph.pinned.has(id) && graph.readersOf(id).size === 1;
    const joined = appended(writer, reader, dropped);
    if (joined === null || graph.hasDetour(writer, reader)) continue;
    graph.join(writer, reader, joined);
    return;
  }
}

const isInParts = (graph: KernelGraph, writer: Kernel, id: number): boolean =>
  graph.writersOf(id).size > 1 && buffersWritten(writer).has(id);

/** Moves the first map that can into the kernel that reads it; false when none can. */
function inlineOne(graph: KernelGraph, agenda: Agenda): boolean {
  for (let reader = agenda.next(); reader !== null; reader = agenda.next()) {
    const next = inlined(graph, reader);
    if (next === null) continue;
    graph.replace(reader, next);
    return true;
  }
  return false;
}

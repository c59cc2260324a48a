/**
 * Long graphs are folded like lines of text: nodes are parted by how deep they lie, a source with what it feeds
 * first, where few wires have to go back to the beginning of the next line.
 */
import type { GraphDocument, NodeId } from '../../graph/document.ts';
import { adjacency, topologicalOrder } from '../../graph/topological-order.ts';
import type { Frames } from '../document-frames.ts';

/** More wires than this from one line to the next, on the average, would be a tangle. */
const MOST_WIRES = 4;
/** What a wire to the next line costs, in shares of the width of a line. */
const WIRE = 0.2;
/** Room between two columns, about. */
const GAP = 30;

/** Nodes at one depth: their width with that of their sources, and the wires that pass to what is deeper. */
interface Level {
  readonly nodes: NodeId[];
  width: number;
  passing: number;
}

/** The nodes in `count` lines of about the same width; null where that is not worth it. */
export function bandsOf(
  document: GraphDocument,
  frames: Frames,
  count: number,
): readonly (readonly NodeId[])[] | null {
  const levels = levelsOf(document, frames);
  if (levels.length <= count) return null;
  const cuts = bestCuts(levels, count);
  const wires = cuts.reduce((sum, cut) => sum + levels[cut - 1].passing, 0);
  if (wires > MOST_WIRES * cuts.length) return null;
  return [0, ...cuts].map((from, i) =>
    levels.slice(from, cuts[i] ?? levels.length).flatMap(({ nodes }) => nodes),
  );
}

function levelsOf(document: GraphDocument, frames: Frames): Level[] {
  const wires = adjacency(document);
  const { order, depth } = topologicalOrder(document, wires);
  const levelOf = new Map<NodeId, number>();
  for (const id of order) {
    const readers = (wires.outgoing.get(id) ?? []).map((edge) => document.edges[edge].to);
    const isSource = (wires.incoming.get(id) ?? []).length === 0;
    const first = Math.min(...readers.map((reader) => depth.get(reader) ?? 1));
    levelOf.set(id, isSource && readers.length > 0 ? first : (depth.get(id) ?? 0));
  }
  const deepest = Math.max(0, ...levelOf.values());
  // Nodes on a cycle stand behind everything else.
  for (const id of frames.keys()) if (!levelOf.has(id)) levelOf.set(id, deepest + 1);
  const levels: Level[] = [];
  for (const [id, at] of levelOf) {
    levels[at] ??= { nodes: [], width: 0, passing: 0 };
    levels[at].nodes.push(id);
  }
  const used = levels.filter((level) => level !== undefined);
  const place = new Map(used.flatMap(({ nodes }, i) => nodes.map((id) => [id, i] as const)));
  for (const level of used) level.width = widthOf(level.nodes, frames, wires.incoming);
  for (const { from, to } of Object.values(document.edges)) {
    for (let i = place.get(from) ?? 0; i < (place.get(to) ?? 0); i++) used[i].passing++;
  }
  return used;
}

function widthOf(
  nodes: readonly NodeId[],
  frames: Frames,
  incoming: ReadonlyMap<NodeId, readonly unknown[]>,
): number {
  const column = (isSource: boolean): number => {
    const widths = nodes
      .filter((id) => ((incoming.get(id) ?? []).length === 0) === isSource)
      .map((id) => frames.get(id)?.extent ?? { left: 0, right: 0 })
      .map(({ left, right }) => right - left + GAP);
    return Math.max(0, ...widths);
  };
  return column(true) + column(false);
}

/** Indices of the levels that begin a new line: lines of even width, few wires between them (by dynamic programming). */
function bestCuts(levels: readonly Level[], count: number): number[] {
  const ends = [0];
  for (const { width } of levels) ends.push(ends[ends.length - 1] + width);
  const ideal = ends[levels.length] / count;
  const line = (from: number, to: number): number => ((ends[to] - ends[from]) / ideal - 1) ** 2;
  const cost = (cut: number): number => WIRE * levels[cut - 1].passing;
  // best[k][i]: the least cost of the first i levels in k lines, and where the last line begins.
  let best = levels.map((_, i) => ({ cost: line(0, i + 1), cuts: [] as number[] }));
  for (let k = 2; k <= count; k++) {
    best = levels.map((_, i) => {
      let least = { cost: Number.POSITIVE_INFINITY, cuts: [] as number[] };
      for (let cut = k - 1; cut <= i; cut++) {
        const before = best[cut - 1];
        const total = before.cost + cost(cut) + line(cut, i + 1);
        if (total < least.cost) least = { cost: total, cuts: [...before.cuts, cut] };
      }
      return least;
    });
  }
  return best[levels.length - 1].cuts;
}

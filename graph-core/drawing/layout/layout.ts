/**
 * Where all nodes of a document go: layers from left to right, folded into lines where that lets the graph be seen
 * larger in the room there is. The same document and room give the same layout.
 */
import type { GraphDocument, NodeId, Position } from '../../graph/document.ts';
import { around, shifted } from '../box.ts';
import { documentFrames, type Frames } from '../document-frames.ts';
import { wiresThrough } from '../drawing-faults.ts';
import { bandsOf } from './bands.ts';
import { layeredLayout, type RunElk } from './layered-layout.ts';

/** What the graph is to be seen in, in px. */
export interface Room {
  readonly width: number;
  readonly height: number;
}

/** The canvas of a window of 1440 × 900 beside its panels. */
export const USUAL_ROOM: Room = { width: 860, height: 704 };

/** Node → top left corner. */
export type Positions = ReadonlyMap<NodeId, Position>;

/** Folding must let a graph be seen so much larger: a row is easier to follow. */
const WORTH = 1.12;
/** A graph that is seen in its own size needs no folding. */
const LARGE_ENOUGH = 1;
/** Larger graphs are folded once, as their proportions say, without trying. */
const TRIED = 120;
const MOST_LINES = 7;
/** Room between two lines, and for each wire that comes back. */
const LINE_GAP = 20;
const WIRE_GAP = 12;

/** Lays out a whole document. */
export async function layoutDocument(
  document: GraphDocument,
  run: RunElk,
  room: Room = USUAL_ROOM,
): Promise<Positions> {
  const frames = documentFrames(document);
  const row = await layeredLayout(document, frames, new Set(frames.keys()), run);
  let best = { positions: row, scale: scaleOf(frames, row, room) };
  if (best.scale >= LARGE_ENOUGH) return row;
  const { scale: asRow } = best;
  /** Folds into so many lines; how large that is seen, 0 where it cannot be. */
  const folded = async (count: number): Promise<number> => {
    const bands = bandsOf(document, frames, count);
    if (bands === null) return 0;
    const positions = await inLines(document, frames, bands, run);
    const scale = scaleOf(frames, positions, room);
    const isBetter = scale > best.scale && scale >= WORTH * asRow;
    if (isBetter && isClear(document, frames, positions)) best = { positions, scale };
    return scale;
  };
  const likely = likelyLines(frames, row, room);
  const scale = await folded(likely);
  if (frames.size > TRIED) return best.positions;
  // More lines as long as the graph is seen larger; else fewer.
  if (await climb(folded, { from: likely, scale, by: 1 })) return best.positions;
  await climb(folded, { from: likely, scale, by: -1 });
  return best.positions;
}

/** Goes on while it gets better, and at least to the second. True when it did. */
async function climb(
  folded: (count: number) => Promise<number>,
  { from, scale, by }: { readonly from: number; readonly scale: number; readonly by: 1 | -1 },
): Promise<boolean> {
  let best = scale;
  for (let count = from + by; count > 1 && count <= MOST_LINES; count += by) {
    const next = await folded(count);
    if (next <= best && count !== from + by) break;
    best = Math.max(best, next);
  }
  return best > scale;
}

/** Lays out some nodes where they are: the middle of them stays. */
export async function layoutAmong(
  document: GraphDocument,
  nodes: ReadonlySet<NodeId>,
  run: RunElk,
): Promise<Positions> {
  const frames = documentFrames(document);
  const present = new Set([...nodes].filter((id) => frames.has(id)));
  const positions = await layeredLayout(document, frames, present, run);
  const now = new Map([...present].map((id) => [id, document.nodes[id].position]));
  const [from, to] = [extentOf(frames, positions), extentOf(frames, now)];
  return moved(positions, {
    x: Math.round((to.left + to.right - from.left - from.right) / 2),
    y: Math.round((to.top + to.bottom - from.top - from.bottom) / 2),
  });
}

/** Whether no wire has to run through something; of large graphs that is not asked, it would take seconds. */
const isClear = (document: GraphDocument, frames: Frames, positions: Positions): boolean => {
  if (frames.size > TRIED) return true;
  const at = (id: NodeId): Position => positions.get(id) ?? document.nodes[id].position;
  return wiresThrough(document, frames, at).length === 0;
};

/** The number of lines that the proportions of the row suggest; 2 at least. */
function likelyLines(frames: Frames, row: Positions, room: Room): number {
  const { left, right, top, bottom } = extentOf(frames, row);
  const ratio = (right - left) / (bottom - top) / (room.width / room.height);
  return Math.max(2, Math.min(MOST_LINES, Math.round(Math.sqrt(Math.max(0, ratio)))));
}

/** Each band by itself, one below the other. */
async function inLines(
  document: GraphDocument,
  frames: Frames,
  bands: readonly (readonly NodeId[])[],
  run: RunElk,
): Promise<Positions> {
  const lineOf = new Map(bands.flatMap((ids, line) => ids.map((id) => [id, line] as const)));
  const all = new Map<NodeId, Position>();
  let top = 0;
  for (const [line, ids] of bands.entries()) {
    const positions = await layeredLayout(document, frames, new Set(ids), run);
    const coming = Object.values(document.edges).filter(
      ({ from, to }) => lineOf.get(to) === line && (lineOf.get(from) ?? line) < line,
    );
    const wires = new Set(coming.map(({ from }) => from)).size;
    if (line > 0) top += LINE_GAP + WIRE_GAP * wires;
    const extent = extentOf(frames, positions);
    const left = WIRE_GAP * (line > 0 ? wires + 1 : 0);
    for (const [id, at] of moved(positions, { x: left - extent.left, y: top - extent.top })) {
      all.set(id, at);
    }
    top += extent.bottom - extent.top;
  }
  return all;
}

const moved = (positions: Positions, by: Position): Positions =>
  new Map([...positions].map(([id, { x, y }]) => [id, { x: x + by.x, y: y + by.y }]));

/** How large the graph is seen when all of it is in the room. */
function scaleOf(frames: Frames, positions: Positions, { width, height }: Room): number {
  const { left, right, top, bottom } = extentOf(frames, positions);
  return Math.min(width / Math.max(1, right - left), height / Math.max(1, bottom - top));
}

/** Around nodes with all that stands at them. */
export function extentOf(frames: Frames, positions: Positions) {
  const boxes = [...positions].flatMap(([id, at]) => {
    const extent = frames.get(id)?.extent;
    return extent === undefined ? [] : [shifted(extent, at)];
  });
  return around(boxes) ?? { left: 0, top: 0, right: 0, bottom: 0 };
}

/**
 * How a matrix product is cut into register tiles. The browser leaves 15 vector registers on x64; a tile
 * of r rows and v vectors takes r v accumulators, v of b, one of a and, without fused multiply-add, one
 * for the product. Chosen by counting cycles of the inner loop, remainders included.
 */

/** Vector registers the browser leaves. */
const REGISTERS = 15;
const MOST_ROWS = 8;
const MOST_VECTORS = 4;

/** So many tiles of `rows` rows, one below the other. */
export interface RowTiles {
  readonly rows: number;
  readonly count: number;
}

/** So many panels of `vectors` vectors, side by side, each cut into the same tiles. */
export interface PanelTiles {
  readonly vectors: number;
  readonly count: number;
  readonly tiles: readonly RowTiles[];
}

/** Cycles one step of the inner loop takes; two loads, two products and two sums a cycle. */
function cycles(rows: number, vectors: number, fused: boolean): number {
  const registers = rows * vectors + vectors + (fused ? 1 : 2);
  const spilled = Math.max(0, registers - REGISTERS);
  const arithmetic = (rows * vectors) / 2;
  const loads = (rows + vectors) / 2;
  // Each accumulator waits for its own last sum: three to four cycles.
  return Math.max(arithmetic, loads, fused ? 4 : 3) + spilled * 2 + 0.15;
}

interface Plan {
  readonly cost: number;
  /** Piece sizes, largest first. */
  readonly pieces: readonly number[];
}

/** The cheapest way to cut `total` into pieces whose costs are given by size. */
function cut(total: number, costs: readonly number[]): Plan {
  const plans: Plan[] = [{ cost: 0, pieces: [] }];
  for (let size = 1; size <= total; size++) {
    let best: Plan | null = null;
    for (let piece = 1; piece < costs.length && piece <= size; piece++) {
      const rest = plans[size - piece];
      const cost = rest.cost + costs[piece];
      if (best === null || cost < best.cost) best = { cost, pieces: [piece, ...rest.pieces] };
    }
    if (best === null) throw new Error('internal: no tile fits');
    plans.push(best);
  }
  return plans[total];
}

/** The cheapest cut of a long run: whole pieces of one size, then the cheapest cut of what is left. */
function cutLong(total: number, costs: readonly number[]): Plan {
  const direct = 64;
  if (total <= direct) return cut(total, costs);
  let best = 1;
  for (let piece = 2; piece < costs.length; piece++) {
    if (costs[piece] / piece < costs[best] / best) best = piece;
  }
  const whole = Math.floor((total - direct / 2) / best);
  const rest = cut(total - whole * best, costs);
  return {
    cost: rest.cost + whole * costs[best],
    pieces: [...new Array<number>(whole).fill(best), ...rest.pieces],
  };
}

function grouped(pieces: readonly number[]): { size: number; count: number }[] {
  const counts = new Map<number, number>();
  for (const piece of pieces) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  return [...counts].map(([size, count]) => ({ size, count })).sort((p, q) => q.size - p.size);
}

const PLANS = new Map<string, readonly PanelTiles[]>();
/** Plans kept; the same few shapes come again and again. */
const MOST_PLANS = 1000;

/** The tiles for a product with `m` rows and `vectors` vectors of four columns. */
export function planTiles(m: number, vectors: number, fused: boolean): readonly PanelTiles[] {
  const key = `${m} ${vectors} ${fused}`;
  let plan = PLANS.get(key);
  if (plan === undefined) {
    if (PLANS.size >= MOST_PLANS) PLANS.clear();
    plan = plannedTiles(m, vectors, fused);
    PLANS.set(key, plan);
  }
  return plan;
}

function plannedTiles(m: number, vectors: number, fused: boolean): readonly PanelTiles[] {
  const rowPlans: Plan[] = [{ cost: 0, pieces: [] }];
  for (let v = 1; v <= MOST_VECTORS; v++) {
    const costs = [0];
    for (let rows = 1; rows <= MOST_ROWS; rows++) costs.push(cycles(rows, v, fused));
    rowPlans.push(cutLong(m, costs));
  }
  const panels = cutLong(
    vectors,
    rowPlans.map(({ cost }) => cost),
  );
  return grouped(panels.pieces).map(({ size, count }) => ({
    vectors: size,
    count,
    tiles: grouped(rowPlans[size].pieces).map((rows) => ({ rows: rows.size, count: rows.count })),
  }));
}

/** Cycles of all inner loops for one step of k. */
export function tilesCost(panels: readonly PanelTiles[], fused = false): number {
  let cost = 0;
  for (const { vectors, count, tiles } of panels) {
    for (const { rows, count: times } of tiles)
      cost += count * times * cycles(rows, vectors, fused);
  }
  return cost;
}

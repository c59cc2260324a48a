/**
 * Matrix products in register tiles: accumulators in locals, the inner loop four steps at a time, each
 * sum in the order of k. What follows (bias, activation, update) is done on the tile before it is stored.
 * b is read by rows; where its rows are not contiguous an earlier pass has made a copy.
 *
 * out [10, 20] = a [10, 256] b [256, 20], without fused multiply-add (`planTiles(10, 5)`, `planBlocks`):
 *
 *        20 columns are 5 vectors: a panel of 3 and one of 2
 *        ┌───────────────────┬─────────────┐
 *     10 │ tile 3 rows × 3 v │ tile        │   A tile holds rows × vectors sums in registers while k runs:
 *   rows │ tile 3 × 3        │ 5 rows × 2  │   for each k, each row: one number of a in all lanes, times the
 *        │ tile 2 × 3        ├─────────────┤   panel's vectors of row k of b.
 *        │ tile 2 × 3        │ tile 5 × 2  │
 *        └───────────────────┴─────────────┘
 *
 * 256 steps of k are two visits of 128 (`Depth`): all tiles with k < 128, their sums put aside in the scratch
 * memory; then all tiles again with k ≥ 128, which take the sums up, and do what follows. So the 128 rows of a
 * panel of b stay in the first-level cache while the tiles below each other read them.
 */

import { type PanelTiles, planTiles } from '../cost/gemm-tiles.ts';
import { BYTES, LANES, wholeVectors } from '../ir/buffer.ts';
import type { GemmKernel } from '../ir/kernel.ts';
import type { Access } from '../ir/scalar-code.ts';
import type { FunctionCode } from '../wasm/function-code.ts';
import { accessesOf, type EmitContext, mayStoreWhole } from './emit-map.ts';
import { planBlocks, scratchBytes } from './gemm-blocks.ts';
import { emitLoad, emitStore } from './memory-access.ts';
import { ScalarEmitter } from './scalar/scalar-emitter.ts';
import { type Address, type At, emitWalk } from './walk.ts';

/** Steps of the inner loop in one round. */
const UNROLL = 4;

/** Emits a matrix product, batches included. */
export function emitGemm(c: FunctionCode, kernel: GemmKernel, context: EmitContext): void {
  const batch = kernel.shape.slice(0, -2);
  const rest = accessesOf(kernel.code);
  emitWalk(c, {
    walked: [kernel.a, kernel.b, ...rest].map((access) => ({
      access,
      strides: access.strides.slice(0, batch.length),
    })),
    start: context.start,
    shape: batch,
    vector: false,
    whole: false,
    budget: 1,
    unroll: 1,
    body: (at) => new GemmEmitter(c, kernel, context, at).emit(),
  });
}

/** A position along one axis: a local, or nothing, plus a number known now. */
interface Position {
  readonly local: number | null;
  readonly known: number;
}

const START: Position = { local: null, known: 0 };

/** The steps of the inner loop that a visit of a tile does. */
interface Depth {
  readonly from: Position;
  readonly count: number;
  /** Whether the sums begin here, or go on where an earlier visit left them. */
  readonly first: boolean;
  /** Whether the results are complete afterwards, or wait for a later visit. */
  readonly last: boolean;
}

/** Rows and vectors of results that stay in registers while the inner loop runs. */
interface Tile {
  readonly rows: number;
  readonly vectors: number;
  /** Columns of the last vector that count. */
  readonly lanes: number;
  /** Its first row and column. */
  readonly i: Position;
  readonly j: Position;
}

class GemmEmitter {
  private readonly c: FunctionCode;
  private readonly k: GemmKernel;
  private readonly at: At;
  private readonly m: number;
  private readonly n: number;
  private readonly whole: boolean;
  private readonly emitter: ScalarEmitter;
  private readonly scratch: number;

  constructor(c: FunctionCode, kernel: GemmKernel, context: EmitContext, at: At) {
    this.c = c;
    this.k = kernel;
    this.at = at;
    this.scratch = context.scratch;
    [this.m, this.n] = kernel.shape.slice(-2);
    this.whole = mayStoreWhole(
      context.buffers,
      kernel.code.stores.map(({ access }) => access),
      this.n,
      (access) => access.strides.at(-1) ?? 0,
    );
    this.emitter = new ScalarEmitter(
      c,
      kernel.code.nodes,
      kernel.code.stores.map(({ node }) => node),
    );
  }

  emit(): void {
    const { c, k } = this;
    const { depth, height } = planBlocks(k);
    const early = Math.ceil(k.inner / depth) - 1;
    if (early > 0) {
      c.i32(this.scratch).i32(0).i32(scratchBytes(k)).op('memory.fill');
      this.along(early, START, depth, (from) => {
        this.blocks(height, { from, count: depth, first: false, last: false });
      });
    }
    const from = { local: null, known: early * depth };
    const count = k.inner - early * depth;
    this.blocks(height, { from, count, first: early === 0, last: true });
  }

  /** Blocks of rows, then what is left of them. */
  private blocks(height: number, depth: Depth): void {
    const whole = Math.floor(this.m / height);
    this.along(whole, START, height, (row) => this.panels(height, row, depth));
    const known = whole * height;
    if (known < this.m) this.panels(this.m - known, { local: null, known }, depth);
  }

  private panels(rows: number, row: Position, depth: Depth): void {
    const vectors = Math.ceil(this.n / LANES);
    let column = 0;
    for (const panel of planTiles(rows, vectors, this.c.fused)) {
      // The incomplete last vector has a panel of its own where it must not be stored whole.
      const width = panel.vectors * LANES;
      const last = column + panel.count * width >= this.n;
      const exact = last && !this.whole && this.n % LANES !== 0;
      const start = { local: null, known: column };
      this.along(exact ? panel.count - 1 : panel.count, start, width, (j) => {
        this.panel(panel, row, j, LANES, depth);
      });
      if (exact) {
        const j = { local: null, known: column + (panel.count - 1) * width };
        this.panel(panel, row, j, this.n % LANES, depth);
      }
      column += panel.count * width;
    }
  }

  private panel(
    { vectors, tiles }: PanelTiles,
    row: Position,
    j: Position,
    lanes: number,
    depth: Depth,
  ): void {
    let known = row.known;
    for (const { rows, count } of tiles) {
      this.along(count, { ...row, known }, rows, (i) =>
        this.tile({ rows, vectors, lanes, i, j }, depth),
      );
      known += rows * count;
    }
  }

  /** Runs `body` for `count` positions from `first` on, each `step` behind the last. */
  private along(
    count: number,
    first: Position,
    step: number,
    body: (position: Position) => void,
  ): void {
    if (count <= 0) return;
    if (count === 1) {
      body(first);
      return;
    }
    const { c } = this;
    const local = c.local('i32');
    if (first.local === null) c.i32(0);
    else c.get(first.local);
    c.set(local);
    c.repeat(count, () => {
      body({ local, known: first.known });
      c.get(local).i32(step).op('i32.add').set(local);
    });
  }

  /** The address of element (i, j) from a start: a fresh pointer where it is not known now. */
  private element(from: Address, i: Position, j: Position, strides: readonly number[]): Address {
    const { c } = this;
    const parts: [Position, number][] = [
      [i, strides[0] * BYTES],
      [j, strides[1] * BYTES],
    ];
    let { offset } = from;
    let pushed = false;
    if (from.pointer !== null) {
      c.get(from.pointer);
      pushed = true;
    }
    for (const [position, stride] of parts) {
      if (stride === 0) continue;
      offset += position.known * stride;
      if (position.local === null) continue;
      c.get(position.local).i32(stride).op('i32.mul');
      if (pushed) c.op('i32.add');
      pushed = true;
    }
    if (!pushed) return { pointer: null, offset };
    const pointer = c.local('i32');
    c.set(pointer);
    return { pointer, offset };
  }

  private tile(tile: Tile, depth: Depth): void {
    const { c } = this;
    const { rows, vectors } = tile;
    const sums = Array.from({ length: rows * vectors }, () => c.local('v128'));
    const waiting = depth.first && depth.last ? null : this.partialSums(tile);
    sums.forEach((sum, s) => {
      if (depth.first || waiting === null) c.zero().set(sum);
      else {
        emitLoad(c, this.partial(waiting, Math.floor(s / vectors), s % vectors), 1, LANES);
        c.set(sum);
      }
    });
    this.accumulate(tile, depth, sums);
    if (depth.last) this.finish(tile, sums);
    else if (waiting !== null) {
      sums.forEach((sum, s) => {
        const at = this.partial(waiting, Math.floor(s / vectors), s % vectors);
        emitStore(c, at, 1, LANES, sum);
      });
    }
  }

  /** The inner loop: steps of k, several in one round where there are enough. */
  private accumulate(tile: Tile, depth: Depth, sums: readonly number[]): void {
    const { c, k } = this;
    const rank = k.shape.length;
    const [aRow, aInner] = k.a.strides.slice(rank - 2);
    const [bInner, bColumn] = k.b.strides.slice(rank - 2);
    const rounds = Math.floor(depth.count / UNROLL);
    const looped = rounds > (sums.length <= 4 ? 4 : 2);
    let a = this.element(this.at(k.a), tile.i, depth.from, [aRow, aInner]);
    let b = this.element(this.at(k.b), depth.from, tile.j, [bInner, bColumn]);
    const step = this.stepOf(tile, sums);
    let done = 0;
    if (looped) {
      // Pointers of the inner loop run; those of the tile stay what they are.
      a = this.running(a);
      b = this.running(b);
      c.repeat(rounds, () => {
        for (let p = 0; p < UNROLL; p++) step(a, b, p);
        this.run(a, UNROLL * aInner * BYTES);
        this.run(b, UNROLL * bInner * BYTES);
      });
      done = rounds * UNROLL;
    }
    for (let p = done; p < depth.count; p++) step(a, b, looped ? p - done : p);
  }

  /** What emits step `p` behind the addresses of a and b: each row's number of a times the vectors of b. */
  private stepOf(
    { rows, vectors, lanes }: Tile,
    sums: readonly number[],
  ): (a: Address, b: Address, p: number) => void {
    const { c, k } = this;
    const rank = k.shape.length;
    const [aRow, aInner] = k.a.strides.slice(rank - 2);
    const [bInner, bColumn] = k.b.strides.slice(rank - 2);
    const b4 = Array.from({ length: vectors }, () => c.local('v128'));
    const factor = c.scratch('gemm.a');
    return (a, b, p) => {
      for (let r = 0; r < rows; r++) {
        const aBytes = (r * aRow + p * aInner) * BYTES;
        emitLoad(c, { ...a, offset: a.offset + aBytes }, 0, LANES);
        c.set(factor);
        for (let v = 0; v < vectors; v++) {
          // Vectors of b come in just before they are first used: shorter lives, fewer registers.
          if (r === 0) {
            const bytes = (p * bInner + v * LANES * bColumn) * BYTES;
            const count = v < vectors - 1 ? LANES : lanes;
            emitLoad(c, { ...b, offset: b.offset + bytes }, bColumn, count);
            c.set(b4[v]);
          }
          const sum = sums[r * vectors + v];
          c.mulAdd(
            () => c.get(factor),
            () => c.get(b4[v]),
            () => c.get(sum),
          ).set(sum);
        }
      }
    };
  }

  /** Where the sums of a tile wait between two visits. */
  private partialSums({ i, j }: Tile): Address {
    return this.element({ pointer: null, offset: this.scratch }, i, j, [wholeVectors(this.n), 1]);
  }

  private partial({ pointer, offset }: Address, row: number, vector: number): Address {
    return { pointer, offset: offset + (row * wholeVectors(this.n) + vector * LANES) * BYTES };
  }

  private running({ pointer, offset }: Address): Address {
    const { c } = this;
    const local = c.local('i32');
    if (pointer === null) c.i32(0);
    else c.get(pointer);
    c.set(local);
    return { pointer: local, offset };
  }

  private run({ pointer }: Address, bytes: number): void {
    if (pointer === null || bytes === 0) return;
    this.c.get(pointer).i32(bytes).op('i32.add').set(pointer);
  }

  /** The code behind the product, for every vector of the tile. */
  private finish(tile: Tile, sums: readonly number[]): void {
    const { c, k } = this;
    const { rows, vectors, lanes } = tile;
    const { code } = k;
    const rank = k.shape.length;
    const addresses = this.tileAddresses(tile);
    for (let r = 0; r < rows; r++) {
      for (let v = 0; v < vectors; v++) {
        const count = v < vectors - 1 ? LANES : lanes;
        const within = (access: Access): Address => {
          const [row, column] = access.strides.slice(rank - 2);
          const base = addresses.get(access) ?? { pointer: null, offset: 0 };
          return { ...base, offset: base.offset + (r * row + v * LANES * column) * BYTES };
        };
        const emitter = this.emitter.fork();
        const values = code.stores.map(({ node }) => {
          emitter.emit(node, {
            load: (access) => emitLoad(c, within(access), access.strides[rank - 1], count),
            result: () => c.get(sums[r * vectors + v]),
          });
          const local = c.local('v128');
          c.set(local);
          return local;
        });
        code.stores.forEach(({ access }, s) => {
          const stride = this.n === 1 ? 1 : access.strides[rank - 1];
          emitStore(c, within(access), stride, count, values[s]);
        });
      }
    }
  }

  /** Where the tile begins in what the code behind the product reads and writes. */
  private tileAddresses({ i, j }: Tile): ReadonlyMap<Access, Address> {
    const { code, shape } = this.k;
    const addresses = new Map<Access, Address>();
    const byStrides = new Map<string, Address>();
    for (const access of accessesOf(code)) {
      const strides = access.strides.slice(shape.length - 2);
      const from = this.at(access);
      const key = `${from.pointer} ${strides.join()}`;
      const alike = byStrides.get(key);
      if (alike !== undefined && alike.pointer !== null) {
        // The same distance from another start.
        const known = i.known * strides[0] + j.known * strides[1];
        addresses.set(access, { pointer: alike.pointer, offset: from.offset + known * BYTES });
        continue;
      }
      const address = this.element(from, i, j, strides);
      addresses.set(access, address);
      byStrides.set(key, address);
    }
    return addresses;
  }
}

/**
 * Matrix products in register tiles: accumulators in locals, the inner loop four steps at a time, each
 * sum in the order of k. What follows (bias, activation, update) is done on the tile before it is stored.
 * b is read by rows; where its rows are not contiguous an earlier pass has made a copy.
 */
import { LANES } from '../ir/buffer.ts';
import type { GemmKernel } from '../ir/kernel.ts';
import type { Access } from '../ir/scalar-code.ts';
import type { FunctionCode } from '../wasm/function-code.ts';
import { accessesOf, type EmitContext, mayStoreWhole } from './emit-map.ts';
import { planTiles } from './gemm-tiles.ts';
import { emitLoad, emitStore } from './memory-access.ts';
import { ScalarEmitter } from './scalar-emitter.ts';
import { type Address, type At, BYTES, emitWalk } from './walk.ts';

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

/** A position along one axis: a local, or a number known now. */
interface Position {
  readonly local: number | null;
  readonly known: number;
}

class GemmEmitter {
  private readonly c: FunctionCode;
  private readonly k: GemmKernel;
  private readonly at: At;
  private readonly m: number;
  private readonly n: number;
  private readonly whole: boolean;
  private readonly emitter: ScalarEmitter;

  constructor(c: FunctionCode, kernel: GemmKernel, context: EmitContext, at: At) {
    this.c = c;
    this.k = kernel;
    this.at = at;
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
    const vectors = Math.ceil(this.n / LANES);
    let column = 0;
    for (const panel of planTiles(this.m, vectors, this.c.fused)) {
      // The incomplete last vector has a panel of its own where it must not be stored whole.
      const width = panel.vectors * LANES;
      const last = column + panel.count * width >= this.n;
      const exact = last && !this.whole && this.n % LANES !== 0;
      this.along(exact ? panel.count - 1 : panel.count, column, width, (j) => {
        this.panel(panel.vectors, panel.tiles, j, LANES);
      });
      if (exact) {
        const j = { local: null, known: column + (panel.count - 1) * width };
        this.panel(panel.vectors, panel.tiles, j, this.n % LANES);
      }
      column += panel.count * width;
    }
  }

  private panel(
    vectors: number,
    tiles: readonly { readonly rows: number; readonly count: number }[],
    j: Position,
    lanes: number,
  ): void {
    let row = 0;
    for (const { rows, count } of tiles) {
      this.along(count, row, rows, (i) => this.tile(rows, vectors, i, j, lanes));
      row += rows * count;
    }
  }

  /** Runs `body` for `count` positions from `first` on, `step` apart. */
  private along(
    count: number,
    first: number,
    step: number,
    body: (position: Position) => void,
  ): void {
    if (count <= 0) return;
    if (count === 1) {
      body({ local: null, known: first });
      return;
    }
    const { c } = this;
    const local = c.local('i32');
    c.i32(first).set(local);
    c.loop((again) => {
      body({ local, known: 0 });
      c.get(local)
        .i32(step)
        .op('i32.add')
        .tee(local)
        .i32(first + count * step)
        .op('i32.lt_s');
      again();
    });
  }

  /** The address of element (i, j) of an access: a fresh pointer where it is not known now. */
  private element(access: Access, i: Position, j: Position, strides: readonly number[]): Address {
    const { c } = this;
    const from = this.at(access);
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

  private tile(rows: number, vectors: number, i: Position, j: Position, lanes: number): void {
    const { c, k } = this;
    const rank = k.shape.length;
    const [aRow, aInner] = k.a.strides.slice(rank - 2);
    const [bInner, bColumn] = k.b.strides.slice(rank - 2);
    const none = { local: null, known: 0 };
    const sums = Array.from({ length: rows * vectors }, () => c.local('v128'));
    for (const sum of sums) c.zero().set(sum);
    const rounds = Math.floor(k.inner / UNROLL);
    const looped = rounds > (rows * vectors <= 4 ? 4 : 2);
    let a = this.element(k.a, i, none, [aRow, 0]);
    let b = this.element(k.b, none, j, [0, bColumn]);
    const b4 = Array.from({ length: vectors }, () => c.local('v128'));
    const factor = c.scratch('gemm.a');
    const step = (p: number) => {
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
    let done = 0;
    if (looped) {
      // Pointers of the inner loop run; those of the tile stay what they are.
      a = this.running(a);
      b = this.running(b);
      c.repeat(rounds, () => {
        for (let p = 0; p < UNROLL; p++) step(p);
        this.run(a, UNROLL * aInner * BYTES);
        this.run(b, UNROLL * bInner * BYTES);
      });
      done = rounds * UNROLL;
    }
    for (let p = done; p < k.inner; p++) step(looped ? p - done : p);
    this.finish(rows, vectors, i, j, lanes, sums);
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
  private finish(
    rows: number,
    vectors: number,
    i: Position,
    j: Position,
    lanes: number,
    sums: readonly number[],
  ): void {
    const { c, k } = this;
    const { code } = k;
    const rank = k.shape.length;
    const addresses = new Map<Access, Address>();
    const byStrides = new Map<string, Address>();
    for (const access of accessesOf(code)) {
      const strides = access.strides.slice(rank - 2);
      const from = this.at(access);
      const key = `${from.pointer} ${strides.join()}`;
      const alike = byStrides.get(key);
      if (alike !== undefined && alike.pointer !== null) {
        // The same distance from another start.
        const known = i.known * strides[0] + j.known * strides[1];
        addresses.set(access, { pointer: alike.pointer, offset: from.offset + known * BYTES });
        continue;
      }
      const address = this.element(access, i, j, strides);
      addresses.set(access, address);
      byStrides.set(key, address);
    }
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
}

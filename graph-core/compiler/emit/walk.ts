/**
 * Walks over index spaces: nested loops whose pointers are shared by all accesses that move alike, short
 * loops written out. Buffers lie at fixed addresses, so an address is a pointer local plus a constant.
 *
 * [3, 10] with x[i, j] in rows of 12 floats and b[j], in vectors of 4 (`counts` [3, 2], `tail` 2):
 *
 *   p = 0                              one pointer for all accesses that move as x does
 *   3 times:
 *     body at x + p,      b            4 lanes     the innermost axis is short: written out
 *     body at x + p + 16, b + 16       4 lanes
 *     body at x + p + 32, b + 32       2 lanes     the tail
 *     p += 48                          b stands still along axis 0: it needs no pointer
 *   p −= 144
 */
import type { Size } from '../../tensor/shape.ts';
import { BYTES, LANES } from '../ir/buffer.ts';
import type { Access } from '../ir/scalar-code.ts';
import type { FunctionCode } from '../wasm/function-code.ts';

/** Where an access points at the moment: a local (null: none) and bytes to add. */
export interface Address {
  readonly pointer: number | null;
  readonly offset: number;
}

/** Gives the address of an access within the body of a walk. */
export type At = (access: Access) => Address;

/** An access with its strides along the axes of a walk. */
export interface Walked {
  readonly access: Access;
  readonly strides: readonly number[];
}

/** Joins neighboring axes along which every access goes on where it stopped; drops axes of size 1. */
export function collapsed(
  shape: Size,
  walked: readonly Walked[],
): { readonly shape: Size; readonly walked: readonly Walked[] } {
  const sizes: number[] = [];
  const columns: number[][] = [];
  for (let axis = 0; axis < shape.length; axis++) {
    if (shape[axis] === 1) continue;
    const column = walked.map(({ strides }) => strides[axis]);
    const last = columns.at(-1);
    if (last?.every((stride, i) => stride === column[i] * shape[axis])) {
      sizes[sizes.length - 1] *= shape[axis];
      columns[columns.length - 1] = column;
    } else {
      sizes.push(shape[axis]);
      columns.push(column);
    }
  }
  return {
    shape: sizes,
    walked: walked.map(({ access }, i) => ({ access, strides: columns.map((c) => c[i]) })),
  };
}

/** How to walk. */
export interface WalkOptions {
  /** Accesses and where each starts; `start` already contains the access's own offset. */
  readonly walked: readonly Walked[];
  readonly start: At;
  readonly shape: Size;
  /** The last axis goes in steps of four elements; the body is told how many lanes count. */
  readonly vector: boolean;
  /** Whether the last, incomplete vector may be treated as a whole one. */
  readonly whole: boolean;
  /** Bodies that may be written out one after the other instead of looping. */
  readonly budget: number;
  /** Bodies in one round of the innermost loop. */
  readonly unroll: number;
  /** Before the innermost loop, for what does not change in it. */
  readonly before?: (at: At) => void;
  readonly body: (at: At, lanes: number) => void;
}

/** Emits the loops. */
export function emitWalk(c: FunctionCode, options: WalkOptions): void {
  new Walker(c, options).run();
}

class Walker {
  private readonly c: FunctionCode;
  private readonly o: WalkOptions;
  private readonly rank: number;
  /** Iterations by axis; the last one counts whole vectors. */
  private readonly counts: number[];
  private readonly tail: number;
  private readonly written: boolean[];
  private readonly steps: readonly (readonly number[])[];
  private readonly keys: readonly string[];
  private readonly pointers = new Map<string, { local: number; steps: readonly number[] }>();
  private readonly index = new Map<Access, number>();

  constructor(c: FunctionCode, o: WalkOptions) {
    this.c = c;
    this.o = o;
    const shape = o.vector && o.shape.length === 0 ? [1] : o.shape;
    this.rank = shape.length;
    const last = shape[this.rank - 1] ?? 1;
    const left = o.vector && !o.whole ? last % LANES : 0;
    this.tail = left;
    this.counts = shape.map((size, axis) =>
      o.vector && axis === this.rank - 1
        ? left > 0
          ? Math.floor(size / LANES)
          : Math.ceil(size / LANES)
        : size,
    );
    this.steps = o.walked.map(({ strides }) =>
      this.counts.map((_, axis) => {
        const stride = (strides[axis] ?? 0) * BYTES;
        return o.vector && axis === this.rank - 1 ? stride * LANES : stride;
      }),
    );
    this.written = this.planWritten();
    this.keys = o.walked.map(({ access }, i) => {
      const looped = this.steps[i].map((step, axis) => (this.written[axis] ? 0 : step));
      const { pointer } = o.start(access);
      return looped.every((step) => step === 0) ? `${pointer}` : `${pointer}:${looped.join()}`;
    });
    o.walked.forEach(({ access }, i) => {
      this.index.set(access, i);
    });
  }

  run(): void {
    this.o.walked.forEach(({ access }, i) => {
      const key = this.keys[i];
      if (!key.includes(':') || this.pointers.has(key)) return;
      const local = this.c.local('i32');
      const { pointer } = this.o.start(access);
      if (pointer === null) this.c.i32(0);
      else this.c.get(pointer);
      this.c.set(local);
      this.pointers.set(key, { local, steps: this.steps[i] });
    });
    this.axis(0, new Array<number>(this.o.walked.length).fill(0));
  }

  /** The innermost axes are written out while the number of bodies stays within the budget. */
  private planWritten(): boolean[] {
    const written = this.counts.map(() => false);
    let bodies = 1;
    for (let axis = this.rank - 1; axis >= 0; axis--) {
      const count = this.counts[axis] + (axis === this.rank - 1 && this.tail > 0 ? 1 : 0);
      bodies *= count;
      if (bodies > this.o.budget && count > 1) break;
      written[axis] = true;
    }
    return written;
  }

  private at(extra: readonly number[]): At {
    return (access) => {
      const i = this.index.get(access);
      if (i === undefined) throw new Error('internal: an access that is not walked');
      const { pointer, offset } = this.o.start(access);
      const own = this.pointers.get(this.keys[i]);
      return { pointer: own === undefined ? pointer : own.local, offset: offset + extra[i] };
    };
  }

  private shifted(extra: readonly number[], axis: number, count: number): number[] {
    return extra.map((bytes, i) => bytes + this.steps[i][axis] * count);
  }

  private axis(axis: number, extra: readonly number[]): void {
    if (axis === this.rank - 1 || this.rank === 0) {
      this.o.before?.(this.at(extra));
      this.innermost(extra);
      return;
    }
    const count = this.counts[axis];
    if (this.written[axis]) {
      for (let i = 0; i < count; i++) this.axis(axis + 1, this.shifted(extra, axis, i));
      return;
    }
    this.loop(axis, count, 1, () => this.axis(axis + 1, extra));
    this.advance(axis, -count);
  }

  private innermost(extra: readonly number[]): void {
    if (this.rank === 0) {
      this.o.body(this.at(extra), 1);
      return;
    }
    const axis = this.rank - 1;
    const count = this.counts[axis];
    const lanes = this.o.vector ? LANES : 1;
    const bodies = (from: number, to: number) => {
      for (let i = from; i < to; i++) this.o.body(this.at(this.shifted(extra, axis, i)), lanes);
    };
    if (this.written[axis]) {
      bodies(0, count);
      if (this.tail > 0) this.o.body(this.at(this.shifted(extra, axis, count)), this.tail);
      return;
    }
    const { unroll } = this.o;
    const rounds = Math.floor(count / unroll);
    this.loop(axis, rounds, unroll, () => bodies(0, unroll));
    const done = rounds * unroll;
    bodies(0, count - done);
    if (this.tail > 0) this.o.body(this.at(this.shifted(extra, axis, count - done)), this.tail);
    this.advance(axis, -done);
  }

  private loop(axis: number, count: number, by: number, body: () => void): void {
    if (count === 0) return;
    this.c.repeat(count, () => {
      body();
      this.advance(axis, by);
    });
  }

  private advance(axis: number, by: number): void {
    for (const { local, steps } of this.pointers.values()) {
      const bytes = steps[axis] * by;
      if (bytes !== 0 && !this.written[axis]) {
        this.c.get(local).i32(bytes).op('i32.add').set(local);
      }
    }
  }
}

/** Counts a local from 0 to `count` (at least 1). */
export function counted(c: FunctionCode, count: number, body: (index: number) => void): void {
  const index = c.local('i32');
  c.i32(0).set(index);
  c.loop((again) => {
    body(index);
    c.get(index).i32(1).op('i32.add').tee(index).i32(count).op('i32.lt_s');
    again();
  });
}

/** Adds index · stride (in floats) to the address on the stack. */
export function emitPlus(c: FunctionCode, index: number, stride: number): void {
  if (stride === 0) return;
  c.get(index)
    .i32(stride * BYTES)
    .op('i32.mul')
    .op('i32.add');
}

/**
 * The code of one function: a list of instructions written through short methods. Locals are numbers;
 * labels are counted by the methods that open and close blocks, so callers never count them.
 */
import type { OpcodeName } from './opcodes.ts';

/** Types of values. */
export type ValueType = 'i32' | 'i64' | 'f32' | 'f64' | 'v128';

/** An instruction with its immediates: numbers, or the 16 bytes of a constant or shuffle. */
export interface Emitted {
  readonly name: OpcodeName;
  readonly a: number;
  readonly b: number;
  readonly lane: number;
  readonly bytes: Uint8Array | null;
}

const LOCAL_ONLY = { b: 0, lane: 0, bytes: null } as const;

/** Writes one function. */
export class FunctionCode {
  readonly name: string;
  readonly params: readonly ValueType[];
  readonly results: readonly ValueType[];
  /** Types of the locals after the parameters. */
  readonly locals: ValueType[] = [];
  private readonly body: Emitted[] = [];
  private readonly prologue: Emitted[] = [];
  private readonly constants = new Map<string, number>();
  private readonly scratches = new Map<string, number>();
  private depth = 0;
  /** Whether a product and a sum may be rounded once instead of twice. */
  readonly fused: boolean;

  constructor(
    name: string,
    params: readonly ValueType[] = [],
    results: readonly ValueType[] = [],
    fused = false,
  ) {
    this.name = name;
    this.params = params;
    this.results = results;
    this.fused = fused;
  }

  /** All instructions; the constants kept in locals come first. */
  get instructions(): readonly Emitted[] {
    return [...this.prologue, ...this.body];
  }

  /** How many instructions there are so far. */
  get size(): number {
    return this.body.length + this.prologue.length;
  }

  /** A new local. */
  local(type: ValueType): number {
    this.locals.push(type);
    return this.params.length + this.locals.length - 1;
  }

  /** The local of this name and type: the same at every call. For values that do not outlive a formula. */
  scratch(name: string, type: ValueType = 'v128'): number {
    const key = `${type} ${name}`;
    let local = this.scratches.get(key);
    if (local === undefined) {
      local = this.local(type);
      this.scratches.set(key, local);
    }
    return local;
  }

  /** x y + z in f32x4, rounded once where that is allowed. */
  mulAdd(x: () => void, y: () => void, z: () => void): this {
    x();
    y();
    if (this.fused) {
      z();
      return this.op('f32x4.relaxed_madd');
    }
    this.op('f32x4.mul');
    z();
    return this.op('f32x4.add');
  }

  /** Any instruction; `a` is its first immediate (for memory: the offset). */
  op(name: OpcodeName, a = 0, lane = 0): this {
    this.body.push({ name, a, b: 0, lane, bytes: null });
    return this;
  }
  get(local: number): this {
    this.body.push({ name: 'local.get', a: local, ...LOCAL_ONLY });
    return this;
  }
  set(local: number): this {
    this.body.push({ name: 'local.set', a: local, ...LOCAL_ONLY });
    return this;
  }
  tee(local: number): this {
    this.body.push({ name: 'local.tee', a: local, ...LOCAL_ONLY });
    return this;
  }
  i32(value: number): this {
    return this.op('i32.const', value | 0);
  }
  f32(value: number): this {
    return this.op('f32.const', value);
  }
  f64(value: number): this {
    return this.op('f64.const', value);
  }

  /** A shuffle of 32-bit lanes: 0–3 from the first operand, 4–7 from the second. */
  shuffle(lanes: readonly [number, number, number, number]): this {
    const bytes = new Uint8Array(16);
    for (let i = 0; i < 16; i++) bytes[i] = lanes[i >> 2] * 4 + (i & 3);
    this.body.push({ name: 'i8x16.shuffle', a: 0, b: 0, lane: 0, bytes });
    return this;
  }

  /** A 128-bit constant, which lives in a local that is set where the function begins. */
  constant(bytes: Uint8Array): this {
    const key = bytes.join(' ');
    let local = this.constants.get(key);
    if (local === undefined) {
      local = this.local('v128');
      this.constants.set(key, local);
      this.prologue.push(
        { name: 'v128.const', a: 0, b: 0, lane: 0, bytes },
        { name: 'local.set', a: local, ...LOCAL_ONLY },
      );
    }
    return this.get(local);
  }
  /** Four times the same f32. */
  splat(value: number): this {
    return this.constant(new Uint8Array(new Float32Array(4).fill(value).buffer));
  }
  /** Four times the same i32. */
  splatInt(value: number): this {
    return this.constant(new Uint8Array(new Int32Array(4).fill(value).buffer));
  }
  /** Twice the same f64. */
  splatDouble(value: number): this {
    return this.constant(new Uint8Array(new Float64Array(2).fill(value).buffer));
  }
  /** Zeros, made on the spot: cheaper than a register kept for them. */
  zero(): this {
    this.body.push({ name: 'v128.const', a: 0, b: 0, lane: 0, bytes: new Uint8Array(16) });
    return this;
  }
  /** Ones in all bits of the first `lanes` lanes. */
  laneMask(lanes: number): this {
    return this.constant(
      new Uint8Array(Int32Array.from({ length: 4 }, (_, i) => (i < lanes ? -1 : 0)).buffer),
    );
  }

  /** A loop; `again` emits the jump back, taken when the i32 on the stack is not 0. */
  loop(body: (again: () => void) => void): this {
    this.op('loop');
    const inside = ++this.depth;
    body(() => this.op('br_if', this.depth - inside));
    this.depth--;
    return this.op('end');
  }
  /** A block; `leave` emits the jump to its end, taken when the i32 on the stack is not 0. */
  block(body: (leave: () => void) => void): this {
    this.op('block');
    const inside = ++this.depth;
    body(() => this.op('br_if', this.depth - inside));
    this.depth--;
    return this.op('end');
  }
  /** Runs `body` when the i32 on the stack is not 0. */
  when(body: () => void, otherwise?: () => void): this {
    this.op('if');
    this.depth++;
    body();
    if (otherwise !== undefined) {
      this.op('else');
      otherwise();
    }
    this.depth--;
    return this.op('end');
  }
  /** Repeats `body` with a counter of its own, `count` times (a constant, at least 1). */
  repeat(count: number, body: () => void): this {
    if (count === 1) {
      body();
      return this;
    }
    const left = this.local('i32');
    this.i32(count).set(left);
    return this.loop((again) => {
      body();
      this.get(left).i32(1).op('i32.sub').tee(left);
      again();
    });
  }
}

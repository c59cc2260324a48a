/**
 * The code of one function: a list of instructions written through short methods. Locals are numbers;
 * labels are counted by the methods that open and close blocks, so callers never count them. What stands on
 * the stack is checked with every instruction: a mistake of ours is told where it is made.
 */
import { OPCODES, type OpcodeName, type PlainName } from './opcodes.ts';
import { TYPES, TypeStack, type ValueType } from './type-stack.ts';

/** An instruction with its immediates: numbers, or the 16 bytes of a constant or shuffle. */
export interface Emitted {
  readonly name: OpcodeName;
  /** Its first immediate; for memory the offset. */
  readonly a: number;
  readonly lane: number;
  readonly bytes: Uint8Array | null;
}

/** A function of the module, as its callers need it. */
export interface Callee {
  readonly index: number;
  readonly code: Pick<FunctionCode, 'params' | 'results'>;
}

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
  private readonly repeatedLocals = {
    f32: new Map<number, number>(),
    i32: new Map<number, number>(),
    f64: new Map<number, number>(),
  };
  private readonly scratches = new Map<string, number>();
  private readonly stack: TypeStack;
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
    this.stack = new TypeStack(() => this.place());
  }

  /** All instructions; the constants kept in locals come first. */
  get instructions(): readonly Emitted[] {
    return [...this.prologue, ...this.body];
  }

  /** Throws unless the function is complete: every block closed, its results and nothing else on the stack. */
  assertComplete(): void {
    this.stack.finish(this.results);
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

  /** Any instruction that is the same wherever it stands; `a` is its first immediate (for memory: the offset). */
  op(name: PlainName, a = 0, lane = 0): this {
    return this.plain(name, a, lane, null);
  }
  get(local: number): this {
    this.write('local.get', local);
    this.stack.push(this.typeOf(local));
    return this;
  }
  set(local: number): this {
    this.write('local.set', local);
    this.stack.take(this.typeOf(local));
    return this;
  }
  tee(local: number): this {
    this.write('local.tee', local);
    const type = this.typeOf(local);
    this.stack.take(type);
    this.stack.push(type);
    return this;
  }
  call({ index, code }: Callee): this {
    this.write('call', index);
    for (const type of code.params.toReversed()) this.stack.take(TYPES[type].letter);
    for (const type of code.results) this.stack.push(TYPES[type].letter);
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
    return this.plain('i8x16.shuffle', 0, 0, bytes);
  }

  /** A 128-bit constant, which lives in a local that is set where the function begins. */
  constant(bytes: Uint8Array): this {
    const key = bytes.join(' ');
    let local = this.constants.get(key);
    if (local === undefined) {
      local = this.local('v128');
      this.constants.set(key, local);
      this.prologue.push(
        { name: 'v128.const', a: 0, lane: 0, bytes },
        { name: 'local.set', a: local, lane: 0, bytes: null },
      );
    }
    return this.get(local);
  }
  /** Four times the same f32. */
  splat(value: number): this {
    return this.repeated('f32', value, () => new Float32Array(4).fill(value));
  }
  /** Four times the same i32. */
  splatInt(value: number): this {
    return this.repeated('i32', value, () => new Int32Array(4).fill(value));
  }
  /** Twice the same f64. */
  splatDouble(value: number): this {
    return this.repeated('f64', value, () => new Float64Array(2).fill(value));
  }
  /** Zeros, made on the spot: cheaper than a register kept for them. */
  zero(): this {
    return this.plain('v128.const', 0, 0, new Uint8Array(16));
  }
  /** Ones in all bits of the first `lanes` lanes. */
  laneMask(lanes: number): this {
    return this.constant(
      new Uint8Array(Int32Array.from({ length: 4 }, (_, i) => (i < lanes ? -1 : 0)).buffer),
    );
  }

  /** A loop; `again` emits the jump back, taken when the i32 on the stack is not 0. */
  loop(body: (again: () => void) => void): this {
    return this.labeled('loop', body);
  }
  /** A block; `leave` emits the jump to its end, taken when the i32 on the stack is not 0. */
  block(body: (leave: () => void) => void): this {
    return this.labeled('block', body);
  }
  /** Runs `body` when the i32 on the stack is not 0. */
  when(body: () => void, otherwise?: () => void): this {
    this.write('if');
    this.stack.take('i');
    this.stack.open();
    body();
    if (otherwise !== undefined) {
      this.write('else');
      this.stack.close();
      this.stack.open();
      otherwise();
    }
    return this.end();
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

  /** A constant of one number; the local of each number is remembered, since code asks for the same few. */
  private repeated(
    type: 'f32' | 'i32' | 'f64',
    value: number,
    fill: () => { readonly buffer: ArrayBuffer },
  ): this {
    const locals = this.repeatedLocals[type];
    const local = locals.get(value);
    // A map takes -0 for 0.
    if (local !== undefined && !Object.is(value, -0)) return this.get(local);
    this.constant(new Uint8Array(fill().buffer));
    if (!Object.is(value, -0)) locals.set(value, this.body[this.body.length - 1].a);
    return this;
  }

  private labeled(name: 'loop' | 'block', body: (jump: () => void) => void): this {
    this.write(name);
    this.stack.open();
    const inside = this.stack.depth;
    body(() => {
      this.write('br_if', this.stack.depth - inside);
      this.stack.take('i');
      this.stack.assertLabel(inside);
    });
    return this.end();
  }

  private end(): this {
    this.write('end');
    this.stack.close();
    return this;
  }

  private plain(name: PlainName, a: number, lane: number, bytes: Uint8Array | null): this {
    this.body.push({ name, a, lane, bytes });
    const { takes, gives } = OPCODES[name];
    this.stack.apply(takes, gives);
    return this;
  }

  private write(name: OpcodeName, a = 0): void {
    this.body.push({ name, a, lane: 0, bytes: null });
  }

  private typeOf(local: number): string {
    const own = local - this.params.length;
    const type = own < 0 ? this.params[local] : this.locals[own];
    if (type === undefined)
      this.stack.fail(`local ${local} of ${this.params.length + this.locals.length}`);
    return TYPES[type].letter;
  }

  /** The last instruction, for the messages of mistakes. */
  private place(): string {
    const last = this.body.at(-1);
    return `function ${this.name}, instruction ${this.body.length - 1} (${last?.name ?? 'none'})`;
  }
}

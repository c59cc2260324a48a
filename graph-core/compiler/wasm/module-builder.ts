/** A WebAssembly module: functions, one memory, exports, data; written as binary and as text. */
import { ByteWriter } from './byte-writer.ts';
import type { Emitted, FunctionCode, ValueType } from './function-code.ts';
import { OPCODES, type Opcode } from './opcodes.ts';

const TYPE_BYTES: Record<ValueType, number> = {
  i32: 0x7f,
  i64: 0x7e,
  f32: 0x7d,
  f64: 0x7c,
  v128: 0x7b,
};

/** Bytes of one page of memory. */
export const PAGE = 65536;

/** The memory of a module: its own, or one that is handed in under `env.memory`. */
export interface MemoryType {
  /** Pages. */
  readonly initial: number;
  readonly maximum?: number;
  readonly shared?: boolean;
  readonly imported?: boolean;
}

/** Collects functions and data; `encode` gives the binary. */
export class ModuleBuilder {
  readonly functions: FunctionCode[] = [];
  readonly exports: { readonly name: string; readonly function: number }[] = [];
  private readonly data: { readonly at: number; readonly bytes: Uint8Array }[] = [];
  readonly memory: MemoryType;

  constructor(memory: MemoryType) {
    this.memory = memory;
  }

  /** Adds a function and gives its number. */
  add(code: FunctionCode, exported = false): number {
    this.functions.push(code);
    const index = this.functions.length - 1;
    if (exported) this.exports.push({ name: code.name, function: index });
    return index;
  }

  /** Bytes that are in memory from the start. */
  fill(at: number, bytes: Uint8Array): void {
    this.data.push({ at, bytes });
  }

  /** The binary module, with the names of the functions. */
  encode(): Uint8Array<ArrayBuffer> {
    const w = new ByteWriter();
    w.raw([0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
    const types: string[] = [];
    const typeOf = this.functions.map((f) => {
      const key = `${f.params.join()}>${f.results.join()}`;
      if (!types.includes(key)) types.push(key);
      return types.indexOf(key);
    });
    w.sized(1, (s) => {
      s.unsigned(types.length);
      for (const type of types) {
        s.byte(0x60);
        for (const side of type.split('>')) {
          const list = side === '' ? [] : (side.split(',') as ValueType[]);
          s.unsigned(list.length);
          for (const item of list) s.byte(TYPE_BYTES[item]);
        }
      }
    });
    if (this.memory.imported) {
      w.sized(2, (s) => {
        s.unsigned(1);
        s.name('env');
        s.name('memory');
        s.byte(2);
        this.writeLimits(s);
      });
    }
    w.sized(3, (s) => {
      s.unsigned(typeOf.length);
      for (const type of typeOf) s.unsigned(type);
    });
    if (!this.memory.imported) {
      w.sized(5, (s) => {
        s.unsigned(1);
        this.writeLimits(s);
      });
    }
    w.sized(7, (s) => {
      s.unsigned(this.exports.length + 1);
      s.name('memory');
      s.byte(2);
      s.unsigned(0);
      for (const { name, function: index } of this.exports) {
        s.name(name);
        s.byte(0);
        s.unsigned(index);
      }
    });
    w.sized(10, (s) => {
      s.unsigned(this.functions.length);
      for (const code of this.functions) s.sized(null, (f) => writeFunction(f, code));
    });
    if (this.data.length > 0) {
      w.sized(11, (s) => {
        s.unsigned(this.data.length);
        for (const { at, bytes } of this.data) {
          s.byte(0);
          s.byte(0x41);
          s.signed(at);
          s.byte(0x0b);
          s.unsigned(bytes.length);
          s.raw(bytes);
        }
      });
    }
    w.sized(0, (s) => {
      s.name('name');
      s.sized(1, (names) => {
        names.unsigned(this.functions.length);
        for (let i = 0; i < this.functions.length; i++) {
          names.unsigned(i);
          names.name(this.functions[i].name);
        }
      });
    });
    return w.finish();
  }

  private writeLimits(w: ByteWriter): void {
    const { initial, maximum, shared } = this.memory;
    w.byte((maximum === undefined ? 0 : 1) | (shared ? 2 : 0));
    w.unsigned(initial);
    if (maximum !== undefined) w.unsigned(maximum);
  }
}

function writeFunction(w: ByteWriter, code: FunctionCode): void {
  const runs: [number, ValueType][] = [];
  for (const type of code.locals) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === type) last[0]++;
    else runs.push([1, type]);
  }
  w.unsigned(runs.length);
  for (const [count, type] of runs) {
    w.unsigned(count);
    w.byte(TYPE_BYTES[type]);
  }
  for (const instruction of code.instructions) writeInstruction(w, instruction);
  w.byte(0x0b);
}

function writeInstruction(w: ByteWriter, { name, a, lane, bytes }: Emitted): void {
  const opcode: Opcode = OPCODES[name];
  if (opcode.prefix === null) w.byte(opcode.code);
  else {
    w.byte(opcode.prefix);
    w.unsigned(opcode.code);
  }
  switch (opcode.immediate) {
    case 'none':
      // The memory instructions of the bulk proposal name their memories.
      if (name === 'memory.copy') w.raw([0, 0]);
      else if (name === 'memory.fill') w.byte(0);
      return;
    case 'local':
    case 'global':
    case 'label':
    case 'function':
      w.unsigned(a);
      return;
    case 'block':
      w.byte(0x40);
      return;
    case 'i32':
      w.signed(a);
      return;
    case 'i64':
      w.signedBig(BigInt(a));
      return;
    case 'f32':
      w.f32(a);
      return;
    case 'f64':
      w.f64(a);
      return;
    case 'v128':
    case 'shuffle':
      w.raw(bytes ?? new Uint8Array(16));
      return;
    case 'memory':
    case 'memoryLane':
      // Addresses are multiples of 4 only, whatever the width; alignment is a hint.
      w.unsigned(Math.min(opcode.align, 2));
      w.unsigned(a);
      if (opcode.immediate === 'memoryLane') w.byte(lane);
      return;
    case 'lane':
      w.byte(a);
      return;
    default:
      opcode.immediate satisfies never;
  }
}

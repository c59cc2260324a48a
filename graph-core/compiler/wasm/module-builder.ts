/** A WebAssembly module: functions, one memory, exports, data; written as binary and as text. */
import { ByteWriter } from './byte-writer.ts';
import type { Callee, Emitted, FunctionCode } from './function-code.ts';
import { OPCODES, type Opcode } from './opcodes.ts';
import { TYPES, type ValueType } from './type-stack.ts';

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

  /** Adds a function that is complete, and gives what its callers need. */
  add(code: FunctionCode, exported = false): Callee {
    code.assertComplete();
    this.functions.push(code);
    const index = this.functions.length - 1;
    if (exported) this.exports.push({ name: code.name, function: index });
    return { index, code };
  }

  /** Bytes that are in memory from the start. */
  fill(at: number, bytes: Uint8Array): void {
    this.data.push({ at, bytes });
  }

  /** The binary module, with the names of the functions: its sections in the order of their numbers. */
  encode(): Uint8Array<ArrayBuffer> {
    const w = new ByteWriter();
    w.raw([0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
    const types = [...new Set(this.functions.map(signature))];
    w.sized(1, (s) => writeTypes(s, types));
    if (this.memory.imported) w.sized(2, (s) => writeMemoryImport(s, this.memory));
    w.sized(3, (s) => {
      s.unsigned(this.functions.length);
      for (const code of this.functions) s.unsigned(types.indexOf(signature(code)));
    });
    if (!this.memory.imported) {
      w.sized(5, (s) => {
        s.unsigned(1);
        writeLimits(s, this.memory);
      });
    }
    w.sized(7, (s) => this.writeExports(s));
    w.sized(10, (s) => {
      s.unsigned(this.functions.length);
      for (const code of this.functions) s.sized(null, (f) => writeFunction(f, code));
    });
    if (this.data.length > 0) w.sized(11, (s) => this.writeData(s));
    w.sized(0, (s) => this.writeNames(s));
    return w.finish();
  }

  private writeExports(w: ByteWriter): void {
    w.unsigned(this.exports.length + 1);
    w.name('memory');
    w.byte(2);
    w.unsigned(0);
    for (const { name, function: index } of this.exports) {
      w.name(name);
      w.byte(0);
      w.unsigned(index);
    }
  }

  /** Each block of data with `i32.const` its address. */
  private writeData(w: ByteWriter): void {
    w.unsigned(this.data.length);
    for (const { at, bytes } of this.data) {
      w.byte(0);
      w.byte(0x41);
      w.signed(at);
      w.byte(0x0b);
      w.unsigned(bytes.length);
      w.raw(bytes);
    }
  }

  private writeNames(w: ByteWriter): void {
    w.name('name');
    w.sized(1, (names) => {
      names.unsigned(this.functions.length);
      this.functions.forEach(({ name }, i) => {
        names.unsigned(i);
        names.name(name);
      });
    });
  }
}

/** Parameters and results as a key: equal ones are one type of the module. */
const signature = ({ params, results }: FunctionCode): string =>
  `${params.join()}>${results.join()}`;

function writeTypes(w: ByteWriter, types: readonly string[]): void {
  w.unsigned(types.length);
  for (const type of types) {
    w.byte(0x60);
    for (const side of type.split('>')) {
      const list = side === '' ? [] : (side.split(',') as ValueType[]);
      w.unsigned(list.length);
      for (const item of list) w.byte(TYPES[item].byte);
    }
  }
}

function writeMemoryImport(w: ByteWriter, memory: MemoryType): void {
  w.unsigned(1);
  w.name('env');
  w.name('memory');
  w.byte(2);
  writeLimits(w, memory);
}

function writeLimits(w: ByteWriter, { initial, maximum, shared }: MemoryType): void {
  w.byte((maximum === undefined ? 0 : 1) | (shared ? 2 : 0));
  w.unsigned(initial);
  if (maximum !== undefined) w.unsigned(maximum);
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
    w.byte(TYPES[type].byte);
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

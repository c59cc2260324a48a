/**
 * The types on the stack of a function that is being written, with the blocks that are open. A block takes
 * and leaves nothing here, so what it holds is all that stands above its beginning. A breach is our bug and
 * throws, with the place, what was expected and what was found.
 */

/** Types of values: a letter for the stack, a byte for the binary format. */
export const TYPES = {
  i32: { letter: 'i', byte: 0x7f },
  i64: { letter: 'l', byte: 0x7e },
  f32: { letter: 'f', byte: 0x7d },
  f64: { letter: 'd', byte: 0x7c },
  v128: { letter: 'v', byte: 0x7b },
} as const;

/** A type of values. */
export type ValueType = keyof typeof TYPES;

const nameOf = (letter: string): string =>
  Object.entries(TYPES).find(([, type]) => type.letter === letter)?.[0] ?? letter;

/** The stack. */
export class TypeStack {
  private readonly types: string[] = [];
  /** Where each open block begins. */
  private readonly floors: number[] = [0];
  private readonly place: () => string;

  /** `place` names the instruction at hand. */
  constructor(place: () => string) {
    this.place = place;
  }

  /** Blocks that are open, the function itself included. */
  get depth(): number {
    return this.floors.length;
  }

  push(letter: string): void {
    this.types.push(letter);
  }

  take(letter: string): void {
    const top =
      this.types.length > this.floors[this.floors.length - 1] ? this.types.pop() : undefined;
    if (top !== letter) this.expected(nameOf(letter), top);
  }

  /** Takes the operands of an instruction and puts its result. */
  apply(takes: string, gives: string): void {
    if (takes.startsWith('?')) {
      this.applyAny(takes, gives);
      return;
    }
    for (let i = takes.length - 1; i >= 0; i--) this.take(takes[i]);
    if (gives !== '') this.types.push(gives);
  }

  /** Opens a block. */
  open(): void {
    this.floors.push(this.types.length);
  }

  /** Closes a block, in which nothing may be left. */
  close(): void {
    const floor = this.floors[this.floors.length - 1];
    if (this.floors.length === 1) this.fail('no block is open');
    if (this.types.length > floor) this.fail(`the block leaves ${this.above(floor)} behind`);
    this.floors.pop();
  }

  /** Throws unless the block that was opened at `depth` is open. */
  assertLabel(depth: number): void {
    if (depth > this.floors.length) this.fail('the block it jumps to is closed');
  }

  /** The end of the function, which leaves its results. */
  finish(results: readonly ValueType[]): void {
    if (this.floors.length > 1) this.fail(`${this.floors.length - 1} blocks are open at the end`);
    const wanted = results.map((type) => TYPES[type].letter).join('');
    if (wanted !== this.types.join('')) {
      const names = results.length === 0 ? 'nothing' : results.join(', ');
      this.fail(`the function gives ${names}, found ${this.above(0)}`);
    }
  }

  fail(problem: string): never {
    throw new Error(`internal: ${this.place()}: ${problem}`);
  }

  private applyAny(takes: string, gives: string): void {
    if (takes.endsWith('i')) this.take('i');
    const isEmpty = this.types.length === this.floors[this.floors.length - 1];
    const any = isEmpty ? '?' : this.types[this.types.length - 1];
    for (const letter of takes) if (letter === '?') this.take(any);
    if (gives !== '') this.types.push(any);
  }

  private expected(type: string, found: string | undefined): never {
    return this.fail(
      `takes ${type === '?' ? 'a value' : type}, found ${found === undefined ? 'nothing' : nameOf(found)}`,
    );
  }

  private above(floor: number): string {
    const left = this.types.slice(floor);
    return left.length === 0 ? 'nothing' : left.map(nameOf).join(', ');
  }
}

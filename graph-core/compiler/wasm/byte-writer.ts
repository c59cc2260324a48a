/** Bytes of the WebAssembly binary format: integers in LEB128, floats, names, sized sections. */

const scratch = new DataView(new ArrayBuffer(8));

/** A growing list of bytes. */
export class ByteWriter {
  private bytes = new Uint8Array(1024);
  /** Bytes written. */
  length = 0;

  byte(value: number): void {
    if (this.length === this.bytes.length) this.grow(this.length + 1);
    this.bytes[this.length++] = value;
  }

  raw(values: ArrayLike<number>): void {
    this.grow(this.length + values.length);
    this.bytes.set(values, this.length);
    this.length += values.length;
  }

  /** Unsigned LEB128 of a whole number below 2^32. */
  unsigned(value: number): void {
    let rest = value >>> 0;
    while (rest > 0x7f) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.byte(rest);
  }

  /** Signed LEB128 of a 32-bit whole number. */
  signed(value: number): void {
    let rest = value | 0;
    for (;;) {
      const low = rest & 0x7f;
      rest >>= 7;
      if ((rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)) {
        this.byte(low);
        return;
      }
      this.byte(low | 0x80);
    }
  }

  /** Signed LEB128 of a 64-bit whole number. */
  signedBig(value: bigint): void {
    let rest = BigInt.asIntN(64, value);
    for (;;) {
      const low = Number(rest & 0x7fn);
      rest >>= 7n;
      if ((rest === 0n && (low & 0x40) === 0) || (rest === -1n && (low & 0x40) !== 0)) {
        this.byte(low);
        return;
      }
      this.byte(low | 0x80);
    }
  }

  f32(value: number): void {
    scratch.setFloat32(0, value, true);
    for (let i = 0; i < 4; i++) this.byte(scratch.getUint8(i));
  }

  f64(value: number): void {
    scratch.setFloat64(0, value, true);
    for (let i = 0; i < 8; i++) this.byte(scratch.getUint8(i));
  }

  /** A name: its length in bytes and its UTF-8. */
  name(text: string): void {
    const encoded = new TextEncoder().encode(text);
    this.unsigned(encoded.length);
    this.raw(encoded);
  }

  /** What `write` writes, preceded by its length and, for sections, their number. */
  sized(section: number | null, write: (inner: ByteWriter) => void): void {
    const inner = new ByteWriter();
    write(inner);
    if (section !== null) this.byte(section);
    this.unsigned(inner.length);
    this.raw(inner.view());
  }

  /** The bytes so far; valid until more are written. */
  view(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  /** A copy of the bytes. */
  finish(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.length);
  }

  private grow(needed: number): void {
    if (needed <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(needed, 2 * this.bytes.length));
    larger.set(this.view());
    this.bytes = larger;
  }
}

/**
 * SHA-256 (FIPS 180-4) for pages that have no `crypto.subtle`: it exists in secure contexts only, and a site served
 * over plain http on a local network is none. Gives what `crypto.subtle` gives, so documents agree.
 */

/** The first `count` primes. */
function primes(count: number): number[] {
  const list: number[] = [];
  for (let n = 2; list.length < count; n++) if (list.every((p) => n % p !== 0)) list.push(n);
  return list;
}

/** 32 bits of the fraction of a number: enough digits of roots of the first 64 primes are in a double. */
const fraction = (x: number): number => ((x - Math.floor(x)) * 2 ** 32) | 0;

/** The digest of `bytes`, 32 bytes. */
export function sha256(bytes: Uint8Array): Uint8Array {
  const roots = primes(64);
  const k = Int32Array.from(roots, (p) => fraction(Math.cbrt(p)));
  const hash = Int32Array.from(roots.slice(0, 8), (p) => fraction(Math.sqrt(p)));
  const w = new Int32Array(64);
  const whole = bytes.length & ~63;
  for (let at = 0; at < whole; at += 64) compress(hash, k, w, bytes, at);

  // The rest, a bit of 1, zeros, and the number of bits in 8 bytes.
  const rest = bytes.length - whole;
  const tail = new Uint8Array(rest < 56 ? 64 : 128);
  tail.set(bytes.subarray(whole));
  tail[rest] = 0x80;
  const view = new DataView(tail.buffer);
  view.setUint32(tail.length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(tail.length - 4, (bytes.length << 3) >>> 0);
  for (let at = 0; at < tail.length; at += 64) compress(hash, k, w, tail, at);

  const out = new Uint8Array(32);
  const digest = new DataView(out.buffer);
  hash.forEach((word, i) => {
    digest.setInt32(4 * i, word);
  });
  return out;
}

const rotated = (x: number, by: number): number => (x >>> by) | (x << (32 - by));

/** Takes the block of 64 bytes at `at` into `hash`. */
function compress(
  hash: Int32Array,
  k: Int32Array,
  w: Int32Array,
  bytes: Uint8Array,
  at: number,
): void {
  for (let i = 0; i < 16; i++) {
    const from = at + 4 * i;
    w[i] = (bytes[from] << 24) | (bytes[from + 1] << 16) | (bytes[from + 2] << 8) | bytes[from + 3];
  }
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15];
    const y = w[i - 2];
    const s0 = rotated(x, 7) ^ rotated(x, 18) ^ (x >>> 3);
    const s1 = rotated(y, 17) ^ rotated(y, 19) ^ (y >>> 10);
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
  let [a, b, c, d, e, f, g, h] = hash;
  for (let i = 0; i < 64; i++) {
    const s1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + k[i] + w[i]) | 0;
    const s0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => {
    hash[i] += word;
  });
}

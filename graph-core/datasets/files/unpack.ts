/** Unpacks gzip, with an end: a small file may announce any number of bytes. */
import { type Problem, type Refused, refuse } from '../../graph/problem.ts';

/** Bytes after which what was unpacked is looked at: 16 MiB. */
export const LOOK = 2 ** 24;

/**
 * The bytes, `null` when there are more than `most`, `'damaged'` when they cannot be unpacked. What has come so
 * far is shown to `look` once, after `LOOK` bytes: a problem ends the work.
 */
export async function unpackGzip(
  packed: Uint8Array<ArrayBuffer>,
  most: number,
  look: (beginning: Uint8Array) => Problem | null,
): Promise<Uint8Array<ArrayBuffer> | null | 'damaged' | Refused> {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  const reader = stream.getReader();
  // One array from the beginning: chunks beside it would take the memory twice.
  let bytes = new Uint8Array(Math.max(2 ** 12, Math.min(most, announcedSize(packed))));
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      const end = length + value.length;
      if (end > most) {
        await reader.cancel();
        return null;
      }
      if (end > bytes.length) {
        const larger = new Uint8Array(Math.min(most, Math.max(end, 2 * bytes.length)));
        larger.set(bytes.subarray(0, length));
        bytes = larger;
      }
      bytes.set(value, length);
      const problem = length < LOOK && end >= LOOK ? look(bytes.subarray(0, end)) : null;
      length = end;
      if (problem === null) continue;
      await reader.cancel();
      return refuse(problem);
    }
  } catch {
    return 'damaged';
  }
  return bytes.subarray(0, length);
}

/** The size that the end of a packed file announces; 0 where that cannot be: gzip packs at most a thousandfold. */
function announcedSize(packed: Uint8Array): number {
  if (packed.length < 18) return 0;
  const size = new DataView(packed.buffer, packed.byteOffset).getUint32(packed.length - 4, true);
  return size > 1032 * packed.length ? 0 : size;
}

/** True for bytes that begin as gzip does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Where blocks of memory are drawn, and which lie in the same place. */
import type { BufferDescription } from '../../../graph-core/training/look/compiled-description.ts';

/** Bytes that are drawn one unit wide; more grow with the logarithm. */
const UNIT = 64;

/**
 * Address → place between 0 and `width`. The order of addresses is kept; a stretch of memory gets room by the
 * logarithm of its size, so that scalars stay visible beside data sets.
 */
export function addressScale(
  buffers: readonly Pick<BufferDescription, 'address' | 'bytes'>[],
  width: number,
): (address: number) => number {
  const bounds = [
    ...new Set(buffers.flatMap(({ address, bytes }) => [address, address + bytes])),
  ].sort((a, b) => a - b);
  const places = new Map<number, number>();
  let at = 0;
  bounds.forEach((bound, i) => {
    if (i > 0) at += Math.log2(1 + (bound - bounds[i - 1]) / UNIT);
    places.set(bound, at);
  });
  const factor = at === 0 ? 0 : width / at;
  return (address) => factor * (places.get(address) ?? 0);
}

/** Names of the other blocks that use some of the same memory at another time. */
export function sharesOf(
  { name, address, bytes }: BufferDescription,
  buffers: readonly BufferDescription[],
): string[] {
  return buffers
    .filter(
      (other) =>
        other.name !== name &&
        other.address < address + bytes &&
        address < other.address + other.bytes,
    )
    .map((other) => other.name);
}

/** What data files are recognized by. */
import type { DataFile } from '../../../graph-core/datasets/files/read-table.ts';
import { sha256 } from './sha-256.ts';

/**
 * SHA-256 in hexadecimal digits: of one file its own, as `sha256sum` prints it; of several, by name, that of
 * their digests written one after the other.
 */
export async function contentHash(parts: readonly DataFile[]): Promise<string> {
  const sorted = [...parts].sort((a, b) => (a.name < b.name ? -1 : 1));
  const digests = await Promise.all(sorted.map(({ bytes }) => hexDigest(bytes)));
  const [only] = digests;
  if (digests.length === 1) return only;
  return hexDigest(new TextEncoder().encode(digests.join('')));
}

async function hexDigest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const subtle: SubtleCrypto | undefined = crypto.subtle;
  const digest =
    subtle === undefined ? sha256(bytes) : new Uint8Array(await subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What data files are recognized by. */
import type { DataFile } from '../../graph-core/data/read-table.ts';

/**
 * SHA-256 in hexadecimal digits: of one file its own, as `sha256sum` prints it; of several, by name, that of
 * their digests written one after the other.
 */
export async function contentHash(parts: readonly DataFile[]): Promise<string> {
  const sorted = [...parts].sort((a, b) => (a.name < b.name ? -1 : 1));
  const digests = await Promise.all(sorted.map(({ bytes }) => sha256(bytes)));
  const [only] = digests;
  if (digests.length === 1) return only;
  return sha256(new TextEncoder().encode(digests.join('')));
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

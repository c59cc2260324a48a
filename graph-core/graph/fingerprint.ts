/** A short text that two graphs share when they compute the same: not for secrets, but for noticing changes. */
import type { GraphDocument } from './document.ts';
import { sortedIds } from './ids.ts';

/** 16 hexadecimal digits of operations, attributes and wires; names, positions and settings do not count. */
export function fingerprint({ nodes, edges }: GraphDocument): string {
  const plain = sortedIds(nodes).map((id) => {
    const { op, attrs, stream } = nodes[id];
    const drawn = stream === undefined ? [] : [stream];
    return [id, op, sortedIds(attrs).map((name) => [name, attrs[name]]), ...drawn];
  });
  const wires = sortedIds(edges).map((id) => {
    const { from, to, port } = edges[id];
    return [to, port, from];
  });
  return digest(JSON.stringify([plain, wires.map(String).sort()]));
}

/** Two lanes of 32 bits, multiplied and mixed (FNV-1a with the constants of MurmurHash3). */
function digest(text: string): string {
  let [a, b] = [0x811c9dc5, 0x9747b28c];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit, 0x85ebca6b);
    b ^= b >>> 13;
  }
  return [a, b].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
}

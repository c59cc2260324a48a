/** From what a person calls a wire to its key. */
import { type EdgeId, type GraphDocument, nodeLabel } from '../../graph/document.ts';
import { printable } from '../../graph/wording/printable.ts';
import { UsageError } from '../cli-command.ts';

/** The wire with this key, or from one node to a port of another, `q -> f.x`; throws a `UsageError`. */
export function findWire(document: GraphDocument, wanted: string): EdgeId {
  if (Object.hasOwn(document.edges, wanted)) return wanted;
  const [from, end] = wanted.split(/\s*(?:->|→)\s*/);
  const [to, port] = (end ?? '').split('.');
  const isCalled = (node: string, name: string | undefined): boolean =>
    node === name || nodeLabel(document, node) === name;
  const wires = Object.keys(document.edges).filter((edge) => {
    const wire = document.edges[edge];
    const ends = isCalled(wire.from, from?.trim()) && isCalled(wire.to, to?.trim());
    return ends && (port === undefined || port.trim() === wire.port);
  });
  if (wires.length === 1) return wires[0];
  const message = `--wire: ${wires.length === 0 ? 'there is no wire' : `${wires.length} wires are meant by`} "${printable(wanted)}"`;
  const some = Object.keys(document.edges)
    .slice(0, 5)
    .map((edge) => printable(edge));
  throw new UsageError(message, `use a key (${some.join(', ')}) or "from -> to.port"`);
}

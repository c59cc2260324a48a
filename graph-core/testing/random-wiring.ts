/** Random wirings for laws about graphs alone: operations do not matter, cycles and parallel wires do occur. */
import fc from 'fast-check';
import type { GraphDocument, GraphEdge, GraphNode } from '../graph/document.ts';

/** How the wirings may be. */
export interface WiringOptions {
  readonly mostNodes?: number;
  /** Wires lead from earlier to later nodes only. */
  readonly acyclic?: boolean;
}

/** Keys that people and programs give, in no order. */
const KEYS = ['w2', 'n10', 'n9', 'x', 'b_1', 'Q', 'a.b', 'n1', 'w10', '7', '07', 'Z-3'] as const;

/** A document of up to 12 nodes with wires between some of them. */
export function wirings(options: WiringOptions = {}): fc.Arbitrary<GraphDocument> {
  const { mostNodes = KEYS.length, acyclic = false } = options;
  return fc.shuffledSubarray([...KEYS], { minLength: 1, maxLength: mostNodes }).chain((keys) => {
    const end = fc.nat(keys.length - 1);
    return fc
      .array(fc.tuple(end, end), { maxLength: 2 * keys.length })
      .map((pairs) => wired(keys, acyclic ? pairs.filter(([from, to]) => from < to) : pairs));
  });
}

function wired(keys: readonly string[], pairs: readonly (readonly [number, number])[]) {
  const nodes: Record<string, GraphNode> = {};
  for (const [i, key] of keys.entries()) {
    nodes[key] = { op: 'add', attrs: {}, position: { x: 10 * i, y: -5 * i } };
  }
  const edges: Record<string, GraphEdge> = {};
  for (const [i, [from, to]] of pairs.entries()) {
    edges[`e${i + 1}`] = { from: keys[from], to: keys[to], port: `p${i}` };
  }
  return { format: 'gradwire', version: 2, name: 'wiring', nodes, edges } satisfies GraphDocument;
}

/** Whether a way leads from each node to each other one, in at least one step: Warshall's closure (1962). */
export function reaches({ nodes, edges }: GraphDocument): (from: string, to: string) => boolean {
  const keys = Object.keys(nodes);
  const ways = new Map(keys.map((key) => [key, new Set<string>()]));
  for (const { from, to } of Object.values(edges)) ways.get(from)?.add(to);
  for (const middle of keys) {
    for (const from of keys) {
      if (ways.get(from)?.has(middle) !== true) continue;
      for (const to of ways.get(middle) ?? []) ways.get(from)?.add(to);
    }
  }
  return (from, to) => ways.get(from)?.has(to) === true;
}

/** The same document with its nodes and wires told in another order. */
export function retold(document: GraphDocument): GraphDocument {
  const backwards = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(record).reverse());
  return { ...document, nodes: backwards(document.nodes), edges: backwards(document.edges) };
}

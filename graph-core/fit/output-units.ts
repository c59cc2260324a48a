/**
 * Numbers far from 0 ± 1 are predicted as a multiple of their deviation from their mean, both rounded: a net begins
 * with outputs around 0, and weights that are to grow to thousands take long.
 */
import type { GraphDocument, NodeId } from '../graph/document.ts';
import { type DocumentDraft, edgeInto, edited } from '../graph/edit.ts';
import { FreshIds, keysAndStreams } from '../graph/ids.ts';
import type { TableNeeds } from './table-needs.ts';

/** What outputs are multiplied by, and what is added. */
export interface OutputUnits {
  readonly mean: number;
  readonly deviation: number;
}

/** The units of what is predicted; null where it is near 0 ± 1 anyway, and for classes. */
export function unitsOf({ classes, target }: Pick<TableNeeds, 'classes' | 'target'>) {
  const spread = target?.spread ?? null;
  if (classes !== null || spread === null || !(spread.deviation > 0)) return null;
  const [mean, deviation] = [spread.mean, spread.deviation].map((x) => Number(x.toPrecision(3)));
  const isNear = Math.abs(mean) <= 3 && deviation >= 0.2 && deviation <= 5;
  return isNear ? null : ({ mean, deviation } satisfies OutputUnits);
}

/** `× 108000 + 260000` */
export function unitsInWords({ mean, deviation }: OutputUnits): string {
  return `× ${deviation} ${mean < 0 ? '−' : '+'} ${Math.abs(mean)}`;
}

/** Room that the two operations and their numbers take before the loss, px. */
const ROOM = 440;

/** What stands this far to the left of the output, such as the targets, goes along with the loss, px. */
const BESIDE = 60;

/** True where a constant goes into the output already: it is in units of its own. */
export function hasUnits(document: GraphDocument, prediction: NodeId): boolean {
  return Object.values(document.edges).some(
    ({ from, to }) => to === prediction && document.nodes[from].op === 'constant',
  );
}

/** The graph with what goes into `port` of `to` in other units; everything behind it makes room. */
export function withUnits(
  document: GraphDocument,
  { from, to, port }: { readonly from: NodeId; readonly to: NodeId; readonly port: string },
  { mean, deviation }: OutputUnits,
): GraphDocument {
  return edited(document, (draft) => {
    const { x, y } = draft.nodes[from].position;
    for (const [id, node] of Object.entries(draft.nodes)) {
      if (id !== from && node.position.x > x - BESIDE)
        node.position = { x: node.position.x + ROOM, y: node.position.y };
    }
    const add = nodeAdder(draft);
    const spread = add('deviation', 'constant', [x + 40, y + 130], { value: deviation });
    const scaled = add('scaled', 'multiply', [x + 240, y], {});
    const center = add('mean', 'constant', [x + 270, y + 130], { value: mean });
    const out = add('p', 'add', [x + 430, y], {});
    const ids = new FreshIds(Object.keys(draft.edges));
    const wire = (source: NodeId, target: NodeId, into: string): void => {
      draft.edges[ids.numbered('e')] = { from: source, to: target, port: into };
    };
    wire(from, scaled, 'x');
    wire(spread, scaled, 'y');
    wire(scaled, out, 'x');
    wire(center, out, 'y');
    const edge = edgeInto(document, to, port);
    if (edge !== null) draft.edges[edge].from = out;
  });
}

function nodeAdder(draft: DocumentDraft) {
  const ids = new FreshIds(keysAndStreams(draft.nodes));
  return (
    name: string,
    op: string,
    [x, y]: readonly [number, number],
    attrs: Readonly<Record<string, number>>,
  ): NodeId => {
    const id = ids.wanted(name, op);
    draft.nodes[id] = { op, name, attrs, position: { x, y } };
    return id;
  };
}

/** One wire: its ends, its value and its gradient. */
import { useStore } from 'zustand';
import { nodeLabel } from '../../../graph-core/graph/document.ts';
import { OriginButton } from '../../controls/origin-button.tsx';
import { documentStore } from '../../state/document/document-store.ts';
import { deleteWire } from '../../state/document/graph-edits.ts';
import { questionableWire } from '../../state/results/questionable.ts';
import { runStore } from '../../state/results/run-store.ts';
import { NumbersOf, originWords, Problems } from './inspector-parts.tsx';

/** The key of the wire. */
export interface WireInspectorProps {
  readonly id: string;
}

export function WireInspector({ id }: WireInspectorProps) {
  const document = useStore(documentStore, (state) => state.document);
  const snapshot = useStore(runStore, (run) => run.snapshot);
  const edge = document.edges[id];
  if (edge === undefined) return null;
  const value = snapshot.nodes.get(edge.from)?.value;
  const gradient = snapshot.edges.get(id);
  const place = questionableWire(snapshot, id, edge.from);
  return (
    <>
      <section className="panel-section">
        <p className="quiet">wire</p>
        <h2 className="panel-title">
          {nodeLabel(document, edge.from)} → {nodeLabel(document, edge.to)}
        </h2>
        <p>Into the input {edge.port}.</p>
      </section>
      <Problems problems={snapshot.problems.filter((problem) => problem.edge === id)} />
      <section className="panel-section" aria-label="Numbers">
        {value !== undefined && <NumbersOf title="Value" kind="value" tensor={value} />}
        {gradient != null && <NumbersOf title="Gradient" kind="gradient" tensor={gradient} />}
        <OriginButton place={place} words={originWords(place, gradient ?? null)} />
      </section>
      <section className="panel-section">
        <button type="button" className="button button-danger" onClick={() => deleteWire(id)}>
          Delete the wire
        </button>
      </section>
    </>
  );
}

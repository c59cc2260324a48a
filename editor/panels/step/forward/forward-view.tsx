/** Forward mode beside backward mode: choose one number, and see how everything after it changes. */
import { useState } from 'react';
import { useStore } from 'zustand';
import { type NodeId, nodeLabel } from '../../../../graph-core/graph/document.ts';
import { opDef } from '../../../../graph-core/ops/registry.ts';
import { documentStore } from '../../../state/document/document-store.ts';
import { runStore } from '../../../state/results/run-store.ts';
import { Choice } from '../../../widgets/choice.tsx';
import type { Subject } from '../use-subject.ts';
import { ForwardTable } from './forward-table.tsx';

export function ForwardView({ subject }: { readonly subject: Subject }) {
  const document = useStore(documentStore, (state) => state.document);
  const nodes = useStore(runStore, ({ snapshot }) => snapshot.nodes);
  const [chosen, setChosen] = useState<NodeId | null>(null);
  const variables = Object.keys(document.nodes).filter(
    (id) => nodes.has(id) && opDef(document.nodes[id].op)?.kind === 'source',
  );
  const by = chosen ?? (variables.includes(subject.node) ? subject.node : variables[0]);
  if (by === undefined) return null;
  return (
    <section className="panel-section" aria-label="Derivatives forward">
      <Choice
        label="everything by"
        value={by}
        options={variables.map((id) => ({ value: id, label: nodeLabel(document, id) }))}
        onChange={setChosen}
      />
      <ForwardTable by={by} />
    </section>
  );
}

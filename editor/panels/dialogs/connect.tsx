/** Wiring by keyboard: choose where the output of the selected node goes. */
import { useState } from 'react';
import { useStore } from 'zustand';
import { type GraphDocument, type NodeId, nodeLabel } from '../../../graph-core/graph/document.ts';
import { topologicalOrder } from '../../../graph-core/graph/topological-order.ts';
import { completeAttrs, portsOf } from '../../../graph-core/ops/kit/operation.ts';
import { opDef } from '../../../graph-core/ops/registry.ts';
import { shownKey } from '../../commands/command.ts';
import { ADD_NODE } from '../../commands/graph-commands.ts';
import { documentStore } from '../../state/document/document-store.ts';
import { connectionProblem, connectNodes } from '../../state/document/graph-edits.ts';
import { closeDialog } from '../../state/look/dialogs.ts';
import { selectionStore } from '../../state/look/selection-store.ts';
import { Dialog } from '../../widgets/dialog.tsx';

export function Connect({ open }: { readonly open: boolean }) {
  const from = useStore(selectionStore, ({ nodes }) => nodes[0]);
  const document = useStore(documentStore, (state) => state.document);
  const title = from === undefined ? 'Connect' : `Connect ${nodeLabel(document, from)} to`;
  return (
    <Dialog open={open && from !== undefined} title={title} onClose={closeDialog}>
      {from !== undefined && <Choices document={document} from={from} />}
    </Dialog>
  );
}

interface Choice {
  readonly key: string;
  readonly to: NodeId;
  readonly port: string;
  readonly label: string;
  /** What is wired there now. */
  readonly taken: string;
}

function choicesFrom(document: GraphDocument, from: NodeId): readonly Choice[] {
  return topologicalOrder(document).order.flatMap((to) => {
    const node = document.nodes[to];
    const definition = opDef(node.op);
    if (definition === null) return [];
    return portsOf(definition, completeAttrs(definition, node.attrs)).flatMap(({ name }) => {
      if (connectionProblem(from, to, name) !== null) return [];
      const wire = Object.values(document.edges).find(
        (edge) => edge.to === to && edge.port === name,
      );
      return [
        {
          key: `${to} ${name}`,
          to,
          port: name,
          label: `${nodeLabel(document, to)} (${definition.doc.title}), input ${name}`,
          taken: wire === undefined ? '' : `replaces ${nodeLabel(document, wire.from)}`,
        },
      ];
    });
  });
}

function Choices({ document, from }: { readonly document: GraphDocument; readonly from: NodeId }) {
  const choices = choicesFrom(document, from);
  const [key, setKey] = useState(
    choices.find(({ taken }) => taken === '')?.key ?? choices[0]?.key ?? '',
  );
  if (choices.length === 0) {
    return <p>No node can take this value. Add one first, with {shownKey(ADD_NODE)}.</p>;
  }
  return (
    <form
      className="connect"
      onSubmit={(event) => {
        event.preventDefault();
        const choice = choices.find((candidate) => candidate.key === key);
        if (choice !== undefined) connectNodes(from, choice.to, choice.port);
        closeDialog();
      }}
    >
      <label className="field">
        <span className="field-label">Input</span>
        <select
          className="field-input"
          value={key}
          onChange={(event) => setKey(event.target.value)}
        >
          {choices.map((choice) => (
            <option key={choice.key} value={choice.key}>
              {choice.label}
              {choice.taken === '' ? '' : `, ${choice.taken}`}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" className="button button-primary">
        Connect
      </button>
    </form>
  );
}

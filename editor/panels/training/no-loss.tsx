/** What stands in the training panel where no node is a loss: what one is, and those that could be. */

import { useStore } from 'zustand';
import { type GraphDocument, nodeLabel } from '../../../graph-core/graph/document.ts';
import { opDef } from '../../../graph-core/ops/registry.ts';
import { elementCount, isConcrete } from '../../../graph-core/tensor/shape.ts';
import { chooseLoss } from '../../state/document/first-training.ts';
import { runStore } from '../../state/results/run-store.ts';
import { Choice } from '../../widgets/choice.tsx';

export function NoLoss({ document }: { readonly document: GraphDocument }) {
  const numbers = useStore(runStore, ({ snapshot }) => snapshot.nodes);
  const losses = Object.keys(document.nodes).filter((id) => {
    const shape = numbers.get(id)?.value.shape;
    const isComputed = opDef(document.nodes[id].op)?.kind !== 'source';
    return isComputed && shape !== undefined && isConcrete(shape) && elementCount(shape) === 1;
  });
  return (
    <section className="panel-section">
      <h2 className="panel-title">Nothing to train yet</h2>
      <p>
        Training makes one number small, the loss, by changing the parameters it is computed from.
      </p>
      {losses.length > 0 ? (
        <Choice
          label="loss"
          value=""
          options={losses.map((id) => ({ value: id, label: nodeLabel(document, id) }))}
          onChange={chooseLoss}
        />
      ) : (
        <p className="quiet">No node is one number: end the graph in a sum, a mean or a loss.</p>
      )}
    </section>
  );
}

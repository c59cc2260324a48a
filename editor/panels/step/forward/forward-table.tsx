/** Forward mode: how every node changes when one number moves, from the variable to the end. */
import './forward.css';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { type NodeId, nodeLabel } from '../../../../graph-core/graph/document.ts';
import { formatShape } from '../../../../graph-core/tensor/shape.ts';
import type { Tensor } from '../../../../graph-core/tensor/tensor.ts';
import { documentStore } from '../../../state/document/document-store.ts';
import { select } from '../../../state/look/selection-store.ts';
import { runStore } from '../../../state/results/run-store.ts';
import { formatNumber } from '../../../widgets/format-number.ts';
import { NoticeBox } from '../../../widgets/notice-box.tsx';
import { NumberField } from '../../../widgets/number-field.tsx';
import { TensorGrid } from '../../../widgets/tensor-grid.tsx';
import { useStudy } from '../use-study.ts';
import { showForward } from './show-forward.ts';

export function ForwardTable({ by }: { readonly by: NodeId }) {
  const document = useStore(documentStore, (state) => state.document);
  const snapshot = useStore(runStore, (run) => run.snapshot);
  const count = snapshot.nodes.get(by)?.value.data.length ?? 1;
  const [chosen, setChosen] = useState(0);
  const element = Math.min(chosen, count - 1);
  const { answer, problem } = useStudy<'forward'>({ ask: 'forward', by, element });
  const label = nodeLabel(document, by);
  const number = count > 1 ? `${label}[${element}]` : label;
  const { version } = snapshot;
  const iteration = snapshot.iteration?.iteration ?? null;
  // The wires show what is asked here as long as it is asked: also of numbers that were computed anew.
  // biome-ignore lint/correctness/useExhaustiveDependencies: new numbers have lost what the wires showed
  useEffect(() => {
    showForward(answer, number);
    return () => showForward(null, '');
  }, [answer, number, version, iteration]);
  if (problem !== null) return <NoticeBox text={problem.message} hint={problem.hint} />;
  if (answer === null) return <p className="quiet">Computing …</p>;
  const order = [...snapshot.nodes.keys()].filter((id) => answer.nodes[id] !== undefined);
  const moved = order.filter((id) => answer.nodes[id].data.some((x) => x !== 0));
  const still = order.length - moved.length;
  return (
    <>
      {count > 1 && (
        <NumberField
          label={`element of ${label}, 0 to ${count - 1}`}
          integer
          min={0}
          max={count - 1}
          value={element}
          onChange={setChosen}
        />
      )}
      <p>
        One pass forward, beside the values: each node’s derivative by {label}
        {count > 1 ? `[${element}]` : ''} comes from those before it.
      </p>
      <Moved nodes={moved} derivatives={answer.nodes} by={label} />
      {still > 0 && (
        <p className="quiet">
          {still === 1 ? '1 other node does' : `${still} other nodes do`} not depend on it.
        </p>
      )}
    </>
  );
}

interface MovedProps {
  /** Nodes that change with the variable, in the order in which they are computed. */
  readonly nodes: readonly NodeId[];
  readonly derivatives: Readonly<Record<NodeId, Tensor>>;
  /** What the variable is called. */
  readonly by: string;
}

function Moved({ nodes, derivatives, by }: MovedProps) {
  const document = useStore(documentStore, (state) => state.document);
  const snapshot = useStore(runStore, (run) => run.snapshot);
  return (
    <table className="forward-table" aria-label={`Derivatives by ${by}`}>
      <thead>
        <tr>
          <th scope="col">node</th>
          <th scope="col">value</th>
          <th scope="col">derivative by {by}</th>
        </tr>
      </thead>
      <tbody>
        {nodes.map((id) => (
          <tr key={id}>
            <th scope="row">
              <button
                type="button"
                className="node-button"
                onClick={() => select({ nodes: [id], edges: [] })}
              >
                {nodeLabel(document, id)}
              </button>
            </th>
            <td>
              <Short tensor={snapshot.nodes.get(id)?.value} label={nodeLabel(document, id)} />
            </td>
            <td className="forward-derivative">
              <Short tensor={derivatives[id]} label={`derivative of ${nodeLabel(document, id)}`} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Numbers of a tensor that is printed in a cell; larger ones say their shape and can be read by a press. */
const PRINTED = 4;

function Short({ tensor, label }: { readonly tensor: Tensor | undefined; readonly label: string }) {
  if (tensor === undefined) return '–';
  const { shape, data } = tensor;
  if (data.length <= PRINTED) return Array.from(data, (x) => formatNumber(x)).join(', ');
  return (
    <details>
      <summary>{formatShape(shape)}</summary>
      <TensorGrid tensor={tensor} label={label} />
    </details>
  );
}

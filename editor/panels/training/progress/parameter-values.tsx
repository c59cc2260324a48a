/** What training has made of the parameters, where their numbers are all there is to see: from what, to what. */
import './parameter-values.css';
import { useStore } from 'zustand';
import { type NodeId, nodeLabel } from '../../../../graph-core/graph/document.ts';
import { elementCount, formatShape } from '../../../../graph-core/tensor/shape.ts';
import type { Tensor } from '../../../../graph-core/tensor/tensor.ts';
import { documentStore } from '../../../state/document/document-store.ts';
import { select } from '../../../state/look/selection-store.ts';
import { runStore, type ShownRun } from '../../../state/results/run-store.ts';
import { formatNumber } from '../../../widgets/format-number.ts';

/** Parameters listed; a net with more is trained on data, as a rule. */
const MOST_LISTED = 12;
/** Numbers of a parameter that stand in its row. */
const MOST_NUMBERS = 4;

export function ParameterValues({ run }: { readonly run: ShownRun }) {
  const document = useStore(documentStore, (state) => state.document);
  const { parameters, step } = run.latest;
  const { initial } = run;
  const nodes = Object.keys(parameters).filter((id) => document.nodes[id] !== undefined);
  const others = nodes.length - MOST_LISTED;
  return (
    <table className="parameter-values" aria-label="Parameters">
      <thead>
        <tr>
          <th scope="col">parameter</th>
          <th scope="col">at first</th>
          <th scope="col">{step === 0 ? 'now' : `after ${steps(step)}`}</th>
        </tr>
      </thead>
      <tbody>
        {nodes.slice(0, MOST_LISTED).map((id) => (
          <tr key={id}>
            <th scope="row">
              <button
                type="button"
                className="parameter-name"
                onClick={() => select({ nodes: [id], edges: [] })}
              >
                {nodeLabel(document, id)}
              </button>
            </th>
            <td>
              <Numbers node={id} data={initial[id] ?? parameters[id]} />
            </td>
            <td className="parameter-now">
              <Numbers node={id} data={parameters[id]} />
            </td>
          </tr>
        ))}
      </tbody>
      {others > 0 && <caption>and {others} more</caption>}
    </table>
  );
}

const steps = (count: number): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? 'step' : 'steps'}`;

/** A few numbers in a row, or how many there are and between which two. */
function Numbers({ node, data }: { readonly node: NodeId; readonly data: Tensor['data'] }) {
  const shape = useStore(runStore, ({ snapshot }) => snapshot.nodes.get(node)?.value.shape ?? null);
  if (data.length <= MOST_NUMBERS) return Array.from(data, (x) => formatNumber(x)).join(', ');
  const low = data.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = data.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const isOf = shape !== null && elementCount(shape) === data.length;
  return `${isOf ? `${formatShape(shape)} ` : ''}${formatNumber(low)} … ${formatNumber(high)}`;
}

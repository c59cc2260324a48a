/** The Jacobian of a node, or the Hessian of a single number, with respect to a node it depends on. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import {
  type GraphDocument,
  type NodeId,
  nodeLabel,
} from '../../../../graph-core/graph/document.ts';
import { adjacency } from '../../../../graph-core/graph/topological-order.ts';
import { opDef } from '../../../../graph-core/ops/registry.ts';
import type { DerivativeTable } from '../../../../graph-core/studies/derivative-table.ts';
import { elementCount } from '../../../../graph-core/tensor/shape.ts';
import { askStudy } from '../../../run/computation.ts';
import { documentStore } from '../../../state/document/document-store.ts';
import { runStore } from '../../../state/results/run-store.ts';
import { Choice } from '../../../widgets/choice.tsx';
import { formatNumber, formatShape } from '../../../widgets/format-number.ts';
import { TensorGrid } from '../../../widgets/tensor-grid.tsx';

/** The node. */
export interface DerivativeViewProps {
  readonly id: NodeId;
}

export function DerivativeView({ id }: DerivativeViewProps) {
  const document = useStore(documentStore, (state) => state.document);
  const size = useStore(runStore, ({ snapshot }) => snapshot.nodes.get(id)?.value.data.length ?? 0);
  const variables = sourcesOf(document, id);
  const [chosen, choose] = useState<NodeId | null>(null);
  const by = chosen !== null && variables.includes(chosen) ? chosen : (variables[0] ?? null);
  const kind = size === 1 ? 'hessian' : 'jacobian';
  const table = useTable(kind, id, by);
  if (by === null) return <p className="quiet">It depends on no variable.</p>;
  return (
    <>
      <Choice
        label={kind === 'hessian' ? 'second derivatives by' : 'derivatives by'}
        value={by}
        options={variables.map((value) => ({ value, label: nodeLabel(document, value) }))}
        onChange={choose}
      />
      {table === null && <p className="quiet">Computing …</p>}
      {typeof table === 'string' && <p>{table}</p>}
      {table !== null && typeof table !== 'string' && (
        <Matrix
          kind={kind}
          table={table}
          labels={[nodeLabel(document, id), nodeLabel(document, by)]}
        />
      )}
    </>
  );
}

/** The variables that a node depends on: those that are trained first. */
function sourcesOf(document: GraphDocument, id: NodeId): readonly NodeId[] {
  const { incoming } = adjacency(document);
  const found = new Set([id]);
  for (const node of found) {
    for (const edge of incoming.get(node) ?? []) found.add(document.edges[edge].from);
  }
  found.delete(id);
  const sources = [...found].filter((node) => opDef(document.nodes[node].op)?.kind === 'source');
  const rank = (node: NodeId): number => (document.nodes[node].op === 'parameter' ? 0 : 1);
  return sources.sort((a, b) => rank(a) - rank(b));
}

/** The matrix at the numbers of now; a sentence where there is none. */
function useTable(
  kind: 'jacobian' | 'hessian',
  node: NodeId,
  by: NodeId | null,
): DerivativeTable | string | null {
  const version = useStore(runStore, ({ snapshot }) => snapshot.version);
  const [table, setTable] = useState<DerivativeTable | string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other numbers have other derivatives
  useEffect(() => {
    if (by === null) return;
    let isWanted = true;
    void askStudy<'table'>({ ask: 'table', kind, node, by }).then((answer) => {
      if (!isWanted) return;
      if (answer === null) setTable('The computation gave no answer.');
      else setTable('message' in answer ? `${answer.message}: ${answer.hint}` : answer);
    });
    return () => {
      isWanted = false;
    };
  }, [kind, node, by, version]);
  return table;
}

const CURVES = {
  up: 'It curves upward in every direction: a minimum where the gradient is 0.',
  down: 'It curves downward in every direction: a maximum where the gradient is 0.',
  saddle: 'It curves upward in some directions and downward in others: a saddle.',
  flat: 'It is flat in some direction.',
} as const;

function Matrix({
  kind,
  table: { rows, columns, data, spectrum },
  labels: [of, by],
}: {
  readonly kind: 'jacobian' | 'hessian';
  readonly table: DerivativeTable;
  readonly labels: readonly [string, string];
}) {
  const shape = [elementCount(rows), elementCount(columns)];
  const label = kind === 'jacobian' ? `Jacobian of ${of} by ${by}` : `Hessian of ${of} by ${by}`;
  return (
    <>
      <TensorGrid tensor={{ shape, data }} label={label} kind="gradient" />
      <p className="quiet">
        {kind === 'jacobian'
          ? `A row for each element of ${of} ${formatShape(rows)}, a column for each of ${by} ${formatShape(columns)}.`
          : `A row and a column for each element of ${by} ${formatShape(columns)}.`}
      </p>
      {spectrum !== null && shape[0] > 1 && (
        <dl className="rows">
          <div>
            <dt>eigenvalues</dt>
            <dd>{eigenvalueWords(spectrum.eigenvalues)}</dd>
          </div>
          <div>
            <dt>condition number</dt>
            <dd>{formatNumber(spectrum.condition)}</dd>
          </div>
        </dl>
      )}
      {kind === 'hessian' && spectrum !== null && <p>{CURVES[spectrum.curvature]}</p>}
    </>
  );
}

/** The first and the last, where there are many. */
function eigenvalueWords(values: readonly number[]): string {
  const texts = values.map((value) => formatNumber(value));
  return texts.length <= 6
    ? texts.join(', ')
    : `${texts.slice(0, 3).join(', ')} … ${texts.slice(-2).join(', ')}`;
}

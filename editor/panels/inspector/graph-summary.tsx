/** The graph as a whole: what is in it, how much there is to learn, every problem, and what is still to come. */
import { useStore } from 'zustand';
import { nodeLabel } from '../../../graph-core/graph/document.ts';
import { isWaiting, type Problem } from '../../../graph-core/graph/problem.ts';
import { EXAMPLES } from '../../commands/file-commands.ts';
import { ADD_NODE } from '../../commands/graph-commands.ts';
import { KeyCap } from '../../controls/key-cap.tsx';
import { loadHealth } from '../../controls/load-health.ts';
import { OriginButton } from '../../controls/origin-button.tsx';
import { documentStore } from '../../state/document/document-store.ts';
import { selectNode } from '../../state/look/selection-store.ts';
import { diagnosisStore } from '../../state/results/diagnosis-store.ts';
import { firstWithoutNumber } from '../../state/results/questionable.ts';
import { runStore } from '../../state/results/run-store.ts';
import { formatNumber } from '../../widgets/format-number.ts';
import { Later } from '../../widgets/later.tsx';
import { NoticeBox } from '../../widgets/notice-box.tsx';

export function GraphSummary({ selected }: { readonly selected: number }) {
  const document = useStore(documentStore, (state) => state.document);
  const snapshot = useStore(runStore, (run) => run.snapshot);
  const nodes = Object.entries(document.nodes);
  const learnable = nodes
    .filter(([, { op, attrs }]) => op === 'parameter' && attrs.trainable !== false)
    .map(([id]) => snapshot.nodes.get(id)?.value.data.length ?? 0)
    .reduce((sum, count) => sum + count, 0);
  const faults = snapshot.problems.filter((problem) => !isWaiting(problem));
  const waiting = snapshot.problems.filter(isWaiting);
  return (
    <>
      <section className="panel-section">
        <h2 className="panel-title">
          {selected > 1 ? `${selected} nodes selected` : document.name}
        </h2>
        <dl className="rows">
          <div>
            <dt>nodes</dt>
            <dd>{nodes.length}</dd>
          </div>
          <div>
            <dt>wires</dt>
            <dd>{Object.keys(document.edges).length}</dd>
          </div>
          <div>
            <dt>learnable parameters</dt>
            <dd>{learnable}</dd>
          </div>
          <div>
            <dt>gradients of</dt>
            <dd>
              {snapshot.target === null ? 'nothing yet' : nodeLabel(document, snapshot.target)}
            </dd>
          </div>
        </dl>
        {nodes.length === 0 && (
          <p className="quiet">
            Drag an operation from the left, or press <KeyCap command={ADD_NODE} /> to search for
            one. <KeyCap command={EXAMPLES} /> opens the examples.
          </p>
        )}
      </section>
      <ProblemList
        title={faults.length === 1 ? '1 problem' : `${faults.length} problems`}
        kind="wrong"
        problems={faults}
      />
      <ProblemList title="Still to come" kind="waiting" problems={waiting} />
      <NoNumber />
      <HealthSection />
    </>
  );
}

interface ProblemListProps {
  readonly title: string;
  readonly kind: 'wrong' | 'waiting';
  readonly problems: readonly Problem[];
}

/** Each problem leads to its node. */
function ProblemList({ title, kind, problems }: ProblemListProps) {
  const nodes = useStore(documentStore, (state) => state.document.nodes);
  if (problems.length === 0) return null;
  return (
    <section className="panel-section" aria-label={kind === 'wrong' ? 'Problems' : title}>
      <h3 className="panel-heading">{title}</h3>
      <ul className="problem-list">
        {problems.map(({ code, node, port, edge, message, hint }) => (
          <li key={`${code} ${node ?? ''} ${port ?? ''} ${edge ?? ''}`}>
            <NoticeBox
              danger={kind === 'wrong'}
              text={message}
              hint={hint}
              onPress={
                node === undefined || nodes[node] === undefined ? null : () => selectNode(node)
              }
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The first number that is none, and the way to its source. */
function NoNumber() {
  const snapshot = useStore(runStore, (run) => run.snapshot);
  const nodes = useStore(documentStore, ({ document }) => document.nodes);
  const place = firstWithoutNumber(snapshot);
  if (place === null || !('node' in place) || nodes[place.node] === undefined) return null;
  const numbers = snapshot.nodes.get(place.node);
  const tensor = place.pass === 'value' ? numbers?.value : numbers?.gradient;
  const of = place.pass === 'gradient' ? 'The gradient of ' : '';
  const label = nodes[place.node].name ?? place.node;
  const is =
    tensor?.data.length === 1
      ? `is ${formatNumber(tensor.data[0])}`
      : 'has entries that are NaN or infinite';
  return (
    <section className="panel-section" aria-label="Numbers that are none">
      <NoticeBox danger text={`${of}${label} ${is}`}>
        <div className="notice-actions">
          <OriginButton place={place} />
        </div>
      </NoticeBox>
    </section>
  );
}

/** What ails the net; nothing where all is well. */
function HealthSection() {
  const ails = useStore(diagnosisStore, ({ diagnosis }) => (diagnosis?.findings.length ?? 0) > 0);
  return ails ? <Later what="The diagnosis" load={loadHealth} props={{}} /> : null;
}

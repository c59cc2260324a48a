/** The whole gradient of one node: the chain from the target back to it, and the paths that it comes along. */
import { useMemo, useState } from 'react';
import type { ComputedGraph } from '../../../graph-core/explain/derivation/computed-graph.ts';
import { deriveNode } from '../../../graph-core/explain/derivation/derive-node.ts';
import type { NodeId } from '../../../graph-core/graph/document.ts';
import { NumberRows } from './number-rows.tsx';
import { PathList } from './path-list.tsx';
import { ProblemLine } from './problem-line.tsx';
import { Told } from './told.tsx';
import { useStudy } from './use-study.ts';

/** Paths that are listed. */
const MOST_PATHS = 6;

interface ChainViewProps {
  readonly graph: ComputedGraph;
  readonly node: NodeId;
}

export function ChainView({ graph, node }: ChainViewProps) {
  const derivation = useMemo(() => deriveNode(graph, node), [graph, node]);
  const [picked, setPicked] = useState<number | null>(null);
  const count = graph.value(node)?.data.length ?? 0;
  const isReached = graph.gradient(node) !== null && node !== graph.target;
  const element = count === 1 ? 0 : picked;
  const { answer, problem } = useStudy<'paths'>(
    isReached && element !== null ? { ask: 'paths', node, element, most: MOST_PATHS } : null,
  );
  return (
    <>
      <section className="panel-section" aria-live="polite">
        <p className="quiet">The whole gradient</p>
        <Told derivation={derivation} />
      </section>
      <NumberRows derivation={derivation} onElement={setPicked} />
      {isReached && count > 1 && picked === null && (
        <section className="panel-section">
          <p className="quiet">Press an element to see which paths its gradient comes along.</p>
        </section>
      )}
      {answer !== null && <PathList document={graph.document} shares={answer} />}
      {problem !== null && (
        <section className="panel-section">
          <ProblemLine problem={problem} />
        </section>
      )}
    </>
  );
}

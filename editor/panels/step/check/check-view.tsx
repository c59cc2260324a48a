/** The gradient of a number against differences, and of all variables: what agrees, what does not, and where nothing could. */
import { useState } from 'react';
import type { ComputedGraph } from '../../../../graph-core/explain/derivation/computed-graph.ts';
import { unreachedSentence } from '../../../../graph-core/explain/derivation/special-cases.ts';
import { nodeLabel } from '../../../../graph-core/graph/document.ts';
import type { Answers } from '../../../../graph-core/studies/study.ts';
import { formatExact, formatNumber } from '../../../widgets/format-number.ts';
import { strongestElement } from '../../../widgets/tensor-place.ts';
import { ElementChoice } from '../element-choice.tsx';
import { numberName } from '../lens/movable-numbers.ts';
import { ProblemLine } from '../problem-line.tsx';
import { useStudy } from '../use-study.ts';
import type { Subject } from '../use-subject.ts';
import { ErrorCurve } from './error-curve.tsx';
import { GraphCheck } from './graph-check.tsx';

export interface CheckViewProps {
  readonly graph: ComputedGraph;
  readonly subject: Subject;
}

export function CheckView({ graph, subject: { node, edge } }: CheckViewProps) {
  const { document, target } = graph;
  const value = graph.value(node);
  const [element, setElement] = useState(() => (value === undefined ? 0 : strongestElement(value)));
  const at = Math.min(element, (value?.data.length ?? 1) - 1);
  const { answer, problem, waits } = useStudy<'slope'>({
    ...{ ask: 'slope', node, ...(edge === undefined ? {} : { edge }), element: at },
  });
  if (value === undefined || target === null) return null;
  const label = numberName(document, node, at, value);
  const effect = nodeLabel(document, target);
  const use = edge === undefined ? '' : `, through ${nodeLabel(document, document.edges[edge].to)}`;
  return (
    <>
      <section className="panel-section" aria-live="polite">
        <p className="quiet">Check a gradient</p>
        <h2 className="panel-title">
          {effect} by {label}
          {use}
        </h2>
        {graph.gradient(node) === null && <p>{unreachedSentence(graph, node)}</p>}
        {answer !== null && <Verdict check={answer} label={label} />}
        {answer === null && waits && <p className="quiet">Comparing with differences …</p>}
        <ProblemLine problem={problem} />
      </section>
      <ElementChoice tensor={value} label={label} element={at} onElement={setElement} />
      {answer !== null && <ErrorCurve check={answer} label={label} effect={effect} />}
      <GraphCheck document={document} />
    </>
  );
}

/** In one sentence, and the numbers that it rests on. */
function Verdict({ check, label }: { readonly check: Answers['slope']; readonly label: string }) {
  const { analytic, numeric, uncertainty, relativeError, kink, agrees } = check;
  const sentence = kink
    ? `${label} stands at a kink: the slopes from the left and from the right differ, so there is no derivative to agree with.`
    : agrees
      ? 'The gradient agrees with the differences.'
      : 'The gradient does not agree with the differences.';
  return (
    <>
      <p className={agrees ? 'check-verdict' : 'check-verdict wrong'}>
        <span aria-hidden="true">{kink ? '∧' : agrees ? '✓' : '✗'}</span> {sentence}
      </p>
      <dl className="rows lens-readout">
        <div>
          <dt>analytic, by the chain rule</dt>
          <dd className="lens-slope">{formatExact(Number(analytic.toPrecision(10)))}</dd>
        </div>
        <div>
          <dt>numeric, extrapolated to h = 0</dt>
          <dd>{formatExact(Number(numeric.toPrecision(10)))}</dd>
        </div>
        <div>
          <dt>which may be off by</dt>
          <dd>{formatNumber(uncertainty, { digits: 2 })}</dd>
        </div>
        <div>
          <dt>relative error beyond that</dt>
          <dd>{formatNumber(relativeError, { digits: 2 })}</dd>
        </div>
      </dl>
    </>
  );
}

/** The other way round: the target is moved, and the variables follow their gradients. */
import { useEffect, useMemo, useState } from 'react';
import type { ComputedGraph } from '../../../../graph-core/explain/derivation/computed-graph.ts';
import {
  type GraphDocument,
  type NodeId,
  nodeLabel,
} from '../../../../graph-core/graph/document.ts';
import type { Answers } from '../../../../graph-core/studies/study.ts';
import { showPreview } from '../../../run/computation.ts';
import { changeValues } from '../../../state/document/value-edits.ts';
import { formatNumber, formatShape } from '../../../widgets/format-number.ts';
import { ProblemLine } from '../problem-line.tsx';
import { useStudy } from '../use-study.ts';
import { LensActions } from './lens-actions.tsx';
import { firstReach, roundPlace } from './lens-range.ts';
import { asLiterals, asWeights, isVariable } from './movable-numbers.ts';

interface TargetLensProps {
  readonly graph: ComputedGraph;
  readonly target: NodeId;
}

/** Places of the slider to each side. */
const STEPS = 80;

export function TargetLens({ graph, target }: TargetLensProps) {
  const { document } = graph;
  const label = nodeLabel(document, target);
  const [reach] = useState(() => firstReach(total(graph.value(target)?.data)));
  const [step, setStep] = useState(0);
  const nodes = useMemo(
    () => Object.keys(document.nodes).filter((node) => isVariable(document, node)),
    [document],
  );
  const { answer, problem } = useStudy<'follow'>({
    ...{ ask: 'follow', by: roundPlace((reach * step) / STEPS), nodes },
  });
  const start = answer?.from ?? 0;
  const wanted = roundPlace(start + (reach * step) / STEPS);
  const values = useMemo(
    () => new Map((answer?.nodes ?? []).map(({ node, after }) => [node, after])),
    [answer],
  );
  useEffect(() => showPreview(step === 0 ? null : asWeights(values)), [values, step]);
  return (
    <section className="panel-section" aria-label={`Move ${label}`}>
      <ProblemLine problem={problem} />
      <input
        type="range"
        className="slope-slider"
        aria-label={label}
        aria-valuetext={`${label} = ${formatNumber(wanted)}`}
        min={-STEPS}
        max={STEPS}
        value={step}
        onChange={(event) => setStep(Number(event.target.value))}
      />
      <dl className="rows lens-readout">
        <div>
          <dt>
            {label}
            {step !== 0 && <span className="quiet"> was {formatNumber(start)}</span>}
          </dt>
          <dd className="lens-value">{formatNumber(wanted)}</dd>
        </div>
        {answer !== null && <Followers document={document} nodes={answer.nodes} />}
      </dl>
      {answer !== null && !answer.arrived && step !== 0 && (
        <p className="quiet">
          The gradients lead no farther than {formatNumber(answer.reached)}, after{' '}
          {answer.steps === 1 ? 'one step' : `${answer.steps} steps`}.
        </p>
      )}
      <LensActions
        isMoved={step !== 0 && values.size > 0}
        onPutBack={() => setStep(0)}
        onKeep={() => changeValues(asLiterals(values), `Move ${label}`)}
      />
    </section>
  );
}

const total = (data: Float64Array | undefined): number =>
  (data ?? new Float64Array(1)).reduce((sum, x) => sum + x, 0);

interface FollowersProps {
  readonly document: GraphDocument;
  readonly nodes: Answers['follow']['nodes'];
}

/** Each variable before and after; of a tensor how much its elements changed at most. */
function Followers({ document, nodes }: FollowersProps) {
  return nodes.map(({ node, before, after }) => (
    <div key={node}>
      <dt>{nodeLabel(document, node)}</dt>
      <dd>
        {before.data.length === 1 ? (
          <>
            <span className="quiet">{formatNumber(before.data[0])} → </span>
            {formatNumber(after.data[0])}
          </>
        ) : (
          <>
            <span className="quiet">{formatShape(before.shape)} by up to </span>
            {formatNumber(largestChange(before.data, after.data))}
          </>
        )}
      </dd>
    </div>
  ));
}

const largestChange = (before: Float64Array, after: Float64Array): number =>
  before.reduce((most, x, i) => Math.max(most, Math.abs(after[i] - x)), 0);

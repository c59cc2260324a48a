/** One number along its line: the target's curve, the tangent whose slope is the gradient, and the number kept or let go. */
import { useEffect, useMemo, useState } from 'react';
import type { ComputedGraph } from '../../../../graph-core/explain/derivation/computed-graph.ts';
import { unreachedSentence } from '../../../../graph-core/explain/derivation/special-cases.ts';
import { nodeLabel } from '../../../../graph-core/graph/document.ts';
import type { HeldPlace } from '../../../../graph-core/studies/held-number.ts';
import { showPreview } from '../../../run/computation.ts';
import { changeValues } from '../../../state/document/value-edits.ts';
import { formatNumber } from '../../../widgets/format-number.ts';
import { SlopePlot } from '../../../widgets/slope-plot.tsx';
import { ProblemLine } from '../problem-line.tsx';
import { useStudy } from '../use-study.ts';
import { LensActions } from './lens-actions.tsx';
import { firstReach, LINE_POINTS, nextReach, roundPlace } from './lens-range.ts';
import { asLiterals, asWeights, isVariable, moved } from './movable-numbers.ts';

interface LineLensProps {
  readonly graph: ComputedGraph;
  readonly place: HeldPlace;
  readonly label: string;
}

const MIDDLE = (LINE_POINTS - 1) / 2;

export function LineLens({ graph, place, label }: LineLensProps) {
  const { document, target } = graph;
  const [index, setIndex] = useState(MIDDLE);
  const { line, problem, onReach } = useLine(
    place,
    graph.value(place.node)?.data[place.element] ?? 0,
  );
  const canKeep = place.edge === undefined && isVariable(document, place.node);
  const isMoved = index !== MIDDLE;
  const x = line?.x[index] ?? 0;
  const values = useMemo(
    () => new Map(line === null ? [] : [[place.node, moved(line.home, place.element, x)]]),
    [line, place.node, place.element, x],
  );
  useEffect(
    () => showPreview(isMoved && canKeep ? asWeights(values) : null),
    [values, isMoved, canKeep],
  );
  const effect = nodeLabel(document, target ?? place.node);
  return (
    <section className="panel-section" aria-label={`${effect} against ${label}`}>
      <ProblemLine problem={problem} />
      {graph.gradient(place.node) === null && <p>{unreachedSentence(graph, place.node)}</p>}
      {line !== null && (
        <>
          <SlopePlot
            {...line}
            names={{ x: label, y: effect }}
            index={index}
            origin={MIDDLE}
            onIndex={setIndex}
          />
          <Readout
            {...{ label, effect, start: line.at.x, x, y: line.y[index], slope: line.slope[index] }}
          />
        </>
      )}
      <LensActions
        isMoved={isMoved}
        onPutBack={() => setIndex(MIDDLE)}
        onKeep={canKeep ? () => changeValues(asLiterals(values), `Move ${label}`) : undefined}
        onReach={(by) => {
          onReach(by);
          setIndex(MIDDLE);
        }}
      />
      {!canKeep && (
        <p className="quiet">
          {place.edge === undefined
            ? `${label} is computed, so it cannot be kept: move what it is computed from.`
            : `Only this use of ${label} is moved, which no document can keep.`}
        </p>
      )}
    </section>
  );
}

/**
 * The line around where the number is in the document, whatever preview is shown, and how to see more or less of it.
 */
function useLine(place: HeldPlace, about: number) {
  const [reach, setReach] = useState(() => firstReach(about));
  const { answer, problem } = useStudy<'line'>({
    ...{ ask: 'line', place, reach, points: LINE_POINTS },
  });
  const line = useMemo(() => answer && { ...answer, x: answer.x.map(roundPlace) }, [answer]);
  return { line, problem, onReach: (by: 1 | -1) => setReach(nextReach(reach, by)) };
}

interface ReadoutProps {
  readonly label: string;
  readonly effect: string;
  readonly start: number;
  readonly x: number;
  readonly y: number;
  readonly slope: number;
}

/** The numbers at the place, and what the slope says. */
function Readout({ label, effect, start, x, y, slope }: ReadoutProps) {
  const isMoved = x !== start;
  return (
    <dl className="rows lens-readout">
      <div>
        <dt>
          {label}
          {isMoved && <span className="quiet"> was {formatNumber(start)}</span>}
        </dt>
        <dd>{formatNumber(x)}</dd>
      </div>
      <div>
        <dt>{effect}</dt>
        <dd className="lens-value">{formatNumber(y)}</dd>
      </div>
      <div>
        <dt>slope: the gradient {isMoved ? 'there' : 'here'}</dt>
        <dd className="lens-slope">{formatNumber(slope)}</dd>
      </div>
    </dl>
  );
}

/** Two numbers and the contours of the target over them: the place is dragged, the arrow is the gradient. */
import { useEffect, useMemo, useState } from 'react';
import type { ComputedGraph } from '../../../../graph-core/explain/derivation/computed-graph.ts';
import { nodeLabel } from '../../../../graph-core/graph/document.ts';
import type { HeldPlace } from '../../../../graph-core/studies/held-number.ts';
import type { Answers } from '../../../../graph-core/studies/study.ts';
import type { Tensor } from '../../../../graph-core/tensor/tensor.ts';
import { showPreview } from '../../../run/computation.ts';
import { changeValues } from '../../../state/document/value-edits.ts';
import { ContourPlot } from '../../../widgets/contour-plot.tsx';
import { formatNumber } from '../../../widgets/format-number.ts';
import { NumberField } from '../../../widgets/number-field.tsx';
import { ProblemLine } from '../problem-line.tsx';
import { useStudy } from '../use-study.ts';
import { LensActions } from './lens-actions.tsx';
import { FIELD_POINTS, firstReach, nextReach, roundPlace } from './lens-range.ts';
import { asLiterals, asWeights, isVariable, type MovableNumber, moved } from './movable-numbers.ts';

interface FieldLensProps {
  readonly graph: ComputedGraph;
  readonly place: HeldPlace;
  readonly label: string;
  readonly other: MovableNumber;
}

export function FieldLens({ graph, place, label, other }: FieldLensProps) {
  const { document, target } = graph;
  const up = { node: other.node, element: other.element };
  const [reach, setReach] = useState(() =>
    Math.max(
      ...[place, up].map(({ node, element }) => firstReach(graph.value(node)?.data[element] ?? 0)),
    ),
  );
  const { answer, problem } = useStudy<'field'>({
    ...{ ask: 'field', across: place, up, reach, points: FIELD_POINTS },
  });
  const start = answer?.at ?? NOWHERE;
  const [chosen, setChosen] = useState<Place | null>(null);
  const at = chosen ?? start;
  const move = (x: number, y: number): void => setChosen({ x: roundPlace(x), y: roundPlace(y) });
  const isMoved = chosen !== null;
  const values = useMovedValues(answer?.homes ?? null, { place, up, at });
  const here = useStudy<'point'>({ ask: 'point', places: [place, up], at: [at.x, at.y] }).answer;
  const canKeep = isVariable(document, place.node);
  useEffect(
    () => showPreview(isMoved && canKeep ? asWeights(values) : null),
    [values, isMoved, canKeep],
  );
  const effect = nodeLabel(document, target ?? place.node);
  const keep = (): void => changeValues(asLiterals(values), `Move ${label} and ${other.label}`);
  return (
    <section className="panel-section" aria-label={`${effect} over ${label} and ${other.label}`}>
      <ProblemLine problem={problem} />
      {answer !== null && (
        <ContourPlot
          values={answer.values}
          points={FIELD_POINTS}
          x={around(start.x, reach)}
          y={around(start.y, reach)}
          names={{ x: label, y: other.label, value: effect }}
          at={at}
          slopes={here === null ? null : [here.slopes[0], here.slopes[1]]}
          onMove={move}
        />
      )}
      <NumberField label={label} value={at.x} inline onChange={(x) => move(x, at.y)} />
      <NumberField label={other.label} value={at.y} inline onChange={(y) => move(at.x, y)} />
      {here !== null && <Readout effect={effect} here={here} isMoved={isMoved} />}
      <LensActions
        isMoved={isMoved}
        onPutBack={() => setChosen(null)}
        onKeep={canKeep ? keep : undefined}
        onReach={(by) => setReach(nextReach(reach, by))}
      />
    </section>
  );
}

const around = (x: number, reach: number): readonly [number, number] => [x - reach, x + reach];

interface Place {
  readonly x: number;
  readonly y: number;
}

/** Before the first answer. */
const NOWHERE: Place = { x: 0, y: 0 };

/** The tensors with both numbers replaced; two of one tensor are replaced in it together. */
function useMovedValues(
  homes: readonly Tensor[] | null,
  { place, up, at }: { readonly place: HeldPlace; readonly up: HeldPlace; readonly at: Place },
): ReadonlyMap<string, Tensor> {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the places are those of this lens
  return useMemo(() => {
    const made = new Map<string, Tensor>();
    if (homes === null) return made;
    made.set(place.node, moved(homes[0], place.element, at.x));
    made.set(up.node, moved(made.get(up.node) ?? homes[1], up.element, at.y));
    return made;
  }, [homes, at.x, at.y]);
}

interface ReadoutProps {
  readonly effect: string;
  readonly here: Answers['point'];
  readonly isMoved: boolean;
}

function Readout({ effect, here: { value, slopes }, isMoved }: ReadoutProps) {
  return (
    <dl className="rows lens-readout">
      <div>
        <dt>{effect}</dt>
        <dd className="lens-value">{formatNumber(value)}</dd>
      </div>
      <div>
        <dt>gradient {isMoved ? 'there' : 'here'}</dt>
        <dd className="lens-slope">
          ({formatNumber(slopes[0])}, {formatNumber(slopes[1])})
        </dd>
      </div>
    </dl>
  );
}

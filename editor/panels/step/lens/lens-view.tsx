/**
 * The tangent lens: one number is held and moved, the target follows it along its curve, and the tangent there is the
 * gradient. Two numbers make a field; the target can be moved too. Nothing of it is in the document until it is kept.
 */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { ComputedGraph } from '../../../../graph-core/explain/derivation/computed-graph.ts';
import { nodeLabel } from '../../../../graph-core/graph/document.ts';
import { showPreview } from '../../../run/computation.ts';
import { documentStore } from '../../../state/document/document-store.ts';
import { runStore } from '../../../state/results/run-store.ts';
import { Choice } from '../../../widgets/choice.tsx';
import { strongestElement } from '../../../widgets/tensor-place.ts';
import { ElementChoice } from '../element-choice.tsx';
import type { Subject } from '../use-subject.ts';
import { FieldLens } from './field-lens.tsx';
import { LineLens } from './line-lens.tsx';
import { movableNumbers, numberName } from './movable-numbers.ts';
import { TargetLens } from './target-lens.tsx';

export interface LensViewProps {
  readonly graph: ComputedGraph;
  readonly subject: Subject;
}

export function LensView({ graph, subject }: LensViewProps) {
  const { document, target } = graph;
  const { node } = subject;
  const value = graph.value(node);
  // Where a reader of the value looks first.
  const [element, setElement] = useState(() => (value === undefined ? 0 : strongestElement(value)));
  useEffect(() => () => showPreview(null), []);
  // Another document is another place to begin from; what was moved is kept by now, or gone.
  const version = useStore(documentStore, (state) => state.version);
  if (value === undefined || target === null) return null;
  const at = Math.min(element, value.data.length - 1);
  const label = numberName(document, node, at, value);
  const isTarget = node === target;
  return (
    <>
      <section className="panel-section">
        <p className="quiet">Move a number</p>
        <h2 className="panel-title">Move {isTarget ? nodeLabel(document, node) : label}</h2>
        <p className="quiet insight-hint">
          {isTarget
            ? 'It is the target: each variable follows along its gradient until the target is there.'
            : 'Nothing changes in the graph until it is kept. Select a node or a wire to move another number.'}
        </p>
      </section>
      {isTarget ? (
        <TargetLens key={version} graph={graph} target={target} />
      ) : (
        <>
          <ElementChoice tensor={value} label={label} element={at} onElement={setElement} />
          <HeldLens key={`${version} ${at}`} {...{ graph, subject, label, element: at }} />
        </>
      )}
    </>
  );
}

interface HeldLensProps extends LensViewProps {
  readonly label: string;
  readonly element: number;
}

/** One number, or two where another is chosen to go with it. */
function HeldLens({ graph, subject: { node, edge }, label, element }: HeldLensProps) {
  const snapshot = useStore(runStore, (run) => run.snapshot);
  const [second, setSecond] = useState('');
  const others = movableNumbers(graph.document, snapshot).filter(
    (other) => other.node !== node || other.element !== element,
  );
  const options = [
    { value: '', label: 'nothing else' },
    ...others.map((other) => ({ value: `${other.node} ${other.element}`, label: other.label })),
  ];
  const other = others.find((one) => `${one.node} ${one.element}` === second);
  const place = { node, ...(edge === undefined ? {} : { edge }), element };
  return (
    <>
      {other === undefined ? (
        <LineLens {...{ graph, place, label }} />
      ) : (
        <FieldLens key={second} {...{ graph, place, label, other }} />
      )}
      {edge === undefined && others.length > 0 && (
        <section className="panel-section">
          <Choice label="Together with" value={second} options={options} onChange={setSecond} />
        </section>
      )}
    </>
  );
}

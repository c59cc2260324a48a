/**
 * A term of a lesson: points at what it names while it is pointed at itself, selects it when pressed, and shows itself when
 * that is pointed at on the canvas. An offer sets numbers instead.
 */
import { type ReactNode, useEffect } from 'react';
import { useStore } from 'zustand';
import { type GraphDocument, nodeLabel } from '../../../graph-core/graph/document.ts';
import type { LessonValues } from '../../../graph-core/graph/lesson.ts';
import { numbersAt } from '../../../graph-core/lessons/lesson-numbers.ts';
import { maybeReference, type Reference } from '../../../graph-core/lessons/reference.ts';
import { documentStore } from '../../state/document/document-store.ts';
import { changeValues } from '../../state/document/value-edits.ts';
import { canvasStore } from '../../state/look/canvas-look.ts';
import { lightDown, lightUp } from '../../state/look/lesson-tour.ts';
import { select, selectionStore } from '../../state/look/selection-store.ts';
import { runStore, type Snapshot } from '../../state/results/run-store.ts';
import { formatNumber } from '../../widgets/format-number.ts';

interface TermProps {
  /** As the text writes it. */
  readonly to: string;
  readonly text: string;
  readonly children: ReactNode;
}

export function Term({ to, text, children }: TermProps) {
  const document = useStore(documentStore, (state) => state.document);
  const reference = maybeReference(to, document);
  if (reference === null) {
    return (
      <span className="term term-gone" title={`${text} is not in the graph any more`}>
        {children}
      </span>
    );
  }
  if (reference.kind === 'sum') return <span className="term-sum">{children}</span>;
  if (reference.kind === 'set') {
    return <Offer values={reference.values}>{children}</Offer>;
  }
  return <Pointing {...{ reference, document, children }} />;
}

type Place = Extract<Reference, { kind: 'node' | 'wire' | 'number' }>;

function Pointing({
  reference,
  document,
  children,
}: {
  readonly reference: Place;
  readonly document: GraphDocument;
  readonly children: ReactNode;
}) {
  const { nodes, wires } = placesOf(reference);
  const [id] = [...nodes, ...wires];
  const pointed = useStore(canvasStore, (state) => state.pointed === id);
  const selected = useStore(selectionStore, (state) =>
    nodes.length > 0 ? state.nodes.includes(id) : state.edges.includes(id),
  );
  const now = useStore(runStore, ({ snapshot }) => saysNow(reference, document, snapshot));
  useEffect(() => lightDown, []);
  return (
    <button
      type="button"
      className={`term term-${toneOf(reference)}${pointed || selected ? ' shown' : ''}`}
      title={now}
      aria-pressed={selected}
      onPointerEnter={() => lightUp(nodes, wires)}
      onPointerLeave={lightDown}
      onFocus={() => lightUp(nodes, wires)}
      onBlur={lightDown}
      onClick={() => {
        select({ nodes, edges: wires });
        if (nodes.length > 0) canvasStore.setState({ revealRequest: nodes });
      }}
    >
      {children}
    </button>
  );
}

function placesOf(reference: Place): {
  readonly nodes: readonly string[];
  readonly wires: readonly string[];
} {
  switch (reference.kind) {
    case 'node':
      return { nodes: [reference.node], wires: [] };
    case 'wire':
      return { nodes: [], wires: [reference.edge] };
    case 'number':
      return 'node' in reference.at
        ? { nodes: [reference.at.node], wires: [] }
        : { nodes: [], wires: [reference.at.edge] };
    default:
      return reference satisfies never;
  }
}

function toneOf(reference: Place): 'node' | 'value' | 'gradient' {
  return reference.kind === 'number' ? reference.of : 'node';
}

/** What the place holds now, for the tooltip and the screen reader: `w2: value 2, gradient 16`. */
function saysNow(reference: Place, document: GraphDocument, snapshot: Snapshot): string {
  const numbers = (
    of: 'value' | 'gradient',
    at: Extract<Place, { kind: 'number' }>['at'],
  ): string => {
    const all = numbersAt({ kind: 'number', of, at }, document, {
      value: (node) => snapshot.nodes.get(node)?.value,
      gradient: (node) => snapshot.nodes.get(node)?.gradient,
      edgeGradient: (edge) => snapshot.edges.get(edge),
    });
    if (all === null || all.length > 6) return '';
    return ` ${of} ${all.map((number) => formatNumber(number)).join(', ')}`;
  };
  if (reference.kind === 'wire' || (reference.kind === 'number' && 'edge' in reference.at)) {
    const edge =
      reference.kind === 'wire' ? reference.edge : (reference.at as { edge: string }).edge;
    const { from, to } = document.edges[edge];
    const name = `wire from ${nodeLabel(document, from)} to ${nodeLabel(document, to)}:`;
    return `${name}${numbers('gradient', { edge, index: [] })}`;
  }
  const at = reference.kind === 'node' ? { node: reference.node, index: [] } : reference.at;
  const node = 'node' in at ? at.node : '';
  const said = [numbers('value', at), numbers('gradient', at)].filter((part) => part !== '');
  return `${nodeLabel(document, node)}:${said.join(',')}`;
}

/** Numbers to try, as an edit that can be undone. */
export function Offer({
  values,
  children,
}: {
  readonly values: LessonValues;
  readonly children: ReactNode;
}) {
  const isSet = useStore(documentStore, ({ document }) =>
    Object.entries(values).every(
      ([node, value]) =>
        JSON.stringify(document.nodes[node]?.attrs.value) === JSON.stringify(value),
    ),
  );
  const nodes = Object.keys(values);
  return (
    <button
      type="button"
      className="term term-offer"
      disabled={isSet}
      title={isSet ? 'This is how it is now.' : 'Press to try; undo takes it back.'}
      onPointerEnter={() => lightUp(nodes, [])}
      onPointerLeave={lightDown}
      onFocus={() => lightUp(nodes, [])}
      onBlur={lightDown}
      onClick={() => changeValues(values)}
    >
      {children}
    </button>
  );
}

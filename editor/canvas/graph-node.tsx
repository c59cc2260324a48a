/** Nodes: variables as pills with their value, operators as rounds with their symbol. */
import { Handle, type NodeProps, Position, useStore as useFlow } from '@xyflow/react';
import { memo } from 'react';
import { useStore } from 'zustand';
import { type LabelForm, labelForm } from '../../graph-core/drawing/label-form.ts';
import { CLEARANCE, LABEL_GAP, saysShape } from '../../graph-core/drawing/node-frame.ts';
import { type NodeGeometry, nodeGeometry } from '../../graph-core/drawing/node-geometry.ts';
import type { GraphNode, NodeId } from '../../graph-core/graph/document.ts';
import { completeAttrs } from '../../graph-core/ops/kit/operation.ts';
import { opDef } from '../../graph-core/ops/registry.ts';
import type { Shape } from '../../graph-core/tensor/shape.ts';
import { documentStore } from '../state/document/document-store.ts';
import { canvasStore } from '../state/look/canvas-look.ts';
import { drawingStore } from '../state/look/drawing-store.ts';
import { lessonStore } from '../state/look/lesson-store.ts';
import { preferenceStore } from '../state/look/preferences.ts';
import { diagnosisStore, findingAt } from '../state/results/diagnosis-store.ts';
import { runStore } from '../state/results/run-store.ts';
import {
  faultAtNode,
  isEnd,
  shownGradient,
  shownSum,
  shownValue,
  waitsAtNode,
  wiredPorts,
} from '../state/results/selectors.ts';
import { formatNumber, formatShape } from '../widgets/format-number.ts';
import { useAtStep } from './at-step.ts';
import { useLossRows } from './graph-loss.ts';
import { labelDetail, showsSymbols } from './level-of-detail.ts';
import { NumberLabel } from './number-label.tsx';
import { type ShownNumbers, useShownNumbers } from './shown-numbers.ts';
import { VariableName } from './symbol.tsx';
import { UnitLabel, usePicturedUnits } from './unit-label.tsx';
import { VariableValue } from './variable-value.tsx';

export const GraphNodeView = memo(function GraphNodeView({ id, selected }: NodeProps) {
  const node = useStore(documentStore, ({ document }) => document.nodes[id]);
  return node === undefined ? null : <Shown id={id} node={node} selected={selected} />;
});

interface ShownProps {
  readonly id: NodeId;
  readonly node: GraphNode;
  readonly selected: boolean;
}

function Shown({ id, node, selected }: ShownProps) {
  const geometry = nodeGeometry(node);
  const isTarget = useStore(runStore, (run) => run.snapshot.target === id);
  const problem = useStore(runStore, (run) => faultAtNode(run.snapshot, id));
  const finding = useStore(diagnosisStore, (state) => findingAt(state, id)?.message ?? null);
  const waits = useStore(runStore, (run) => waitsAtNode(run.snapshot, id));
  const step = useAtStep((at) => at?.node === id);
  const lit = useStore(canvasStore, (state) => state.lit?.includes(id) ?? false);
  const marked = useStore(lessonStore, ({ nodes }) => nodes.includes(id));
  const detailed = useFlow(showsSymbols);
  const lossRows = useLossRows(id);
  const isSecret = useStore(lessonStore, ({ secret }) => secret.includes(id));
  const definition = isSecret ? null : opDef(node.op);
  const help = isSecret
    ? '?'
    : definition === null
      ? node.op
      : `${definition.doc.title}. ${definition.doc.summary}`;
  const classes = [
    'node',
    geometry.shape,
    node.op,
    isTarget && problem === null && geometry.shape !== 'variable' ? 'target' : '',
    selected ? 'selected' : '',
    step ? 'current' : '',
    lit ? 'lit' : '',
    marked ? 'marked' : '',
    problem ? 'wrong' : '',
  ];
  return (
    <>
      <div
        className={classes.join(' ')}
        title={lossRows === '' ? help : `${help} Here: ${lossRows}.`}
      >
        {detailed && <Face id={id} node={node} selected={selected} geometry={geometry} />}
        {lit && <span className="visually-hidden">pointed at</span>}
        {problem !== null && <p className="node-problem">{problem}</p>}
        {finding !== null && <FindingMark message={finding} />}
        {waits !== '' && <span className="visually-hidden">{waits}</span>}
      </div>
      {/* At every zoom: React Flow looks for them when a node appears, and without them there are no
          wires. Beside the outline: inside, they would be off by its width. */}
      <Handles id={id} geometry={geometry} />
    </>
  );
}

/** Something does not learn here: what it is stands in the tooltip and the panel. */
function FindingMark({ message }: { readonly message: string }) {
  return (
    <span className="node-finding" title={message}>
      <span aria-hidden="true">!</span>
      <span className="visually-hidden">{message}</span>
    </span>
  );
}

/** What is inside the outline, and the numbers around it. */
function Face({ id, node, selected, geometry }: ShownProps & { readonly geometry: NodeGeometry }) {
  const isSecret = useStore(lessonStore, ({ secret }) => secret.includes(id));
  return (
    <>
      {geometry.shape === 'variable' ? (
        <Variable id={id} node={node} selected={selected} />
      ) : (
        <>
          {node.name !== undefined && node.op !== 'identity' && (
            <Caption id={id} name={node.name} />
          )}
          <span className={symbolClass(node)}>
            {node.op === 'identity' ? (
              <VariableName name={node.name ?? 'f'} />
            ) : isSecret ? (
              '?'
            ) : (
              opDef(node.op)?.doc.symbol
            )}
          </span>
        </>
      )}
      <ShapeTag id={id} geometry={geometry} />
      <EndLabels id={id} geometry={geometry} />
    </>
  );
}

/** The name above an operator, clear of a wire that comes in over it. */
function Caption({ id, name }: { readonly id: NodeId; readonly name: string }) {
  const rise = useStore(drawingStore, ({ frames }) => frames.get(id)?.nameRise ?? 0);
  return (
    <span
      className="node-caption"
      ref={(caption) => caption?.style.setProperty('--rise', `${rise}px`)}
    >
      <VariableName name={name} />
    </span>
  );
}

function symbolClass(node: GraphNode): string {
  const symbol = node.op === 'identity' ? '' : (opDef(node.op)?.doc.symbol ?? '');
  return symbol.length > 2 ? 'node-symbol word' : 'node-symbol';
}

function Variable({ id, node, selected }: ShownProps) {
  const name = node.name ?? id;
  const definition = opDef(node.op);
  const { value, init, shape } =
    definition === null ? node.attrs : completeAttrs(definition, node.attrs);
  // A single number beside a shape with axes is no number of that shape.
  const declares = Array.isArray(shape) && shape.length > 0;
  const editable =
    typeof value === 'number' && !declares && (init === undefined || init === 'value');
  // What training has made of a parameter stands on its wire, and here; the graph keeps what it has.
  const isTrained = useStore(
    runStore,
    ({ snapshot }) => node.op === 'parameter' && (snapshot.iteration?.iteration ?? 0) > 0,
  );
  return (
    <>
      <VariableName name={name} />
      <span className="variable-rule" />
      {editable && !isTrained ? (
        <VariableValue node={id} label={name} value={value} selected={selected} />
      ) : (
        <TensorSummary id={id} node={node} />
      )}
    </>
  );
}

/** The value at a glance; before there is one, the shape it will have. */
function TensorSummary({ id, node }: { readonly id: NodeId; readonly node: GraphNode }) {
  const { shape } = node.attrs;
  // A list under this name is a shape: the reader and the edits see to it.
  const declared = Array.isArray(shape) ? formatShape(shape as Shape) : '?';
  const text = useStore(runStore, ({ snapshot }) => {
    const value = snapshot.nodes.get(id)?.value;
    if (value === undefined) return declared;
    return value.data.length === 1 ? formatNumber(value.data[0]) : formatShape(value.shape);
  });
  return <span className="variable-summary">{text}</span>;
}

function Handles({ id, geometry }: { readonly id: NodeId; readonly geometry: NodeGeometry }) {
  const wired = useStore(documentStore, ({ document }) => wiredPorts(document, id));
  return (
    <>
      {geometry.inputs.map(({ port, x, y }) => (
        <Handle
          key={port.name}
          id={port.name}
          type="target"
          className={wired.includes(` ${port.name} `) ? '' : 'open-port'}
          position={Position.Left}
          style={{ left: x, top: y }}
          title={`${port.name}: ${port.help}`}
        />
      ))}
      <Handle
        id="out"
        type="source"
        position={Position.Right}
        style={{ left: geometry.output.x, top: geometry.output.y }}
        title="output"
      />
    </>
  );
}

/** The shape of what a node gives, where its wires print numbers. */
function ShapeTag({ id, geometry }: { readonly id: NodeId; readonly geometry: NodeGeometry }) {
  const isWanted = useStore(preferenceStore, (state) => state.showShapes);
  const form = useStore(drawingStore, ({ frames }) => frames.get(id)?.form ?? NUMBER);
  const atEnd = useStore(documentStore, ({ document }) => isEnd(document, id));
  const readable = useFlow(labelDetail) === 'numbers';
  const shape = useStore(runStore, ({ snapshot }) => {
    const value = snapshot.nodes.get(id)?.value;
    return value === undefined ? '' : formatShape(value.shape);
  });
  if (!isWanted || atEnd || !readable || !saysShape(geometry, form)) return null;
  return <span className="node-shape">{shape}</span>;
}

/** Form of a number, until the drawing knows more. */
const NUMBER = labelForm([]);

/** Numbers of a node whose output goes nowhere, and the sum where gradients of several wires meet. */
function EndLabels({ id, geometry }: { readonly id: NodeId; readonly geometry: NodeGeometry }) {
  const atEnd = useStore(documentStore, ({ document }) => isEnd(document, id));
  const form = useStore(drawingStore, ({ frames }) => frames.get(id)?.form ?? NUMBER);
  const sums = useAtStep((step) => step?.kind === 'accumulate' && step.node === id);
  const detail = useFlow(labelDetail);
  const { labels, spoken } = useShownNumbers<'sum'>(
    (snapshot, done) => ({
      value: shownValue(snapshot, done, id),
      gradient: shownGradient(snapshot, done, id),
      sum: shownSum(snapshot, done, id),
    }),
    form,
  );
  const { sum } = labels;
  const lossRows = useLossRows(id);
  const units = usePicturedUnits(id);
  const x = geometry.output.x + CLEARANCE;
  const { y } = geometry.output;
  // At the end of the graph numbers stand behind the node, or pictures in their place.
  const shows = atEnd && units === 0;
  return (
    <>
      <span className="visually-hidden">{spoken}</span>
      {lossRows !== '' && <span className="visually-hidden">{lossRows}</span>}
      {units > 0 && <span className="visually-hidden">{saysUnits(units)}</span>}
      {atEnd && units > 0 && detail !== 'none' && (
        <UnitLabel node={id} target={{ kind: 'node', node: id }} {...{ form, x, y }} />
      )}
      {detail !== 'none' && (shows || sum) && (
        <svg className="node-labels" aria-hidden="true">
          {shows && <EndNumbers {...{ labels, form, detail, x, y }} />}
          {sum && (
            <>
              <text className="wire-label-sum" x={8} y={geometry.height + 8 + form.height / 2}>
                Σ
              </text>
              <NumberLabel
                {...{ form, detail, pass: 'gradient', content: sum, current: sums }}
                x={24}
                y={geometry.height + 8}
              />
            </>
          )}
        </svg>
      )}
    </>
  );
}

const saysUnits = (units: number): string => `${units} ${units === 1 ? 'unit' : 'units'} pictured`;

interface EndNumbersProps {
  readonly labels: ShownNumbers<'value' | 'gradient'>['labels'];
  readonly form: LabelForm;
  readonly detail: 'numbers' | 'colors';
  readonly x: number;
  readonly y: number;
}

/** Value and gradient, above and below where a wire would leave. */
function EndNumbers({ labels: { value, gradient }, form, detail, x, y }: EndNumbersProps) {
  return (
    <>
      {value && (
        <NumberLabel
          {...{ form, detail, pass: 'value', content: value, x }}
          y={y - LABEL_GAP - form.height}
        />
      )}
      {gradient && (
        <NumberLabel
          {...{ form, detail, pass: 'gradient', content: gradient, x }}
          y={y + LABEL_GAP}
        />
      )}
    </>
  );
}

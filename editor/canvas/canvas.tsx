/** The canvas: the graph in React Flow, every change of it an edit of the document. */
import '@xyflow/react/dist/base.css';
import './canvas.css';
import {
  Background,
  BackgroundVariant,
  type Connection,
  type Edge,
  type FinalConnectionState,
  type IsValidConnection,
  ReactFlow,
  type ReactFlowProps,
  ReactFlowProvider,
  useStore as useFlowStore,
} from '@xyflow/react';
import type { CSSProperties, KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import { documentStore } from '../state/document/document-store.ts';
import { connectionProblem, connectNodes } from '../state/document/graph-edits.ts';
import { canvasStore } from '../state/look/canvas-look.ts';
import { notify } from '../state/look/notices.ts';
import { selectionStore, selectNode } from '../state/look/selection-store.ts';
import { runStore } from '../state/results/run-store.ts';
import { Later } from '../widgets/later.tsx';
import { CanvasLens } from './canvas-lens.tsx';
import { FollowedSteps } from './followed-steps.tsx';
import { GraphNodeView } from './graph-node.tsx';
import { farGrowth, showsSymbols, textGrowth } from './level-of-detail.ts';
import { loadFarDrawing } from './load-far-drawing.ts';
import { loadLessonCamera } from './load-lesson-camera.ts';
import { PaletteDrop } from './palette-drop.tsx';
import { showEdgeWritten, showNodeWritten } from './time-click.ts';
import { LEAST, useFit } from './use-fit.ts';
import { useFlowParts } from './use-flow-parts.ts';
import { useGivingUp } from './use-giving-up.ts';
import { VisibleArea } from './visible-area.tsx';
import { Wire } from './wire.tsx';

const nodeTypes = { graph: GraphNodeView };
const edgeTypes = { wire: Wire };
export function Canvas() {
  return (
    <ReactFlowProvider>
      <Flow />
    </ReactFlowProvider>
  );
}

/** How the canvas behaves, whatever graph it shows. */
const BEHAVIOR = {
  onlyRenderVisibleElements: true,
  minZoom: LEAST,
  maxZoom: 4,
  deleteKeyCode: null,
  selectionKeyCode: 'Shift',
  multiSelectionKeyCode: ['Shift', 'Meta', 'Control'],
  edgesFocusable: false,
  disableKeyboardA11y: true,
  nodesFocusable: true,
  zoomOnDoubleClick: false,
  connectionRadius: 28,
  proOptions: { hideAttribution: false },
} as const satisfies Partial<ReactFlowProps>;

function Flow() {
  const stale = useStore(runStore, (run) => run.stale);
  const teaches = useStore(documentStore, ({ document }) => document.lesson !== undefined);
  const lighting = useStore(canvasStore, (state) => state.lit !== null);
  const far = useFlowStore((flow) => !showsSymbols(flow));
  const growth = useFlowStore(textGrowth);
  const lines = useFlowStore(farGrowth);
  const onMove = useFit();
  const gesture = useGivingUp();
  const { nodes, edges, isPainted, onNodesChange, onEdgesChange, onDragStop, ...pane } =
    useFlowParts(gesture);
  return (
    <ReactFlow
      {...BEHAVIOR}
      className={`canvas${stale ? ' stale' : ''}${far ? ' far' : ''}${growth === 0 ? ' small' : ''}${lighting ? ' lighting' : ''}`}
      style={{ '--text-growth': growth === 0 ? 1 : growth, '--far-growth': lines } as CSSProperties}
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      edgeTypes={edgeTypes}
      onNodesChange={onNodesChange}
      onEdgesChange={onEdgesChange}
      onPointerDownCapture={({ target }) => {
        gesture.press();
        letPanBegin(target);
      }}
      onNodeDragStart={() => gesture.begin()}
      onSelectionDragStart={() => gesture.begin()}
      onNodeDragStop={onDragStop}
      onSelectionDragStop={onDragStop}
      onNodeMouseEnter={(_, { id }) => canvasStore.setState({ pointed: id })}
      onNodeMouseLeave={() => canvasStore.setState({ pointed: null })}
      onEdgeMouseEnter={(_, { id }) => canvasStore.setState({ pointed: id })}
      onEdgeMouseLeave={() => canvasStore.setState({ pointed: null })}
      onKeyDown={onNodeKey}
      onMove={onMove}
      onNodeClick={showNodeWritten}
      onEdgeClick={showEdgeWritten}
      onConnectStart={() => gesture.begin()}
      onConnect={(wire) => {
        if (!gesture.givenUp) connectTo(wire);
      }}
      onConnectEnd={(_, state) => {
        gesture.end();
        if (!gesture.givenUp) explainRefusal(state);
      }}
      isValidConnection={isValidConnection}
      {...pane}
    >
      {far || <Background variant={BackgroundVariant.Dots} gap={24} size={1.6} />}
      {isPainted && <Later what="The picture of the graph" load={loadFarDrawing} props={{}} />}
      <PaletteDrop />
      <VisibleArea />
      <FollowedSteps />
      {teaches && <Later what="The view of the lesson" load={loadLessonCamera} props={{}} />}
      <CanvasLens />
    </ReactFlow>
  );
}

/** React Flow lets no pan begin on a wire; much of a small window is wires and their numbers. */
function letPanBegin(target: EventTarget): void {
  if (target instanceof Element) target.closest('.react-flow__edge')?.classList.remove('nopan');
}

/** Enter or Space on a node selects it; Enter on a selected variable goes on to its number. */
function onNodeKey(event: KeyboardEvent): void {
  const { target } = event;
  if (event.key !== 'Enter' && event.key !== ' ') return;
  if (!(target instanceof HTMLElement) || target.dataset.id === undefined) return;
  event.preventDefault();
  const { nodes } = selectionStore.getState();
  const alone = nodes.length === 1 && nodes[0] === target.dataset.id;
  if (!alone) selectNode(target.dataset.id);
  else if (event.key === 'Enter') target.querySelector('input')?.focus();
}

const isValidConnection: IsValidConnection<Edge> = ({ source, target, targetHandle }) =>
  targetHandle != null && connectionProblem(source, target, targetHandle) === null;

function connectTo({ source, target, targetHandle }: Connection): void {
  if (targetHandle !== null) connectNodes(source, target, targetHandle);
}

/** Says why a wire that was let go over a port was not connected. */
function explainRefusal(state: FinalConnectionState): void {
  const { isValid, fromHandle, toHandle } = state;
  if (isValid !== false || fromHandle === null || toHandle === null) return;
  if (fromHandle.type === toHandle.type) {
    const hint =
      fromHandle.type === 'source'
        ? 'let go over an input, on the left of a node'
        : 'let go over an output, on the right of a node';
    notify('refused', `both ends are ${fromHandle.type === 'source' ? 'outputs' : 'inputs'}`, hint);
    return;
  }
  const [from, to] = fromHandle.type === 'source' ? [fromHandle, toHandle] : [toHandle, fromHandle];
  const fault = connectionProblem(from.nodeId, to.nodeId, to.id ?? '');
  if (fault !== null) notify('refused', fault.message, fault.hint);
}

/** The document as React Flow gets it, and what its changes say about the document. */
import {
  type Edge,
  type EdgeChange,
  type Node,
  type NodeChange,
  useStore as useFlowStore,
  useReactFlow,
} from '@xyflow/react';
import { type MouseEvent, useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { GraphDocument, NodeId, Position } from '../../graph-core/graph/document.ts';
import { documentStore } from '../state/document/document-store.ts';
import { placeNodesAt } from '../state/document/graph-edits.ts';
import { dragNodes, drawingStore, endDrag } from '../state/look/drawing-store.ts';
import {
  NO_SELECTION,
  type Selection,
  select,
  selectionStore,
  selectNode,
} from '../state/look/selection-store.ts';
import { useAtStep } from './at-step.ts';
import { FlowParts } from './flow-parts.ts';
import {
  type GraphPart,
  isLarge,
  nodeAt,
  nodesWithin,
  partFromAfar,
  partIn,
  surroundings,
} from './graph-part.ts';
import type { useGivingUp } from './use-giving-up.ts';

/** Selected nodes that are on the page wherever they are: as many as a hand picks. */
const PICKED = 50;

/**
 * Nodes and wires for React Flow and what it tells of them. Nodes follow the pointer and are put down at once. Of a
 * large graph React Flow gets the part in view; `isPainted` says that the rest is to be painted.
 */
export function useFlowParts(gesture: ReturnType<typeof useGivingUp>) {
  const document = useStore(documentStore, (state) => state.document);
  const selection = useStore(selectionStore);
  const [parts] = useState(() => new FlowParts());
  const dragged = useStore(drawingStore, (state) => state.dragged);
  const { part, isPainted, ...pane } = usePart(document, selection, parts);
  const nodes = useMemo(
    () => parts.nodes(document, selection, dragged, part),
    [parts, document, selection, dragged, part],
  );
  const edges = useMemo(
    () => parts.edges(document, selection, part),
    [parts, document, selection, part],
  );

  function onNodesChange(changes: NodeChange<Node>[]): void {
    const moved = new Map(dragged);
    for (const change of changes) {
      if (change.type === 'position' && change.position !== undefined && change.dragging === true) {
        moved.set(change.id, change.position);
      }
    }
    if (changes.some(({ type, ...change }) => type === 'position' && 'dragging' in change)) {
      if (moved.size > 0) dragNodes(withRest(moved, document, selection));
    }
    selectNodes(changes);
  }

  function onDragStop(): void {
    const rounded = [...dragged].map(
      ([id, { x, y }]) => [id, { x: Math.round(x), y: Math.round(y) }] as const,
    );
    gesture.end();
    if (!gesture.givenUp) placeNodesAt(new Map(rounded));
    endDrag();
  }

  return { nodes, edges, isPainted, onNodesChange, onEdgesChange, onDragStop, ...pane };
}

/** The part of the graph in view; null for all of it. */
function usePart(document: GraphDocument, selection: Selection, parts: FlowParts) {
  const large = isLarge(document);
  const box = useFlowStore((view) => (large ? surroundings(view) : null), isSameBox);
  const isPainted = large && box === null;
  const drawing = useStore(drawingStore);
  const current = useAtStep((step) => step?.node ?? null);
  const [near, setNear] = useState<NodeId | null>(null);
  const { screenToFlowPosition } = useReactFlow();
  useSelectionBox(large);
  const picked = selection.nodes.length <= PICKED ? selection.nodes : NO_SELECTION.nodes;
  const isDragging = drawing.dragged.size > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what follows a drag by itself makes no other part
  const part = useMemo((): GraphPart | null => {
    if (!large) return null;
    const always = [...picked, near, current].filter((id) => id !== null);
    if (box === null) {
      // The ends of the graph, so that the keyboard finds in.
      const ids = parts.ids(document);
      return partFromAfar(document, drawing, [...always, ids[0], ids[ids.length - 1]]);
    }
    const { nodes, edges } = partIn(document, drawing, box);
    return { nodes: new Set([...nodes, ...always]), edges };
  }, [
    large,
    document,
    box,
    picked,
    near,
    current,
    isDragging,
    drawing.frames,
    isDragging || drawing.courses,
  ]);

  const at = ({ clientX: x, clientY: y }: MouseEvent): NodeId | null =>
    nodeAt(document, drawing, screenToFlowPosition({ x, y }));
  return {
    part,
    isPainted,
    /** From afar the node under the pointer is put on the page, so that a hand can take it. */
    onPaneMouseMove: (event: MouseEvent) => {
      if (isPainted) setNear(at(event));
    },
    onPaneClick: (event: MouseEvent) => {
      const node = isPainted ? at(event) : null;
      if (node === null) select(NO_SELECTION);
      else selectNode(node);
    },
  };
}

type Corners = {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
};

function isSameBox(a: Corners | null, b: Corners | null): boolean {
  if (a === null || b === null) return a === b;
  return a.left === b.left && a.top === b.top && a.right === b.right && a.bottom === b.bottom;
}

/** React Flow selects in a box what it knows; of a large graph that is a part. */
function useSelectionBox(large: boolean): void {
  const box = useFlowStore(({ userSelectionRect, transform: [x, y, zoom] }) => {
    if (!large || userSelectionRect === null) return null;
    const [left, top] = [(userSelectionRect.x - x) / zoom, (userSelectionRect.y - y) / zoom];
    const { width, height } = userSelectionRect;
    return { left, top, right: left + width / zoom, bottom: top + height / zoom };
  }, isSameBox);
  useEffect(() => {
    if (box === null) return;
    const nodes = nodesWithin(documentStore.getState().document, drawingStore.getState(), box);
    select({ nodes, edges: NO_SELECTION.edges });
  }, [box]);
}

/** With the selected nodes that React Flow does not know: they go the same way. */
function withRest(
  moved: Map<NodeId, Position>,
  { nodes }: GraphDocument,
  selection: Selection,
): ReadonlyMap<NodeId, Position> {
  const [first] = moved;
  const selected = new Set(selection.nodes);
  if (first === undefined || !selected.has(first[0]) || moved.size >= selected.size) return moved;
  const [id, { x, y }] = first;
  const { position } = nodes[id];
  for (const other of selected) {
    const from = nodes[other]?.position;
    if (from === undefined || moved.has(other)) continue;
    moved.set(other, { x: from.x + x - position.x, y: from.y + y - position.y });
  }
  return moved;
}

/** Selects and deselects nodes as React Flow says; wires stay as they are. */
function selectNodes(changes: readonly NodeChange<Node>[]): void {
  const { nodes, edges } = selectionStore.getState();
  const next = selectedAfter(nodes, changes);
  if (next !== null) select({ nodes: next, edges });
}

/** Selects and deselects wires; nodes stay as they are. */
function onEdgesChange(changes: readonly EdgeChange<Edge>[]): void {
  const { nodes, edges } = selectionStore.getState();
  const next = selectedAfter(edges, changes);
  if (next !== null) select({ nodes, edges: next });
}

/** What is selected after these changes; null where none is about that. */
function selectedAfter(
  before: readonly string[],
  changes: readonly (NodeChange<Node> | EdgeChange<Edge>)[],
): readonly string[] | null {
  let selected: Set<string> | null = null;
  for (const change of changes) {
    if (change.type !== 'select') continue;
    selected ??= new Set(before);
    if (change.selected) selected.add(change.id);
    else selected.delete(change.id);
  }
  return selected === null ? null : [...selected];
}

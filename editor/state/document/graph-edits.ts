/** Edits of nodes and wires: add, connect, move, delete, copy, target. */
import {
  type EdgeId,
  type GraphDocument,
  type NodeId,
  nodeLabel,
  type Position,
} from '../../../graph-core/graph/document.ts';
import {
  addNode,
  connect,
  connectionFault,
  type DocumentDraft,
  disconnect,
  moveNodes,
  removeNodes,
  setTarget,
} from '../../../graph-core/graph/edit.ts';
import { pastePart, selectedPart } from '../../../graph-core/graph/fragment.ts';
import type { Fault } from '../../../graph-core/graph/problem.ts';
import { completeAttrs, portsOf } from '../../../graph-core/ops/kit/operation.ts';
import { opDef } from '../../../graph-core/ops/registry.ts';
import { canvasStore } from '../look/canvas-look.ts';
import { freeOffset } from '../look/free-place.ts';
import { notify } from '../look/notices.ts';
import { NO_SELECTION, type Selection, select, selectionStore } from '../look/selection-store.ts';
import { changeDocument, documentStore } from './document-store.ts';

/** Names for new variables, in this order. */
const VARIABLE_NAMES: Readonly<Record<string, readonly string[]>> = {
  input: ['x', 'y', 'z', 'u', 'v'],
  parameter: ['w', 'b'],
  constant: ['c'],
};

/** The first name that no node has: x, y, z …, then x1, x2 …. */
function freshName(document: GraphDocument, op: string): string | undefined {
  const names = VARIABLE_NAMES[op];
  if (names === undefined) return undefined;
  const taken = new Set(Object.values(document.nodes).map(({ name }) => name));
  for (const name of names) if (!taken.has(name)) return name;
  for (let i = 1; ; i++) if (!taken.has(`${names[0]}${i}`)) return `${names[0]}${i}`;
}

/** Adds a node of an operation, selects it, and gives its key. */
export function addOperation(op: string, position: Position): NodeId | null {
  const definition = opDef(op);
  if (definition === null) return null;
  const { document } = documentStore.getState();
  const name = freshName(document, op);
  let id: NodeId | null = null;
  const added = changeDocument(
    `Add ${definition.doc.title}`,
    (draft) => {
      const rounded = { x: Math.round(position.x), y: Math.round(position.y) };
      id = addNode(draft, { op, position: rounded, ...(name === undefined ? {} : { name }) });
    },
    { select: () => ({ nodes: id === null ? [] : [id], edges: [] }) },
  );
  return added ? id : null;
}

/** Adds a node in the middle of what is seen, or beside it where that is taken. */
export function addInView(op: string): void {
  const { document } = documentStore.getState();
  const area = canvasStore.getState().visibleArea();
  const { left = 0, top = 0, right = 0, bottom = 0 } = area ?? {};
  const middle = { x: Math.round((left + right) / 2), y: Math.round((top + bottom) / 2) };
  const node = { op, attrs: {}, position: middle };
  const part = { ...document, nodes: { node }, edges: {} };
  const { x, y } = freeOffset(document, part, area);
  const id = addOperation(op, { x: middle.x + x, y: middle.y + y });
  if (id !== null) canvasStore.setState({ revealRequest: [id] });
}

/** Why a wire cannot be connected, or null. A wire already in the port would be replaced. */
export function connectionProblem(from: NodeId, to: NodeId, port: string): Fault | null {
  const { document } = documentStore.getState();
  const node = document.nodes[to];
  const definition = node === undefined ? null : opDef(node.op);
  const ports =
    definition === null || node === undefined
      ? []
      : portsOf(definition, completeAttrs(definition, node.attrs)).map(({ name }) => name);
  return connectionFault(document, { from, to, port }, { ports, replace: true });
}

/** Wires an output to a port, in place of the wire that is there; says why when it cannot. */
export function connectNodes(from: NodeId, to: NodeId, port: string): void {
  const fault = connectionProblem(from, to, port);
  if (fault !== null) {
    notify('refused', fault.message, fault.hint);
    return;
  }
  const { document } = documentStore.getState();
  changeDocument(`Connect ${nodeLabel(document, from)} to ${nodeLabel(document, to)}`, (draft) => {
    connect(draft, { from, to, port }, { replace: true });
  });
}

/** Puts nodes where they were dragged; one gesture is one undo entry. */
export function placeNodesAt(positions: ReadonlyMap<NodeId, Position>, gesture?: string): void {
  const { document } = documentStore.getState();
  const moved = [...positions].filter(([id, { x, y }]) => {
    const node = document.nodes[id];
    return node !== undefined && (node.position.x !== x || node.position.y !== y);
  });
  if (moved.length === 0) return;
  const label =
    moved.length === 1 ? `Move ${nodeLabel(document, moved[0][0])}` : `Move ${moved.length} nodes`;
  changeDocument(
    label,
    (draft) => moveNodes(draft, new Map(moved)),
    gesture === undefined ? {} : { gesture },
  );
}

/** Moves the selected nodes by so many px. */
export function nudgeSelection(dx: number, dy: number): void {
  const { document } = documentStore.getState();
  const { nodes } = selectionStore.getState();
  const positions = new Map(
    nodes.flatMap((id) => {
      const node = document.nodes[id];
      return node === undefined
        ? []
        : [[id, { x: node.position.x + dx, y: node.position.y + dy }] as const];
    }),
  );
  placeNodesAt(positions, `nudge ${nodes.join(' ')}`);
}

/** Deletes nodes with their wires, and wires. */
export function deleteParts({ nodes, edges }: Selection): void {
  const { document } = documentStore.getState();
  const count = nodes.length + edges.length;
  if (count === 0) return;
  const label =
    count > 1
      ? `Delete ${count} parts`
      : nodes.length === 1
        ? `Delete ${nodeLabel(document, nodes[0])}`
        : 'Delete the wire';
  changeDocument(
    label,
    (draft) => {
      disconnect(draft, edges);
      removeNodes(draft, nodes);
    },
    { select: () => NO_SELECTION },
  );
}

/** Deletes what is selected. */
export function deleteSelection(): void {
  deleteParts(selectionStore.getState());
}

/** Selects every node and wire. */
export function selectAll(): void {
  const { document } = documentStore.getState();
  select({ nodes: Object.keys(document.nodes), edges: Object.keys(document.edges) });
}

/** The selected nodes with the wires between them, as a document for the clipboard; null without any. */
export function selectionAsDocument(): GraphDocument | null {
  const { document } = documentStore.getState();
  const { nodes } = selectionStore.getState();
  return nodes.length === 0 ? null : selectedPart(document, nodes);
}

/** Adds copies of the parts of another document where there is room, and selects them. */
export function pasteDocument(part: GraphDocument): void {
  const nodes = Object.keys(part.nodes).length;
  if (nodes === 0) return;
  insertPart(`Paste ${nodes === 1 ? 'a node' : `${nodes} nodes`}`, part);
}

/** Copies the selected nodes beside themselves. */
export function duplicateSelection(): void {
  const part = selectionAsDocument();
  if (part !== null) insertPart('Duplicate', part);
}

function insertPart(label: string, part: GraphDocument): void {
  let selection = NO_SELECTION;
  const offset = freeOffset(
    documentStore.getState().document,
    part,
    canvasStore.getState().visibleArea(),
  );
  const inserted = changeDocument(
    label,
    (draft: DocumentDraft) => {
      const pasted = pastePart(draft, part, offset);
      selection = { nodes: [...pasted.nodes.values()], edges: [...pasted.edges.values()] };
    },
    { select: () => selection },
  );
  if (inserted) canvasStore.setState({ revealRequest: selection.nodes });
}

/** Chooses the node whose gradients are shown. */
export function chooseTarget(node: NodeId): void {
  const { document } = documentStore.getState();
  if (document.target === node) return;
  changeDocument(`Take gradients of ${nodeLabel(document, node)}`, (draft) =>
    setTarget(draft, node),
  );
}

/** Puts nodes where a layout wants them. */
export function layOutAt(positions: ReadonlyMap<NodeId, Position>, isWhole: boolean): void {
  const label = isWhole ? 'Tidy up' : `Tidy up ${positions.size} nodes`;
  changeDocument(label, (draft) => moveNodes(draft, positions));
}

/** Deletes one wire. */
export function deleteWire(edge: EdgeId): void {
  deleteParts({ nodes: [], edges: [edge] });
}

/** The canvas's end of dragging an operation out of the palette, and of adding one in the middle. */
import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { opDef } from '../../graph-core/ops/registry.ts';
import { addOperation } from '../state/commands/graph-commands.ts';
import { documentStore } from '../state/document-store.ts';
import { nodeGeometry } from '../state/geometry.ts';
import { viewStore } from '../state/view-store.ts';
import { openArea } from './open-area.ts';

export function PaletteDrop() {
  const dragging = useStore(viewStore, (view) => view.paletteDrag);
  const wanted = useStore(viewStore, (view) => view.addRequest);
  const { screenToFlowPosition } = useReactFlow();
  const flow = useStoreApi();

  useEffect(() => {
    if (dragging === null) return;
    const drop = (event: PointerEvent): void => {
      const box = openArea(flow.getState().domNode);
      viewStore.setState({ paletteDrag: null });
      const inside =
        box !== null &&
        event.clientX >= box.left &&
        event.clientX <= box.right &&
        event.clientY >= box.top &&
        event.clientY <= box.bottom;
      if (inside) addAt(dragging, screenToFlowPosition({ x: event.clientX, y: event.clientY }));
    };
    const cancel = (): void => viewStore.setState({ paletteDrag: null });
    window.addEventListener('pointerup', drop);
    window.addEventListener('pointercancel', cancel);
    return () => {
      window.removeEventListener('pointerup', drop);
      window.removeEventListener('pointercancel', cancel);
    };
  }, [dragging, flow, screenToFlowPosition]);

  useEffect(() => {
    if (wanted === null) return;
    viewStore.setState({ addRequest: null });
    const box = openArea(flow.getState().domNode);
    if (box === null) return;
    const middle = screenToFlowPosition({
      x: box.left + box.width / 2,
      y: box.top + box.height / 2,
    });
    addAt(wanted, freeSpot(middle));
  }, [wanted, flow, screenToFlowPosition]);
  return null;
}

/** Adds a node with its middle at a point. */
function addAt(op: string, { x, y }: { readonly x: number; readonly y: number }): void {
  if (opDef(op) === null) return;
  const { width, height } = nodeGeometry({ op, attrs: {}, position: { x: 0, y: 0 } });
  addOperation(op, { x: x - width / 2, y: y - height / 2 });
}

/** A point near `wanted` with no node on it, searched downward and to the right. */
function freeSpot(wanted: { readonly x: number; readonly y: number }): { x: number; y: number } {
  const taken = Object.values(documentStore.getState().document.nodes).map(
    ({ position }) => position,
  );
  for (let ring = 0; ring < 40; ring++) {
    const x = wanted.x + (ring % 5) * 96;
    const y = wanted.y + Math.floor(ring / 5) * 88;
    if (
      !taken.some((other) => Math.abs(other.x + 40 - x) < 90 && Math.abs(other.y + 28 - y) < 76)
    ) {
      return { x, y };
    }
  }
  return { x: wanted.x, y: wanted.y };
}

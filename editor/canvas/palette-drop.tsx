/** The canvas's end of dragging an operation out of the palette. */
import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { nodeGeometry } from '../../graph-core/drawing/node-geometry.ts';
import { opDef } from '../../graph-core/ops/registry.ts';
import { addOperation } from '../state/document/graph-edits.ts';
import { canvasStore } from '../state/look/canvas-look.ts';
import { untilEscape } from '../widgets/until-escape.ts';
import { openArea } from './open-area.ts';

export function PaletteDrop() {
  const dragging = useStore(canvasStore, (state) => state.paletteDrag);
  const { screenToFlowPosition } = useReactFlow();
  const flow = useStoreApi();

  useEffect(() => {
    if (dragging === null) return;
    const drop = (event: PointerEvent): void => {
      const box = openArea(flow.getState().domNode);
      canvasStore.setState({ paletteDrag: null });
      const inside =
        box !== null &&
        event.clientX >= box.left &&
        event.clientX <= box.right &&
        event.clientY >= box.top &&
        event.clientY <= box.bottom;
      if (inside) addAt(dragging, screenToFlowPosition({ x: event.clientX, y: event.clientY }));
    };
    const cancel = (): void => canvasStore.setState({ paletteDrag: null });
    window.addEventListener('pointerup', drop);
    window.addEventListener('pointercancel', cancel);
    const end = untilEscape(cancel);
    return () => {
      end();
      window.removeEventListener('pointerup', drop);
      window.removeEventListener('pointercancel', cancel);
    };
  }, [dragging, flow, screenToFlowPosition]);

  return null;
}

/** Adds a node with its middle at a point, or as near as it is seen in full. */
function addAt(op: string, { x, y }: { readonly x: number; readonly y: number }): void {
  const area = canvasStore.getState().visibleArea();
  if (area === null || opDef(op) === null) return;
  const { width, height } = nodeGeometry({ op, attrs: {}, position: { x: 0, y: 0 } });
  const within = (at: number, from: number, to: number) => Math.max(from, Math.min(to, at));
  addOperation(op, {
    x: within(x - width / 2, area.left, area.right - width),
    y: within(y - height / 2, area.top, area.bottom - height),
  });
}

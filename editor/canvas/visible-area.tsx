/** Tells edits what of the canvas is seen, and brings into view what was just added. */

import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { Box } from '../../graph-core/drawing/box.ts';
import { documentStore } from '../state/document/document-store.ts';
import { canvasStore } from '../state/look/canvas-look.ts';
import { boxAround, isInside } from '../state/look/free-place.ts';
import { openArea } from './open-area.ts';

/** px of the window at the edge of what is seen, where nothing new is put. */
const EDGE = 12;

/** Numbers are shown from this zoom on. */
const SMALLEST = 0.5;

/** px of the window around what is brought into view. */
const MARGIN = 48;

export function VisibleArea() {
  const wanted = useStore(canvasStore, (state) => state.revealRequest);
  const { screenToFlowPosition, getViewport, setViewport } = useReactFlow();
  const flow = useStoreApi();

  useEffect(() => {
    const visibleArea = () => {
      const open = openArea(flow.getState().domNode);
      if (open === null) return null;
      const from = { x: open.left + EDGE, y: open.top + EDGE };
      const to = { x: open.right - EDGE, y: open.bottom - EDGE };
      const { x: left, y: top } = screenToFlowPosition(from);
      const { x: right, y: bottom } = screenToFlowPosition(to);
      return { left, top, right, bottom };
    };
    canvasStore.setState({ visibleArea });
    return () => canvasStore.setState({ visibleArea: () => null });
  }, [flow, screenToFlowPosition]);

  useEffect(() => {
    if (wanted === null) return;
    const { visibleArea } = canvasStore.getState();
    canvasStore.setState({ revealRequest: null });
    const { nodes } = documentStore.getState().document;
    const around = boxAround(wanted.flatMap((id) => nodes[id] ?? []));
    const area = visibleArea();
    const { domNode } = flow.getState();
    const open = openArea(domNode);
    if (around === null || area === null || open === null || domNode === null) return;
    if (isInside(around, area)) return;
    const { zoom: now } = getViewport();
    const zoomFor = ({ left, top, right, bottom }: Box): number =>
      Math.min(
        now,
        (open.width - 2 * MARGIN) / (right - left),
        (open.height - 2 * MARGIN) / (bottom - top),
      );
    // What is seen stays seen, unless everything would become too small for that.
    const both = union(area, around);
    const shown = zoomFor(both) >= Math.max(SMALLEST, now / 2) ? both : around;
    const zoom = zoomFor(shown);
    const canvas = domNode.getBoundingClientRect();
    void setViewport({
      x: open.left - canvas.left + open.width / 2 - (zoom * (shown.left + shown.right)) / 2,
      y: open.top - canvas.top + open.height / 2 - (zoom * (shown.top + shown.bottom)) / 2,
      zoom,
    });
  }, [wanted, flow, getViewport, setViewport]);
  return null;
}

function union(a: Box, b: Box): Box {
  return {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
  };
}

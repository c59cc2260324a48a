/**
 * The view of a lesson outside of stepping: where the whole graph is too small to be read, it goes to what the page
 * speaks of, and back to the whole when it speaks of nothing. Draws nothing.
 */
import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { around, shifted } from '../../graph-core/drawing/box.ts';
import { documentStore } from '../state/document/document-store.ts';
import { fitGraph } from '../state/look/canvas-look.ts';
import { drawingStore } from '../state/look/drawing-store.ts';
import { lessonStore } from '../state/look/lesson-store.ts';
import { modeStore } from '../state/look/mode-store.ts';
import { openArea } from './open-area.ts';

/** ms */
const RIDE = 280;

/** px of the window around what is looked at. */
const MARGIN = 56;

/** Nothing is looked at more closely than this, and what is seen as large as this needs no closer look. */
const CLOSEST = 1;
const READABLE = 0.8;

export function LessonCamera() {
  const nodes = useStore(lessonStore, (state) => state.nodes);
  const edges = useStore(lessonStore, (state) => state.edges);
  const isStepping = useStore(modeStore, ({ mode }) => mode === 'step');
  const { getViewport, setViewport } = useReactFlow();
  const flow = useStoreApi();
  const isAway = useRef(false);

  useEffect(() => {
    if (isStepping) {
      isAway.current = false;
      return;
    }
    const box = boxOf(nodes, edges);
    if (box === null) {
      if (isAway.current) fitGraph();
      isAway.current = false;
      return;
    }
    const { domNode } = flow.getState();
    const area = openArea(domNode);
    if (domNode === null || area === null) return;
    if (!isAway.current && getViewport().zoom >= READABLE) return;
    const [width, height] = [box.right - box.left, box.bottom - box.top];
    const zoom = Math.min(
      CLOSEST,
      (area.width - 2 * MARGIN) / Math.max(1, width),
      (area.height - 2 * MARGIN) / Math.max(1, height),
    );
    const canvas = domNode.getBoundingClientRect();
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
    isAway.current = true;
    void setViewport(
      {
        x: area.left - canvas.left + area.width / 2 - (zoom * (box.left + box.right)) / 2,
        y: area.top - canvas.top + area.height / 2 - (zoom * (box.top + box.bottom)) / 2,
        zoom,
      },
      { duration: isStill ? 0 : RIDE },
    );
  }, [nodes, edges, isStepping, flow, getViewport, setViewport]);
  return null;
}

function boxOf(nodes: readonly string[], edges: readonly string[]) {
  const { document } = documentStore.getState();
  const { frames, courses } = drawingStore.getState();
  return around([
    ...nodes.flatMap((id) => {
      const frame = frames.get(id);
      const node = document.nodes[id];
      return frame === undefined || node === undefined
        ? []
        : [shifted(frame.extent, node.position)];
    }),
    ...edges.flatMap((id) => courses.get(id)?.extent ?? []),
  ]);
}

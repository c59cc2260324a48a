/** Keeping the graph in view: fitted when someone asks, and left where it is when the mode changes. */
import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { documentStore } from '../state/document/document-store.ts';
import { canvasStore } from '../state/look/canvas-look.ts';
import { lastingHeight, paletteWidth } from './open-area.ts';

/**
 * Fits the graph into the window whenever someone asks for it, and again when the window changes its size,
 * until the user pans or zooms. Panels that come and go with the mode do not move the graph. Gives what to
 * do when the viewport moves.
 */
export function useFit(): (event: unknown) => void {
  const requests = useStore(canvasStore, (state) => state.fitRequests);
  const { fitView, setViewport } = useReactFlow();
  const flow = useStoreApi();
  const fitted = useRef(true);

  // biome-ignore lint/correctness/useExhaustiveDependencies: every request fits once more
  useEffect(() => {
    fitted.current = true;
    const showAll = (): void => {
      const { nodes } = documentStore.getState().document;
      // On an empty canvas React Flow would wait and then fit the first node, right under the pointer.
      if (Object.keys(nodes).length === 0) void setViewport({ x: 0, y: 0, zoom: 1 });
      else void fitView(fitOptions(flow.getState().domNode));
    };
    const again = (): void => {
      if (fitted.current) showAll();
    };
    // The canvas is measured in the frame after it was laid out.
    const frame = requestAnimationFrame(() => requestAnimationFrame(showAll));
    window.addEventListener('resize', again);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener('resize', again);
    };
  }, [requests, fitView, setViewport, flow]);

  return (event) => {
    // Moves without an event are our own.
    if (event !== null) fitted.current = false;
  };
}

/** Room for the numbers of the last node at the right, for names all around, and for what comes with a mode. */
function fitOptions(canvas: HTMLElement | null) {
  const { width = 0, height = 0 } = canvas?.getBoundingClientRect() ?? {};
  const px = (amount: number) => `${Math.round(amount)}px` as const;
  return {
    padding: {
      top: px(Math.min(48, height * 0.08)),
      right: px(Math.min(148, width * 0.14)),
      bottom: px(Math.min(56, height * 0.1) + Math.max(0, height - lastingHeight(canvas))),
      left: px(Math.min(36, width * 0.05) + paletteWidth(canvas)),
    },
    maxZoom: 1.25,
  } as const;
}

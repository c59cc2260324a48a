/** Keeping the graph in view: fitted when someone asks, and left where it is when the mode changes. */
import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useLayoutEffect, useRef } from 'react';
import type { Box } from '../../graph-core/drawing/box.ts';
import type { Room } from '../../graph-core/drawing/layout/layout.ts';
import { canvasStore, type View } from '../state/look/canvas-look.ts';
import { drawnExtent } from '../state/look/drawing-store.ts';
import { TEXT_FROM } from './level-of-detail.ts';
import { lastingHeight, paletteWidth } from './open-area.ts';

/** The smallest zoom of the canvas: five thousand nodes fit into a window. */
export const LEAST = 0.02;

/**
 * Fits the graph into the window whenever someone asks for it, and again when the window changes its size,
 * until the user pans or zooms. Panels that come and go with the mode do not move the graph. Gives what to
 * do when the viewport moves.
 */
export function useFit(): (event: unknown) => void {
  const { setViewport } = useReactFlow();
  const flow = useStoreApi();
  const fitted = useRef(true);

  useLayoutEffect(() => {
    const viewOfAll = (): View => {
      const around = drawnExtent(canvasStore.getState().fitTo);
      const canvas = flow.getState().domNode;
      return around === null ? { x: 0, y: 0, zoom: 1 } : fittedViewport(canvas, around);
    };
    const showAll = (): void => void setViewport(viewOfAll());
    const again = (): void => {
      if (fitted.current && !canvasStore.getState().isFollowing) showAll();
    };
    const room = () => {
      const { width, height } = roomOf(flow.getState().domNode);
      const edges = 2 * edgeOf({ width, height });
      return { width: width - edges, height: height - edges };
    };
    let frame = 0;
    // At once where the canvas has been measured, before the graph is drawn, so that it is never seen where another was
    // and is drawn once only; and when what is around it was laid out with this one.
    const answer = (): void => {
      fitted.current = true;
      if (flow.getState().width > 0) showAll();
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        frame = requestAnimationFrame(showAll);
      });
    };
    canvasStore.setState({ room, fittedView: () => (fitted.current ? viewOfAll() : null) });
    answer();
    const stop = canvasStore.subscribe(({ fitRequests }, before) => {
      if (fitRequests !== before.fitRequests) answer();
    });
    window.addEventListener('resize', again);
    return () => {
      stop();
      cancelAnimationFrame(frame);
      window.removeEventListener('resize', again);
    };
  }, [setViewport, flow]);

  return (event) => {
    // Moves without an event are our own.
    if (event === null) return;
    fitted.current = false;
    canvasStore.setState(({ handMoves }) => ({ handMoves: handMoves + 1 }));
  };
}

/** Free space at the edge of what is seen, in px of the window. */
const EDGE = { most: 20, share: 0.03 } as const;
/** A graph is not shown larger than this. */
const MOST = 1.6;
/** In a narrow window a graph is not shown smaller than its text can be read, but begun at its beginning. */
const NARROW = 1000;

/** What is free for a graph in every mode. */
function roomOf(canvas: HTMLElement | null): Room {
  const { width = 0 } = canvas?.getBoundingClientRect() ?? {};
  return { width: width - paletteWidth(canvas), height: lastingHeight(canvas) };
}

const edgeOf = ({ width, height }: Room): number =>
  Math.min(EDGE.most, EDGE.share * Math.max(width, height));

/** The viewport in which all is seen: nodes, names and numbers, clear of what comes with a mode. */
function fittedViewport(canvas: HTMLElement | null, around: Box) {
  const left = paletteWidth(canvas);
  const room = roomOf(canvas);
  const edge = edgeOf(room);
  const [width, height] = [around.right - around.left, around.bottom - around.top];
  const fitting = Math.min(
    MOST,
    (room.width - 2 * edge) / Math.max(1, width),
    (room.height - 2 * edge) / Math.max(1, height),
  );
  const zoom = innerWidth <= NARROW ? Math.max(fitting, Math.min(TEXT_FROM, 3 * fitting)) : fitting;
  const place = (size: number, space: number, from: number): number =>
    zoom * size > space - 2 * edge ? edge - zoom * from : (space - zoom * size) / 2 - zoom * from;
  return {
    x: left + place(width, room.width, around.left),
    y: place(height, room.height, around.top),
    zoom: Math.max(LEAST, zoom),
  };
}

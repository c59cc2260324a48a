/** What the canvas shows besides the graph, and what it is asked to bring into view. */

import { createStore } from 'zustand/vanilla';
import type { Box } from '../../../graph-core/drawing/box.ts';
import type { EdgeId, NodeId, Position } from '../../../graph-core/graph/document.ts';

/** State of the canvas store. */
export interface CanvasLook {
  /** Nodes that something else on the page points at; the canvas lights them up. Null: no one points. */
  readonly lit: readonly NodeId[] | null;
  /** Wires that are lit up with them. */
  readonly litWires: readonly EdgeId[];
  /** The node or wire under the pointer, for what speaks of it elsewhere on the page. */
  readonly pointed: NodeId | EdgeId | null;
  /** The operation being dragged out of the palette. */
  readonly paletteDrag: string | null;
  /** The part of the canvas that is seen and that no panel lies on; null before there is a canvas. */
  readonly visibleArea: () => Box | null;
  /** Nodes that are to be seen; the canvas moves as far as it must. */
  readonly revealRequest: readonly NodeId[] | null;
  /** The room that a fitted graph has, in px of the window; null before there is a canvas. */
  readonly room: () => { readonly width: number; readonly height: number } | null;
  /** Counts requests to fit the graph into the window; the canvas answers them. */
  readonly fitRequests: number;
  /** Where nodes will be, when the last request is about that; null for where they are. */
  readonly fitTo: ReadonlyMap<NodeId, Position> | null;
  /** Counts how often a person moved the view by hand. */
  readonly handMoves: number;
  /** The view follows the steps and comes back. */
  readonly isFollowing: boolean;
  /** The view of the whole graph while that is what is looked at; null when a person chose another. */
  readonly fittedView: () => View | null;
}

/** Where the origin of the canvas is seen, in px of the window, and how large. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** The one canvas. */
export const canvasStore = createStore<CanvasLook>(() => ({
  lit: null,
  litWires: [],
  pointed: null,
  paletteDrag: null,
  visibleArea: () => null,
  revealRequest: null,
  room: () => null,
  fitRequests: 0,
  fitTo: null,
  handMoves: 0,
  isFollowing: false,
  fittedView: () => null,
}));

/** Asks for the whole graph in the window, as it is or will be. */
export function fitGraph(fitTo: ReadonlyMap<NodeId, Position> | null = null): void {
  canvasStore.setState(({ fitRequests }) => ({ fitRequests: fitRequests + 1, fitTo }));
}

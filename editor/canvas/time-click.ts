/** While stepping, a click on a node, a wire or a number shows the step that wrote it. */
import type { Edge, EdgeMouseHandler, Node, NodeMouseHandler } from '@xyflow/react';
import { TIME_TRAVEL } from '../state/look/load-time-travel.ts';
import { modeStore } from '../state/look/mode-store.ts';
import type { WrittenPass, WrittenPlace } from '../state/look/time-travel.ts';

/** A click on one of the two numbers is about that one. */
function passAt(target: EventTarget): WrittenPass {
  if (!(target instanceof Element)) return 'next';
  if (target.closest('.wire-label-gradient') !== null) return 'gradient';
  return target.closest('.wire-label-value') !== null ? 'value' : 'next';
}

/** A field of a node is typed into, not asked about. */
const isField = (target: EventTarget): boolean =>
  target instanceof Element && target.closest('input, button') !== null;

function show(place: WrittenPlace, target: EventTarget): void {
  if (modeStore.getState().mode !== 'step') return;
  void TIME_TRAVEL.use(({ showWritten }) => showWritten(place, passAt(target)));
}

/** Shows when a node was written; with another click its gradient, then its update. */
export const showNodeWritten: NodeMouseHandler<Node> = ({ target }, { id }) => {
  if (!isField(target)) show({ node: id }, target);
};

/** Shows when a wire was written. */
export const showEdgeWritten: EdgeMouseHandler<Edge> = ({ target }, { id }) => {
  show({ edge: id }, target);
};

/** What is to be seen of the graph while a step is shown. */

import { around, type Box, shifted } from '../../graph-core/drawing/box.ts';
import { pointsOf } from '../../graph-core/drawing/route/smooth-path.ts';
import type { TraceStep } from '../../graph-core/evaluate/trace.ts';
import type { EdgeId, GraphDocument, NodeId, Position } from '../../graph-core/graph/document.ts';
import type { DrawingState } from '../state/look/drawing-store.ts';

/** Boxes on the canvas, in px at 100 %. */
export interface StepFocus {
  /** The node at work and the numbers that are written. */
  readonly least: Box;
  /** All that the step is about: the wire with both its ends as well. */
  readonly whole: Box;
}

/** Where things stand and run. */
type Drawing = Pick<DrawingState, 'frames' | 'courses'>;

/** The focus of a step; null where nothing of it is drawn. */
export function stepFocus(
  step: TraceStep,
  document: GraphDocument,
  drawing: Drawing,
): StepFocus | null {
  switch (step.kind) {
    case 'node':
    case 'seed':
    case 'update':
      return focusOf([nodeBox(step.node, document, drawing)], []);
    case 'wire': {
      const { node, source, edge } = step;
      const label = labelBox(edge, drawing);
      return focusOf(
        [bodyBox(node, document, drawing), label],
        [bodyBox(source, document, drawing), wayBox(edge, drawing)],
      );
    }
    case 'accumulate':
      return focusOf(
        [nodeBox(step.node, document, drawing)],
        step.edges.flatMap((edge) => [labelBox(edge, drawing), wayBox(edge, drawing)]),
      );
    default:
      return step satisfies never;
  }
}

function focusOf(least: readonly (Box | null)[], more: readonly (Box | null)[]): StepFocus | null {
  const there = (boxes: readonly (Box | null)[]): Box[] => boxes.filter((box) => box !== null);
  const inner = around(there(least));
  const outer = around(there([...least, ...more]));
  return inner === null || outer === null ? null : { least: inner, whole: outer };
}

const positionOf = (node: NodeId, { nodes }: GraphDocument): Position | undefined =>
  nodes[node]?.position;

/** A node with its name and the numbers around it. */
function nodeBox(node: NodeId, document: GraphDocument, { frames }: Drawing): Box | null {
  const [frame, at] = [frames.get(node), positionOf(node, document)];
  return frame === undefined || at === undefined ? null : shifted(frame.extent, at);
}

/** The outline of a node. */
function bodyBox(node: NodeId, document: GraphDocument, { frames }: Drawing): Box | null {
  const [frame, at] = [frames.get(node), positionOf(node, document)];
  return frame === undefined || at === undefined ? null : shifted(frame.boxes[0], at);
}

/** The numbers of a wire. */
const labelBox = (edge: EdgeId, { courses }: Drawing): Box | null =>
  courses.get(edge)?.labelBox ?? null;

/** All the way of a wire. */
function wayBox(edge: EdgeId, { courses }: Drawing): Box | null {
  const course = courses.get(edge);
  if (course === undefined) return null;
  return around(
    pointsOf(course.path, 2).map(({ x, y }) => ({ left: x, top: y, right: x, bottom: y })),
  );
}

/** A large graph as it looks from afar. */
import './far-drawing.css';
import { useStoreApi } from '@xyflow/react';
import { useLayoutEffect, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import type { WireCourse } from '../../graph-core/drawing/route/route-wires.ts';
import type { GraphDocument, NodeId } from '../../graph-core/graph/document.ts';
import { documentStore } from '../state/document/document-store.ts';
import { type DrawingState, drawingStore } from '../state/look/drawing-store.ts';
import { type Selection, selectionStore } from '../state/look/selection-store.ts';
import { runStore, type Snapshot } from '../state/results/run-store.ts';
import { faultAtNode } from '../state/results/selectors.ts';
import { themeColor, useThemeVersion } from '../widgets/theme-colors.ts';
import { useAtStep } from './at-step.ts';
import { type FarLook, type FarNode, FarPainter, type FarScene } from './far-painter.ts';

/** The painting. What is dragged is not in it: that is on the page. */
export function FarDrawing() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const flow = useStoreApi();
  const document = useStore(documentStore, (state) => state.document);
  const scene = useScene(document);
  useLayoutEffect(() => {
    if (canvas.current === null) return;
    const painter = new FarPainter(canvas.current, scene);
    painter.show(flow.getState());
    const unsubscribe = flow.subscribe((now, before) => {
      const { transform, width, height } = now;
      const isSame =
        transform === before.transform && width === before.width && height === before.height;
      if (!isSame) painter.show(now);
    });
    return () => {
      unsubscribe();
      painter.stop();
    };
  }, [flow, scene]);
  const nodes = Object.keys(document.nodes).length.toLocaleString('en-US');
  const wires = Object.keys(document.edges).length.toLocaleString('en-US');
  return (
    <canvas
      ref={canvas}
      className="far-drawing"
      role="img"
      aria-label={`${nodes} nodes and ${wires} wires in outline; zoom in to read them`}
    />
  );
}

function useScene(document: GraphDocument): FarScene {
  const selection = useStore(selectionStore);
  const frames = useStore(drawingStore, (state) => state.frames);
  const lifted = useStore(drawingStore, ({ dragged }) => [...dragged.keys()].join('\n'));
  // While something is dragged only its own wires change, and those are not painted.
  const courses = useStore(drawingStore, (state) =>
    state.dragged.size > 0 ? null : state.courses,
  );
  const snapshot = useStore(runStore, (run) => run.snapshot);
  const current = useAtStep((step) => step?.node ?? null);
  const theme = useThemeVersion();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colors are those of the theme
  return useMemo(
    () =>
      sceneOf(
        document,
        { frames, courses: courses ?? drawingStore.getState().courses },
        { selection, current, snapshot, lifted: new Set(lifted.split('\n')) },
      ),
    [document, frames, courses, selection, current, snapshot, lifted, theme],
  );
}

interface Marked {
  readonly selection: Selection;
  readonly current: NodeId | null;
  readonly snapshot: Snapshot;
  readonly lifted: ReadonlySet<NodeId>;
}

function sceneOf(
  document: GraphDocument,
  { frames, courses }: Pick<DrawingState, 'frames' | 'courses'>,
  { selection, current, snapshot, lifted }: Marked,
): FarScene {
  const color = (line: string, fill: string): FarLook => ({
    line: themeColor(line),
    fill: themeColor(fill),
  });
  const looks = {
    plain: color('node-outline', 'node-fill'),
    wrong: color('danger', 'danger-soft'),
    selected: color('accent', 'accent-soft'),
    current: color('gradient', 'current-step'),
    wire: color('wire', 'wire'),
  };
  const nodes = new Map<FarLook, FarNode[]>(
    [looks.plain, looks.wrong, looks.selected, looks.current].map((look) => [look, []]),
  );
  const selected = new Set(selection.nodes);
  for (const [id, { position }] of Object.entries(document.nodes)) {
    const geometry = frames.get(id)?.geometry;
    if (geometry === undefined || lifted.has(id)) continue;
    const look =
      id === current
        ? looks.current
        : selected.has(id)
          ? looks.selected
          : faultAtNode(snapshot, id) === null
            ? looks.plain
            : looks.wrong;
    nodes.get(look)?.push({ ...position, width: geometry.width, height: geometry.height });
  }
  const selectedWires = new Set(selection.edges);
  const wires = new Map<FarLook, WireCourse[]>([
    [looks.wire, []],
    [looks.selected, []],
  ]);
  for (const [id, course] of courses) {
    const { from, to } = document.edges[id] ?? {};
    if (from === undefined || to === undefined || lifted.has(from) || lifted.has(to)) continue;
    wires.get(selectedWires.has(id) ? looks.selected : looks.wire)?.push(course);
  }
  return { nodes: [...nodes], wires: [...wires] };
}

/**
 * The view follows the steps where the whole graph is too large to be read: it rides to the place at work and comes
 * back to where the person had it when stepping is over. Who moves the view by hand is left alone until a step is
 * out of view, and keeps the zoom.
 */
import { useStore as useFlow, useReactFlow, useStoreApi } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { TraceStep } from '../../graph-core/evaluate/trace.ts';
import { documentStore } from '../state/document/document-store.ts';
import { canvasStore, type View } from '../state/look/canvas-look.ts';
import { drawingStore } from '../state/look/drawing-store.ts';
import { modeStore } from '../state/look/mode-store.ts';
import { runStore } from '../state/results/run-store.ts';
import { stepsDone } from '../state/results/selectors.ts';
import { openArea } from './open-area.ts';
import { type StepFocus, stepFocus } from './step-focus.ts';
import { planRide } from './step-ride.ts';

/** ms */
const RIDE = 280;
/** So many of the next steps are looked at for a place that shows them too. */
const AHEAD = 16;
/** The legend stands here, in px. */
const BELOW = 28;

/** Slow at both ends. */
const ease = (t: number): number => t * t * (3 - 2 * t);

interface Camera {
  /** Where the person had the view; null while it is there. */
  readonly home: View | null;
  /** Where it rides to; null while it rests. */
  readonly target: View | null;
  readonly isOwnZoom: boolean;
  readonly done: number;
}

/** Follows; draws nothing. */
export function StepCamera() {
  const { getViewport, setViewport } = useReactFlow();
  const flow = useStoreApi();
  const camera = useRef<Camera>({ home: null, target: null, isOwnZoom: false, done: 0 });
  const handMoves = useStore(canvasStore, (state) => state.handMoves);
  const fitRequests = useStore(canvasStore, (state) => state.fitRequests);
  const snapshot = useStore(runStore, (run) => run.snapshot);
  const done = useStore(modeStore, (shown) =>
    shown.mode === 'step' ? stepsDone(shown, snapshot) : 0,
  );
  const { steps } = snapshot;
  const width = useFlow((state) => state.width);
  const height = useFlow((state) => state.height);

  // What a person chose is where the view stays, and where it comes back to.
  // biome-ignore lint/correctness/useExhaustiveDependencies: every move and every request counts
  useEffect(() => {
    // A tidied graph is shown as a whole by itself: nobody asked for that zoom.
    const isOwnZoom = canvasStore.getState().fitTo === null;
    camera.current = { ...camera.current, home: null, target: null, isOwnZoom };
    canvasStore.setState({ isFollowing: false });
  }, [handMoves, fitRequests]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: in a canvas of another size other things are seen
  useEffect(() => {
    const ride = async (target: View): Promise<void> => {
      const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
      const how = { duration: isStill ? 0 : RIDE, ease, interpolate: 'linear' } as const;
      camera.current = { ...camera.current, target };
      await setViewport(target, how);
      if (camera.current.target === target) camera.current = { ...camera.current, target: null };
    };
    const { home, target, done: before, isOwnZoom } = camera.current;
    // What was chosen before the first step was not chosen for stepping.
    camera.current = { ...camera.current, done, isOwnZoom: before > 0 && isOwnZoom };
    if (done === 0) {
      const back = home && (canvasStore.getState().fittedView() ?? home);
      camera.current = { ...camera.current, home: null };
      canvasStore.setState({ isFollowing: false });
      if (back !== null) void ride(back);
      return;
    }
    const [focus, ...ahead] = focusesFrom(steps, done, done < before ? -1 : 1);
    const area = areaOf(flow.getState().domNode);
    if (focus === undefined || area === null) return;
    const view = target ?? getViewport();
    const next = planRide({ focus, ahead, view, area, isOwnZoom: camera.current.isOwnZoom });
    if (next === null) return;
    camera.current = { ...camera.current, home: home ?? view };
    canvasStore.setState({ isFollowing: true });
    void ride(next);
  }, [done, steps, width, height, flow, getViewport, setViewport]);
  return null;
}

/** The focus of the step that is shown and of those that come, in the direction of stepping. */
function focusesFrom(steps: readonly TraceStep[], done: number, direction: 1 | -1): StepFocus[] {
  const { document } = documentStore.getState();
  const drawing = drawingStore.getState();
  return Array.from({ length: AHEAD + 1 }, (_, i) => steps[done - 1 + direction * i]).flatMap(
    (step) => (step === undefined ? [] : (stepFocus(step, document, drawing) ?? [])),
  );
}

/** Where the graph is seen, in px from the corner of the canvas. */
function areaOf(canvas: HTMLElement | null) {
  const open = openArea(canvas);
  if (open === null || canvas === null) return null;
  const { left, top } = canvas.getBoundingClientRect();
  return {
    left: open.left - left,
    top: open.top - top,
    right: open.right - left,
    bottom: open.bottom - top - BELOW,
  };
}

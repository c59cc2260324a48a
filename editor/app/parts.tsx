/**
 * Parts of the page that load later. One that does not come (the network is gone, the site was deployed anew)
 * says so in its place and can be tried again. Once the page is idle everything is fetched ahead, so that a
 * page that has opened goes on working without a network.
 */
import { type ComponentType, lazy, Suspense, useState } from 'react';
import { loadDataFiles } from '../run/data-files/load-data-files.ts';
import { Boundary } from '../widgets/boundary.tsx';
import { loadKatex } from '../widgets/load-katex.ts';
import { loadPlot } from '../widgets/load-plot.ts';
import { loadAllExamples } from './examples.ts';

const stepPanel = async () => (await import('../panels/step/step-panel.tsx')).StepPanel;
const timeline = async () => (await import('../panels/step/timeline.tsx')).Timeline;
const trainingPanel = async () =>
  (await import('../panels/training/training-panel.tsx')).TrainingPanel;
const compiledPanel = async () =>
  (await import('../panels/compiled/compiled-panel.tsx')).CompiledPanel;
const trainingBar = async () =>
  (await import('../panels/training/bar/training-bar.tsx')).TrainingBar;

const SIDE_PANEL = 'panel side-panel';

export const StepPanel = () => <Part what="The step panel" load={stepPanel} panel={SIDE_PANEL} />;
export const Timeline = () => <Part what="The timeline" load={timeline} />;
export const TrainingPanel = () => (
  <Part what="The training panel" load={trainingPanel} panel={SIDE_PANEL} />
);
export const CompiledPanel = () => <Part what="The compiled loop" load={compiledPanel} />;
export const TrainingBar = () => <Part what="The training bar" load={trainingBar} />;

type Load = () => Promise<ComponentType>;

/** Components by what loads them; React's lazy ones remember a failure, so they are made again then. */
const lazyParts = new Map<Load, ComponentType>();

function lazyPart(load: Load): ComponentType {
  const part = lazyParts.get(load) ?? lazy(async () => ({ default: await load() }));
  lazyParts.set(load, part);
  return part;
}

interface PartProps {
  readonly what: string;
  readonly load: Load;
  /** Class of the empty panel that waits in its place. */
  readonly panel?: string;
}

/** A part that loads when it is first shown. */
function Part({ what, load, panel }: PartProps) {
  const [, setAttempts] = useState(0);
  const retry = (): void => {
    lazyParts.delete(load);
    setAttempts((attempts) => attempts + 1);
  };
  const Loaded = lazyPart(load);
  return (
    <Boundary what={what} onRetry={retry}>
      <Suspense fallback={panel === undefined ? null : <aside className={panel} />}>
        <Loaded />
      </Suspense>
    </Boundary>
  );
}

/** Everything a session may need, the likeliest first. */
const AHEAD: readonly (() => Promise<unknown>)[] = [
  ...[stepPanel, timeline, loadKatex, loadFonts, trainingPanel, trainingBar, loadPlot],
  ...[loadDataFiles, compiledPanel, loadAllExamples],
];

/** Time after the page opened before parts are fetched ahead, in ms: what is on the page comes first. */
const AHEAD_AFTER = 1500;

/** Fetches the parts one after the other while nothing else goes on. Gives the way to stop. */
export function fetchAhead(): () => void {
  let live = true;
  const next = async (index: number): Promise<void> => {
    if (!live || index >= AHEAD.length) return;
    // A part that does not come is tried again, and told, where it is needed.
    await AHEAD[index]().catch(() => {});
    whenIdle(() => next(index + 1));
  };
  const timer = setTimeout(() => next(0), AHEAD_AFTER);
  return () => {
    live = false;
    clearTimeout(timer);
  };
}

function whenIdle(task: () => unknown): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(task, { timeout: 2000 });
  else setTimeout(task, 50);
}

async function loadFonts(): Promise<void> {
  await Promise.allSettled([...document.fonts].map((font) => font.load()));
}

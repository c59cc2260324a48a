/** What the training loop was compiled to, below the canvas: kernels, memory, passes, WebAssembly. */
import './compiled.css';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { canvasStore } from '../../state/look/canvas-look.ts';
import { dialogStore } from '../../state/look/dialogs.ts';
import { type CompiledForm, runStore } from '../../state/results/run-store.ts';
import { IconButton } from '../../widgets/icon-button.tsx';
import { Segmented } from '../../widgets/segmented.tsx';
import { formatBytes, formatTime } from './amounts.ts';
import { FunctionTexts } from './function-texts.tsx';
import { KernelList } from './kernel-list.tsx';
import { MemoryPlan } from './memory-plan.tsx';
import { PassTexts } from './pass-texts.tsx';

const VIEWS = [
  { value: 'kernels', label: 'Kernels' },
  { value: 'memory', label: 'Memory' },
  { value: 'passes', label: 'Passes' },
  { value: 'functions', label: 'WebAssembly' },
] as const;
type View = (typeof VIEWS)[number]['value'];

const close = (): void => dialogStore.setState({ compiledOpen: false });
const fitGraph = (): void =>
  canvasStore.setState(({ fitRequests }) => ({ fitRequests: fitRequests + 1, lit: null }));

export function CompiledPanel() {
  const run = useStore(runStore, (state) => state.training);
  const compiled = run?.compiled ?? null;
  const [view, setView] = useState<View>('kernels');
  const [pinned, setPinned] = useState<number | null>(null);
  // The canvas has another height while this is open.
  useEffect(() => {
    const frame = requestAnimationFrame(fitGraph);
    return () => {
      cancelAnimationFrame(frame);
      fitGraph();
    };
  }, []);
  const shown =
    compiled === null ? null : Math.min(pinned ?? 0, compiled.description.kernels.length - 1);
  return (
    <section
      className="compiled"
      aria-label="Compiled loop"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        if (pinned === null) close();
        else setPinned(null);
      }}
    >
      <header className="compiled-head">
        <h2 className="panel-title">Compiled loop</h2>
        <Segmented label="Shown" options={VIEWS} value={view} onChange={setView} />
        {compiled !== null && <Totals compiled={compiled} />}
        <span className="bar-spacer" />
        <IconButton
          icon="close"
          label="Close"
          look="quiet"
          tipSide="top"
          tipAlign="end"
          onClick={close}
        />
      </header>
      {compiled === null || shown === null ? (
        <p className="compiled-empty quiet">
          {run?.latest.engine === 'interpreter'
            ? `Nothing is compiled: ${run.latest.refusal || 'the loop disagrees with the stepped graph'}. The interpreter trains.`
            : 'The loop is being described …'}
        </p>
      ) : (
        <div className="compiled-body">
          {view === 'kernels' && (
            <KernelList compiled={compiled} shown={shown} pinned={pinned} onPin={setPinned} />
          )}
          {view === 'memory' && <MemoryPlan description={compiled.description} />}
          {view === 'passes' && <PassTexts stages={compiled.description.stages} />}
          {view === 'functions' && (
            <FunctionTexts
              functions={compiled.description.functions}
              first={pinned === null ? 'run' : compiled.description.kernels[shown].name}
            />
          )}
        </div>
      )}
    </section>
  );
}

function Totals({ compiled: { description, microseconds } }: { readonly compiled: CompiledForm }) {
  const { kernels, moduleBytes, memoryBytes, threads } = description;
  const sum = microseconds.reduce((total, time) => total + time, 0);
  return (
    <p className="compiled-totals quiet">
      {kernels.length} {kernels.length === 1 ? 'kernel' : 'kernels'} · {formatTime(sum)} a step
      {threads > 1 && ' on one thread'} · {formatBytes(memoryBytes)} of memory ·{' '}
      {formatBytes(moduleBytes)} of code
      {threads > 1 && ` · split among ${threads} threads`}
    </p>
  );
}

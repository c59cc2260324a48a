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
      {compiled === null ? (
        <p className="compiled-empty quiet">
          {run?.latest.engine === 'interpreter'
            ? `Nothing is compiled: ${run.latest.refusal || 'the loop disagrees with the stepped graph'}. The interpreter trains.`
            : 'The loop is being described …'}
        </p>
      ) : (
        <div className="compiled-body">
          <CompiledView view={view} compiled={compiled} pinned={pinned} onPin={setPinned} />
        </div>
      )}
    </section>
  );
}

interface CompiledViewProps {
  readonly view: View;
  readonly compiled: CompiledForm;
  readonly pinned: number | null;
  readonly onPin: (kernel: number | null) => void;
}

/** One of the views. */
function CompiledView({ view, compiled, pinned, onPin }: CompiledViewProps) {
  const { kernels, stages, functions } = compiled.description;
  const shown = Math.min(pinned ?? 0, kernels.length - 1);
  switch (view) {
    case 'kernels':
      return <KernelList compiled={compiled} shown={shown} pinned={pinned} onPin={onPin} />;
    case 'memory':
      return <MemoryPlan description={compiled.description} />;
    case 'passes':
      return <PassTexts stages={stages} />;
    case 'functions':
      return (
        <FunctionTexts
          functions={functions}
          first={pinned === null ? 'run' : kernels[shown].name}
        />
      );
    default:
      return view satisfies never;
  }
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

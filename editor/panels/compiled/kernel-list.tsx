/** Kernels in their order with the time of each; pointing at one lights its nodes up on the canvas. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { nodeLabel } from '../../../graph-core/graph/document.ts';
import type { KernelDescription } from '../../../graph-core/training/look/compiled-description.ts';
import { documentStore } from '../../state/document/document-store.ts';
import { canvasStore } from '../../state/look/canvas-look.ts';
import type { CompiledForm } from '../../state/results/run-store.ts';
import { formatBytes, formatRate, formatTime } from './amounts.ts';
import { FAMILIES, PHASES } from './families.ts';

export interface KernelListProps {
  readonly compiled: CompiledForm;
  /** The kernel whose code is beside the list. */
  readonly shown: number;
  readonly pinned: number | null;
  readonly onPin: (kernel: number | null) => void;
}

export function KernelList({ compiled, shown, pinned, onPin }: KernelListProps) {
  const { description, microseconds } = compiled;
  const { kernels } = description;
  const [pointed, setPointed] = useState<number | null>(null);
  const lit = pointed ?? pinned;
  useEffect(() => {
    canvasStore.setState({ lit: lit === null ? null : (kernels[lit]?.nodes ?? null) });
  }, [lit, kernels]);
  useEffect(() => () => canvasStore.setState({ lit: null }), []);
  const longest = Math.max(...microseconds.filter((time) => !Number.isNaN(time)));
  return (
    <div className="kernels">
      <div className="kernels-scroll">
        <table className="kernels-table">
          <thead>
            <tr>
              <th scope="col">kernel</th>
              <th scope="col">part</th>
              <th scope="col">nodes</th>
              <th scope="col" className="number" colSpan={2}>
                time
              </th>
              <th scope="col" className="number wide-only">
                Gop/s
              </th>
              <th scope="col" className="number wide-only">
                GB/s
              </th>
            </tr>
          </thead>
          <tbody onMouseLeave={() => setPointed(null)}>
            {kernels.map((kernel, i) => (
              <KernelRow
                key={kernel.name}
                kernel={kernel}
                microseconds={microseconds[i]}
                longest={longest}
                pinned={i === pinned}
                onPoint={(on) => setPointed(on ? i : null)}
                onPin={() => onPin(i === pinned ? null : i)}
              />
            ))}
          </tbody>
        </table>
      </div>
      <KernelDetail kernel={kernels[shown]} />
    </div>
  );
}

interface KernelRowProps {
  readonly kernel: KernelDescription;
  /** NaN while it is not measured. */
  readonly microseconds: number;
  readonly longest: number;
  readonly pinned: boolean;
  readonly onPoint: (on: boolean) => void;
  readonly onPin: () => void;
}

function KernelRow({ kernel, microseconds, longest, pinned, onPoint, onPin }: KernelRowProps) {
  return (
    <tr className={pinned ? 'pinned' : ''} onMouseEnter={() => onPoint(true)}>
      <th scope="row">
        <button
          type="button"
          className="kernel-button"
          aria-pressed={pinned}
          onFocus={() => onPoint(true)}
          onBlur={() => onPoint(false)}
          onClick={onPin}
        >
          <FamilyLetter family={kernel.family} />
          {kernel.title}
        </button>
      </th>
      <td className="quiet">{kernel.phases.map((phase) => PHASES[phase]).join(', ')}</td>
      <td>
        <NodeChips nodes={kernel.nodes} />
      </td>
      <td>
        <TimeBar share={microseconds / longest} family={kernel.family} />
      </td>
      <td className="number">{formatTime(microseconds)}</td>
      <td className="number wide-only">{formatRate(kernel.operations, microseconds)}</td>
      <td className="number wide-only">
        {formatRate(kernel.bytesRead + kernel.bytesWritten, microseconds)}
      </td>
    </tr>
  );
}

function FamilyLetter({ family }: Pick<KernelDescription, 'family'>) {
  return (
    <span className={`kernel-letter kernel-${family}`} aria-hidden="true">
      {FAMILIES[family].letter}
    </span>
  );
}

/** Chips shown before the rest is a number. */
const MOST_CHIPS = 6;

function NodeChips({ nodes }: { readonly nodes: readonly string[] }) {
  const document = useStore(documentStore, (state) => state.document);
  return (
    <span className="kernel-chips">
      {nodes.slice(0, MOST_CHIPS).map((node) => (
        <span key={node} className="kernel-chip">
          {nodeLabel(document, node)}
        </span>
      ))}
      {nodes.length > MOST_CHIPS && <span className="quiet">+{nodes.length - MOST_CHIPS}</span>}
    </span>
  );
}

interface TimeBarProps extends Pick<KernelDescription, 'family'> {
  /** Of the longest time; NaN while it is not known. */
  readonly share: number;
}

function TimeBar({ share, family }: TimeBarProps) {
  return (
    <svg
      className={`kernel-time kernel-${family}`}
      viewBox="0 0 100 8"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <rect width={Number.isNaN(share) ? 0 : Math.max(1, 100 * share)} height={8} />
    </svg>
  );
}

function KernelDetail({ kernel }: { readonly kernel: KernelDescription }) {
  const { name, sentence } = FAMILIES[kernel.family];
  return (
    <section className="kernel-detail" aria-label="Kernel">
      <h3 className="panel-heading">
        {kernel.title}: {name}
      </h3>
      <p>{sentence}</p>
      <p className="quiet">
        {kernel.operations.toLocaleString('en-US')} operations, reads{' '}
        {formatBytes(kernel.bytesRead)}, writes {formatBytes(kernel.bytesWritten)}.
      </p>
      <section
        className="compiled-text"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
        tabIndex={0}
        aria-label="What it does to one element"
      >
        <pre>{kernel.code}</pre>
      </section>
    </section>
  );
}

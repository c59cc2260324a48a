/** The margin beside the canvas while stepping: what the current step does, with its numbers. */
import './step.css';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import type {
  Derivation,
  DerivationGrid,
} from '../../../graph-core/explain/derivation/derivation.ts';
import { announceStep, deriveStep } from '../../../graph-core/explain/derivation/derive-step.ts';
import { lineLatex } from '../../../graph-core/explain/derivation/print-line.ts';
import type { Problem } from '../../../graph-core/graph/problem.ts';
import { PAGE_PRINTING, shownGraph } from '../../controls/shown-graph.ts';
import { documentStore } from '../../state/document/document-store.ts';
import { modeStore } from '../../state/look/mode-store.ts';
import { runStore, type Snapshot } from '../../state/results/run-store.ts';
import { stepsDone } from '../../state/results/selectors.ts';
import { formatShape } from '../../widgets/format-number.ts';
import { FormulaCard } from '../../widgets/formula-card.tsx';
import { SidePanel } from '../../widgets/side-panel.tsx';
import { TensorGrid } from '../../widgets/tensor-grid.tsx';

export function StepPanel() {
  const document = useStore(documentStore, (state) => state.document);
  const snapshot = useStore(runStore, (run) => run.snapshot);
  const done = useStore(modeStore, (state) => stepsDone(state, snapshot));
  const step = snapshot.steps[done - 1];
  const next = snapshot.steps[done];
  const isThere = step !== undefined && document.nodes[step.node] !== undefined;
  const derivation = useMemo(
    () => (isThere ? deriveStep(shownGraph(document, snapshot), step) : null),
    [document, snapshot, step, isThere],
  );
  return (
    <SidePanel label="Step">
      <section className="panel-section" aria-live="polite">
        {derivation === null || step === undefined ? (
          <BeforeSteps snapshot={snapshot} />
        ) : (
          <>
            <p className="quiet">
              Step {done} of {snapshot.steps.length} · {step.phase}
            </p>
            <Told derivation={derivation} />
          </>
        )}
      </section>
      {derivation !== null && derivation.grids.length > 0 && (
        <section className="panel-section step-numbers" aria-label="Numbers">
          {derivation.grids.map((grid) => (
            <StepRow key={grid.caption} {...grid} />
          ))}
        </section>
      )}
      {next !== undefined && document.nodes[next.node] !== undefined && (
        <section className="panel-section">
          <h3 className="panel-heading">Next</h3>
          <p>{announceStep(document, next)}</p>
        </section>
      )}
    </SidePanel>
  );
}

/** What is shown before the first step, and where there is none. */
function BeforeSteps({ snapshot: { steps, problems, target } }: { readonly snapshot: Snapshot }) {
  return (
    <>
      <p className="quiet">Before the first step</p>
      <h2 className="panel-title">
        {steps.length === 0 ? 'Nothing to step through' : 'Forward, then backward'}
      </h2>
      <p>
        {steps.length === 0
          ? nothingYet(problems)
          : 'Values are computed from left to right, node by node. Then the gradient flows back, wire by wire: what arrives from downstream times the local derivative.'}
      </p>
      {steps.length > 0 && target === null && <p className="quiet">{nothingYet(problems)}</p>}
    </>
  );
}

/** Title, sentences and lines. */
function Told({ derivation }: { readonly derivation: Derivation }) {
  const { title, sentences, lines, terms, symbols, meaning } = derivation;
  return (
    <>
      <h2 className="panel-title">{title}</h2>
      <p>{sentences.join(' ')}</p>
      <FormulaCard
        lines={lines.map((line) => lineLatex(line, terms, PAGE_PRINTING))}
        symbols={symbols}
      />
      {meaning !== '' && <p className="quiet">{meaning}</p>}
    </>
  );
}

/** One number in a line with its name, a tensor below its name and shape. */
function StepRow({ caption, tensor, pass }: DerivationGrid) {
  const isSingle = tensor.data.length === 1;
  return (
    <div className={isSingle ? 'step-row single' : 'step-row'}>
      <span className="quiet">
        {caption}
        {!isSingle && ` ${formatShape(tensor.shape)}`}
      </span>
      <TensorGrid tensor={tensor} label={caption} kind={pass} />
    </div>
  );
}

/** Why there are no steps: what the first node waits for, or that there is nothing yet. */
function nothingYet(problems: readonly Problem[]): string {
  const [first] = problems;
  if (first === undefined) {
    return 'Add a few nodes and wire them; then every value and every gradient can be stepped through.';
  }
  return `First ${first.hint}: ${first.message}. Until then there are no gradients to step through.`;
}

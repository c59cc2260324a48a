/** The margin beside the canvas while stepping: what the current step does, with its numbers. */
import './step.css';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { Problem } from '../../../graph-core/graph/problem.ts';
import { documentStore } from '../../state/document/document-store.ts';
import { modeStore } from '../../state/look/mode-store.ts';
import { runStore } from '../../state/results/run-store.ts';
import { stepsDone } from '../../state/results/selectors.ts';
import { formatShape } from '../../widgets/format-number.ts';
import { FormulaCard } from '../../widgets/formula-card.tsx';
import { SidePanel } from '../../widgets/side-panel.tsx';
import { TensorGrid } from '../../widgets/tensor-grid.tsx';
import { announceStep, explainStep } from './explain.ts';
import type { ExplainedNumber } from './explanation.ts';

export function StepPanel() {
  const document = useStore(documentStore, (state) => state.document);
  const snapshot = useStore(runStore, (run) => run.snapshot);
  const done = useStore(modeStore, (state) => stepsDone(state, snapshot));
  const step = snapshot.steps[done - 1];
  const next = snapshot.steps[done];
  const isThere = step !== undefined && document.nodes[step.node] !== undefined;
  const explanation = useMemo(
    () => (isThere ? explainStep(document, snapshot, step) : null),
    [document, snapshot, step, isThere],
  );
  return (
    <SidePanel label="Step">
      <section className="panel-section" aria-live="polite">
        {explanation === null || step === undefined ? (
          <>
            <p className="quiet">Before the first step</p>
            <h2 className="panel-title">
              {snapshot.steps.length === 0 ? 'Nothing to step through' : 'Forward, then backward'}
            </h2>
            <p>
              {snapshot.steps.length === 0
                ? nothingYet(snapshot.problems)
                : 'Values are computed from left to right, node by node. Then the gradient flows back, wire by wire: what arrives from downstream times the local derivative.'}
            </p>
            {snapshot.steps.length > 0 && snapshot.target === null && (
              <p className="quiet">{nothingYet(snapshot.problems)}</p>
            )}
          </>
        ) : (
          <>
            <p className="quiet">
              Step {done} of {snapshot.steps.length} · {step.phase}
            </p>
            <h2 className="panel-title">{explanation.title}</h2>
            <p>{explanation.text}</p>
            <FormulaCard lines={explanation.formulas} symbols={explanation.symbols} />
            {explanation.meaning !== '' && <p className="quiet">{explanation.meaning}</p>}
          </>
        )}
      </section>
      {explanation !== null && explanation.rows.length > 0 && (
        <section className="panel-section step-numbers" aria-label="Numbers">
          {explanation.rows.map((row) => (
            <StepRow key={row.name} {...row} />
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

/** One number in a line with its name, a tensor below its name and shape. */
function StepRow({ name, tensor, kind }: ExplainedNumber) {
  const isSingle = tensor.data.length === 1;
  return (
    <div className={isSingle ? 'step-row single' : 'step-row'}>
      <span className="quiet">
        {name}
        {!isSingle && ` ${formatShape(tensor.shape)}`}
      </span>
      <TensorGrid tensor={tensor} label={name} kind={kind} />
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

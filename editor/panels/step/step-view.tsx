/** The step at hand: what it does, the curve where it passes a number on, its numbers, what comes next. */
import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { TraceStep } from '../../../graph-core/evaluate/trace.ts';
import type { ComputedGraph } from '../../../graph-core/explain/derivation/computed-graph.ts';
import { announceStep, deriveStep } from '../../../graph-core/explain/derivation/derive-step.ts';
import { deriveUpdate } from '../../../graph-core/explain/update/derive-update.ts';
import type { Problem } from '../../../graph-core/graph/problem.ts';
import { modeStore } from '../../state/look/mode-store.ts';
import { runStore, type Snapshot } from '../../state/results/run-store.ts';
import { stepsDone } from '../../state/results/selectors.ts';
import { NumberRows } from './number-rows.tsx';
import { OfTraining } from './of-training.tsx';
import { shownUpdate } from './shown-update.ts';
import { SlopePicture } from './slope-picture.tsx';
import { Told } from './told.tsx';

export function StepView({ graph }: { readonly graph: ComputedGraph }) {
  const { document } = graph;
  const snapshot = useStore(runStore, (run) => run.snapshot);
  const done = useStore(modeStore, (state) => stepsDone(state, snapshot));
  const step = snapshot.steps[done - 1];
  const next = snapshot.steps[done];
  const isThere = step !== undefined && document.nodes[step.node] !== undefined;
  return (
    <>
      {isThere ? (
        <Derived key={keyOf(step)} {...{ graph, step, done, of: snapshot.steps.length }} />
      ) : (
        <section className="panel-section" aria-live="polite">
          <BeforeSteps snapshot={snapshot} />
        </section>
      )}
      {isThere && next === undefined && snapshot.iteration !== null && (
        <section className="panel-section">
          <h3 className="panel-heading">Next</h3>
          <p>Step {snapshot.iteration.iteration + 2} of training begins with the new numbers.</p>
        </section>
      )}
      {next !== undefined && document.nodes[next.node] !== undefined && (
        <section className="panel-section">
          <h3 className="panel-heading">Next</h3>
          <p>{announceStep(document, next)}</p>
        </section>
      )}
    </>
  );
}

/** What a step writes; an element that is looked at is one of it. */
const keyOf = (step: TraceStep): string =>
  step.kind === 'wire' ? `wire ${step.edge}` : `${step.kind} ${step.node}`;

interface DerivedProps {
  readonly graph: ComputedGraph;
  readonly step: TraceStep;
  readonly done: number;
  readonly of: number;
}

function Derived({ graph, step, done, of }: DerivedProps) {
  const [element, setElement] = useState<number | null>(null);
  const snapshot = useStore(runStore, (run) => run.snapshot);
  const derivation = useMemo(() => {
    // An update needs to know the optimizer; it is written out for the element that is looked at.
    const update = step.kind === 'update' ? shownUpdate(graph.document, snapshot, step.node) : null;
    return update === null ? deriveStep(graph, step) : deriveUpdate(graph, { ...update, element });
  }, [graph, step, snapshot, element]);
  return (
    <>
      <section className="panel-section" aria-live="polite">
        <p className="quiet">
          Step {done} of {of} · {step.phase}
        </p>
        {snapshot.iteration !== null && <OfTraining {...snapshot.iteration} />}
        <Told derivation={derivation} />
      </section>
      {step.kind === 'wire' && (
        <SlopePicture graph={graph} edge={step.edge} element={element ?? 0} />
      )}
      {derivation.grids.length > 0 && <NumberRows derivation={derivation} onElement={setElement} />}
    </>
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

/** Why there are no steps: what the first node waits for, or that there is nothing yet. */
function nothingYet(problems: readonly Problem[]): string {
  const [first] = problems;
  if (first === undefined) {
    return 'Add a few nodes and wire them; then every value and every gradient can be stepped through.';
  }
  return `First ${first.hint}: ${first.message}. Until then there are no gradients to step through.`;
}

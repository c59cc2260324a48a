/** The bar below the canvas: buttons to step and play, the target, and every step as a piece of a line. */
import { useStore } from 'zustand';
import type { TraceStep } from '../../../graph-core/evaluate/trace.ts';
import { announceStep } from '../../../graph-core/explain/derivation/derive-step.ts';
import { nodeLabel } from '../../../graph-core/graph/document.ts';
import {
  FIRST_STEP,
  KEEP_NUMBERS,
  LAST_STEP,
  NEXT_ITERATION,
  PLAY_STEPS,
  PREVIOUS_ITERATION,
  STEP_BACK,
  STEP_FORWARD,
  STEP_THROUGH_TRAINING,
} from '../../commands/step-commands.ts';
import { CommandButton, CommandIconButton } from '../../controls/command-button.tsx';
import { KeyCap } from '../../controls/key-cap.tsx';
import { documentStore } from '../../state/document/document-store.ts';
import { chooseTarget } from '../../state/document/graph-edits.ts';
import { hasBatches } from '../../state/look/iteration.ts';
import { modeStore } from '../../state/look/mode-store.ts';
import { preferenceStore } from '../../state/look/preferences.ts';
import { goToStep } from '../../state/look/stepping.ts';
import { runStore } from '../../state/results/run-store.ts';
import { stepsDone } from '../../state/results/selectors.ts';
import { Choice } from '../../widgets/choice.tsx';

/** More steps than this are shown as two bars instead of pieces. */
const PIECES = 120;

export function Timeline() {
  const snapshot = useStore(runStore, (run) => run.snapshot);
  const done = useStore(modeStore, (state) => stepsDone(state, snapshot));
  return (
    <section className="timeline" aria-label="Steps">
      <div className="timeline-controls">
        <div className="bar-group">
          <CommandIconButton command={FIRST_STEP} tipSide="top" tipAlign="start" />
          <CommandIconButton command={STEP_BACK} tipSide="top" />
          <CommandIconButton command={PLAY_STEPS} tipSide="top" look="primary" />
          <CommandIconButton command={STEP_FORWARD} tipSide="top" />
          <CommandIconButton command={LAST_STEP} tipSide="top" />
        </div>
        <TargetChoice />
        <IterationGroup />
        <SpeedChoice />
        <span className="bar-spacer" />
        <span className="quiet timeline-keys">
          <KeyCap command={STEP_BACK} /> back <KeyCap command={STEP_FORWARD} /> forward{' '}
          <KeyCap command={PLAY_STEPS} /> play
        </span>
      </div>
      {snapshot.steps.length > 0 && <StepLine done={done} />}
    </section>
  );
}

/** Which step of training it is, and the ways to others; the way into training where rows come from data. */
function IterationGroup() {
  const inside = useStore(runStore, (run) => run.snapshot.iteration);
  const batches = useStore(documentStore, ({ document }) => hasBatches(document));
  if (inside === null) {
    return batches ? (
      <CommandButton command={STEP_THROUGH_TRAINING}>Step through training</CommandButton>
    ) : null;
  }
  const { iteration } = inside;
  return (
    <div className="bar-group iteration-group">
      <CommandIconButton command={PREVIOUS_ITERATION} tipSide="top" />
      <span className="iteration-count" aria-live="polite">
        <span className="quiet">training step</span>{' '}
        <strong>{(iteration + 1).toLocaleString('en-US')}</strong>
      </span>
      <CommandIconButton command={NEXT_ITERATION} tipSide="top" />
      {iteration > 0 && <CommandButton command={KEEP_NUMBERS}>Keep numbers</CommandButton>}
      {batches && (
        <CommandButton command={STEP_THROUGH_TRAINING}>Back to the graph’s rows</CommandButton>
      )}
    </div>
  );
}

/** How fast playing goes. */
const SPEEDS = [0.5, 1, 2, 4, 8];

function SpeedChoice() {
  const speed = useStore(preferenceStore, (preferences) => preferences.stepSpeed);
  return (
    <Choice
      look="bar"
      label="Speed"
      value={String(speed)}
      options={SPEEDS.map((factor) => ({ value: String(factor), label: `${factor}×` }))}
      onChange={(factor) => preferenceStore.setState({ stepSpeed: Number(factor) })}
    />
  );
}

function TargetChoice() {
  const document = useStore(documentStore, (state) => state.document);
  const target = useStore(runStore, (run) => run.snapshot.target);
  const nodes = useStore(runStore, (run) => run.snapshot.nodes);
  const choices = [...nodes.keys()].filter((id) => document.nodes[id] !== undefined);
  return (
    <Choice
      look="bar"
      label="Gradient of"
      value={target ?? ''}
      options={choices.map((id) => ({ value: id, label: nodeLabel(document, id) }))}
      unset="nothing yet"
      onChange={chooseTarget}
    />
  );
}

function StepLine({ done }: { readonly done: number }) {
  const document = useStore(documentStore, (state) => state.document);
  const steps = useStore(runStore, (run) => run.snapshot.steps);
  const forward = steps.filter(({ phase }) => phase === 'forward').length;
  const updates = steps.filter(({ phase }) => phase === 'update').length;
  const backward = steps.length - forward - updates;
  const inPieces = steps.length <= PIECES;
  const current = done === 0 ? null : steps[done - 1];
  const said =
    current === null || document.nodes[current.node] === undefined
      ? 'before the first step'
      : announceStep(document, current);
  return (
    <div className="step-line">
      <input
        type="range"
        className="step-line-range"
        aria-label="Step"
        aria-valuetext={`${done} of ${steps.length}: ${said}`}
        min={0}
        max={steps.length}
        value={done}
        onChange={(event) => goToStep(Number(event.target.value))}
      />
      <div className="step-line-pieces" aria-hidden="true">
        <Phase phase="forward" steps={steps.slice(0, forward)} done={done} inPieces={inPieces} />
        <Phase
          phase="backward"
          steps={steps.slice(forward, forward + backward)}
          done={done - forward}
          inPieces={inPieces}
        />
        <Phase
          phase="update"
          steps={steps.slice(forward + backward)}
          done={done - forward - backward}
          inPieces={inPieces}
        />
      </div>
      <div className="step-line-captions quiet" aria-hidden="true">
        <span style={{ flexGrow: forward }}>forward: values</span>
        {backward > 0 && <span style={{ flexGrow: backward }}>backward: gradients</span>}
        {updates > 0 && <span style={{ flexGrow: updates }}>update: parameters</span>}
      </div>
    </div>
  );
}

interface PhaseProps {
  readonly phase: TraceStep['phase'];
  readonly steps: readonly TraceStep[];
  /** Steps done of this phase; negative before it. */
  readonly done: number;
  /** Not so where there are too many: then it is one bar. */
  readonly inPieces: boolean;
}

/** One pass of the line. */
function Phase({ phase, steps, done, inPieces }: PhaseProps) {
  const count = steps.length;
  if (count === 0) return null;
  return (
    <div className={`step-line-phase ${phase}`} style={{ flexGrow: count }}>
      {inPieces ? (
        steps.map((step, i) => (
          <span
            key={`${step.kind} ${step.node} ${step.kind === 'wire' ? step.edge : ''}`}
            className={i + 1 === done ? 'piece now' : i < done ? 'piece done' : 'piece'}
          />
        ))
      ) : (
        <span className="piece">
          <span
            className="piece done"
            style={{ width: `${(100 * Math.min(count, Math.max(0, done))) / count}%` }}
          />
        </span>
      )}
    </div>
  );
}

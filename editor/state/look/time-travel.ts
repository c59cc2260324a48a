/**
 * Ways through time that load when they are first asked for: to the step that writes a number, to the update, to other
 * steps of training, and out of them with their numbers.
 */
import type { TraceStep } from '../../../graph-core/evaluate/trace.ts';
import type { EdgeId, NodeId } from '../../../graph-core/graph/document.ts';
import { setWeights, weightsFault } from '../../../graph-core/graph/edit.ts';
import { MAX_EDITED_WEIGHTS } from '../../../graph-core/graph/limits.ts';
import type { Tensor } from '../../../graph-core/tensor/tensor.ts';
import { changeDocument, documentStore } from '../document/document-store.ts';
import { runStore } from '../results/run-store.ts';
import { stepsDone } from '../results/selectors.ts';
import { modeStore } from './mode-store.ts';
import { notify } from './notices.ts';
import { goToIteration, goToStep, pause, setMode } from './stepping.ts';

/** What was asked about. */
export type WrittenPlace = { readonly node: NodeId } | { readonly edge: EdgeId };

/** Which of its numbers; `next` goes from one to the other with each time. */
export type WrittenPass = 'value' | 'gradient' | 'next';

/** Shows the step that writes a number of a place; nothing where none does. */
export function showWritten(place: WrittenPlace, pass: WrittenPass): void {
  const { snapshot } = runStore.getState();
  const counts = writtenAt(snapshot.steps, place);
  if (counts.length === 0) return;
  pause();
  const [value, gradient] = counts;
  if (pass === 'value') goToStep(value);
  else if (pass === 'gradient') goToStep(gradient ?? value);
  else {
    const done = stepsDone(modeStore.getState(), snapshot);
    const at = counts.indexOf(done);
    goToStep(counts[(at + 1) % counts.length]);
  }
}

/** Steps done when each number of the place has been written: its value, its gradient, its update. */
function writtenAt(steps: readonly TraceStep[], place: WrittenPlace): readonly number[] {
  const { edges } = documentStore.getState().document;
  const node = 'node' in place ? place.node : edges[place.edge]?.from;
  const counts: number[] = [];
  const note = (is: (step: TraceStep) => boolean): void => {
    const at = steps.findIndex(is);
    if (at >= 0) counts.push(at + 1);
  };
  note((step) => step.kind === 'node' && step.node === node);
  if ('edge' in place) note((step) => step.kind === 'wire' && step.edge === place.edge);
  else {
    const isSum = steps.some((step) => step.kind === 'accumulate' && step.node === node);
    note((step) =>
      isSum
        ? step.kind === 'accumulate' && step.node === node
        : (step.kind === 'seed' && step.node === node) ||
          (step.kind === 'wire' && step.source === node),
    );
    note((step) => step.kind === 'update' && step.node === node);
  }
  return counts;
}

/** Shows the next step of training, or an earlier one, at the place where this one is looked at. */
export function moveIteration(by: number): void {
  pause();
  const inside = runStore.getState().snapshot.iteration;
  if (inside !== null) goToIteration(inside.iteration + by, modeStore.getState().step);
}

/** After the first parameter was updated; from there on, the next one. */
export function stepToUpdate(): void {
  pause();
  const { steps } = runStore.getState().snapshot;
  const first = steps.findIndex(({ phase }) => phase === 'update');
  if (first >= 0) goToStep(first + 1);
}

/** The graph with its own numbers again, or with those of its first step of training. */
export function stepThroughTraining(isInside: boolean): void {
  pause();
  if (isInside) goToIteration(0, 0);
  else modeStore.setState({ iteration: null, landing: null, step: 0 });
}

/** Writes the parameters of the step of training that is looked at into the graph, which then begins with them. */
export function keepIteration(): void {
  const { iteration } = runStore.getState().snapshot;
  if (iteration === null) return;
  const weights = new Map<NodeId, Tensor>();
  for (const [id, { before }] of iteration.updates) weights.set(id, before.w);
  const fault = weightsFault(weights.values(), MAX_EDITED_WEIGHTS);
  if (fault !== null) {
    notify('refused', fault.message, fault.hint);
    return;
  }
  changeDocument('Keep the numbers of this step', (draft) => setWeights(draft, weights));
  modeStore.setState({ iteration: null, landing: null, step: 0 });
}

/** Steps through the training step that the run is at: its weights, its next batch. */
export function stepInside(step: number): void {
  modeStore.setState({ iteration: step });
  setMode('step');
  modeStore.setState({ iteration: step, landing: 0, step: 0 });
}

/** Writes the trained weights into the parameters, as values the run starts from next time. */
export function keepWeights(): void {
  const { training, snapshot } = runStore.getState();
  if (training === null) return;
  const weights = new Map<NodeId, Tensor>();
  for (const [id, data] of Object.entries(training.latest.parameters)) {
    const shape = snapshot.nodes.get(id)?.value.shape;
    if (shape !== undefined) weights.set(id, { shape, data });
  }
  const fault = weightsFault(weights.values(), MAX_EDITED_WEIGHTS);
  if (fault !== null) notify('refused', fault.message, fault.hint);
  else changeDocument('Keep the trained weights', (draft) => setWeights(draft, weights));
}

/** Terms of a derivation and the places they speak of: lighting them up, and going to the step that wrote them. */
import type { DerivationPlace } from '../../../graph-core/explain/derivation/derivation.ts';
import type { EdgeId, NodeId } from '../../../graph-core/graph/document.ts';
import { canvasStore } from '../../state/look/canvas-look.ts';
import { goToStep } from '../../state/look/stepping.ts';
import { runStore } from '../../state/results/run-store.ts';
import { stepsUntil } from '../../state/results/selectors.ts';

/** Lights up what is spoken of. */
export function lightPlace(place: DerivationPlace | null): void {
  if (place === null) darken();
  else lightPlaces([place.node], place.edge === undefined ? [] : [place.edge]);
}

/** Lights up nodes and wires. */
export function lightPlaces(nodes: readonly NodeId[], wires: readonly EdgeId[]): void {
  canvasStore.setState({ lit: nodes, litWires: wires });
}

/** Nothing is pointed at any more. */
export function darken(): void {
  canvasStore.setState({ lit: null, litWires: [] });
}

/** Shows the step that wrote the number of a place. */
export function showWhenWritten(place: DerivationPlace): void {
  const steps = stepsUntil(runStore.getState().snapshot, place);
  if (steps === null) return;
  darken();
  goToStep(steps);
}

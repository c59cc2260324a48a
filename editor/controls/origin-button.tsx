/** Beside numbers that ask for an explanation: asks for it. */
import type { Place } from '../../graph-core/diagnose/whole-run.ts';
import { askOrigin } from '../state/look/origin-store.ts';

export interface OriginButtonProps {
  /** What asks for it; nothing is shown for null. */
  readonly place: Place | null;
  readonly words?: string;
}

export function OriginButton({ place, words = 'Where does it come from?' }: OriginButtonProps) {
  if (place === null) return null;
  return (
    <button type="button" className="button" onClick={() => askOrigin(place)}>
      {words}
    </button>
  );
}

/** The lens over the canvas, where there is something to look at. */
import { useStore } from 'zustand';
import { lensStore, partKey } from '../state/look/lens-store.ts';
import { Later } from '../widgets/later.tsx';
import { loadPartLens } from './load-part-lens.ts';

/** Nothing while nothing is looked at. */
export function CanvasLens() {
  const target = useStore(lensStore, (lens) => lens.target);
  return target === null ? null : (
    <Later key={partKey(target)} what="The lens" load={loadPartLens} props={{ target }} />
  );
}

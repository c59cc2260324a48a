/** The card over the canvas, while something is asked. */
import { useStore } from 'zustand';
import { originStore } from '../../state/look/origin-store.ts';
import { Later } from '../../widgets/later.tsx';
import { loadOriginCard } from './load-origin-card.ts';

export function CanvasOrigin() {
  const asked = useStore(originStore, (state) => state.asked);
  return asked === null ? null : (
    <Later what="The answer" load={loadOriginCard} props={{ asked }} />
  );
}

/** What stands at the wires, in the corner of the canvas. */
import { useStore } from 'zustand';
import { modeStore } from '../state/look/mode-store.ts';
import { preferenceStore } from '../state/look/preferences.ts';
import { pictureStore } from '../state/results/picture-store.ts';
import { runStore } from '../state/results/run-store.ts';

export function Legend() {
  const trains = useStore(modeStore, ({ mode }) => mode === 'train');
  const forward = useStore(runStore, ({ snapshot }) => snapshot.forward?.by ?? null);
  const pictures = useStore(preferenceStore, ({ unitPictures }) => unitPictures) && trains;
  return (
    <p className="app-legend" aria-hidden="true">
      <span className="legend-value">▸ value</span> above the wire{' '}
      {forward === null ? (
        <span className="legend-gradient">◂ gradient</span>
      ) : (
        <span className="legend-forward">▹ derivative by {forward}</span>
      )}{' '}
      below it
      {trains && ', of the rows in the graph'}
      {pictures && <PictureLegend />}
    </p>
  );
}

/** How to read the pictures of units, where there are any. */
function PictureLegend() {
  const isPictured = useStore(pictureStore, (state) => state.pictures.size > 0);
  const isPlane = useStore(pictureStore, ({ features }) => features === 2);
  if (!isPictured) return null;
  return isPlane ? (
    <span className="legend-pictures">
      a picture is a unit over x₁ and x₂: <i className="legend-positive" /> above 0{' '}
      <i className="legend-negative" /> below
    </span>
  ) : (
    <span className="legend-pictures">a curve is a unit over x, with the line of 0</span>
  );
}

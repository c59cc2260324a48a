/** What each unit of the selected node responds to: its value over the plane of the two features. There have to be two. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { selectionStore } from '../../../state/look/selection-store.ts';
import type { ShownRun } from '../../../state/results/run-store.ts';
import { HeatCanvas } from '../../../widgets/heat-canvas.tsx';

/** Side of one picture, in px. */
const SIDE = 68;

export function UnitPictures({ run }: { readonly run: ShownRun }) {
  const selected = useStore(selectionStore, ({ nodes }) => (nodes.length === 1 ? nodes[0] : null));
  const { units } = run.latest;
  const pictures = useMemo(() => {
    if (units === null) return [];
    const { side, values } = units;
    const cells = side * side;
    return Array.from({ length: values.length / cells }, (_, unit) => ({
      shape: [side, side],
      data: values.subarray(unit * cells, (unit + 1) * cells),
    }));
  }, [units]);
  if (units === null || units.node !== selected) {
    return (
      <p className="quiet">Select a node of the net to see what each of its units responds to.</p>
    );
  }
  const more = units.count - pictures.length;
  return (
    <>
      <ul className="unit-pictures">
        {pictures.map((tensor, unit) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a unit is its place in the layer
          <li key={unit}>
            <HeatCanvas
              tensor={tensor}
              kind="value"
              className="unit-picture"
              width={SIDE}
              height={SIDE}
              label={`unit ${unit + 1}`}
            />
          </li>
        ))}
      </ul>
      {more > 0 && <p className="quiet">and {more} more</p>}
    </>
  );
}

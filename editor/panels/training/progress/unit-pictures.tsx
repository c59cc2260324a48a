/** What each unit of a node responds to; a press looks at one of them closely. */
import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import type { NodeId } from '../../../../graph-core/graph/document.ts';
import { pinLens } from '../../../state/look/lens-store.ts';
import { pictureNode } from '../../../state/look/pictured-nodes.ts';
import { pictureStore } from '../../../state/results/picture-store.ts';
import { unitScale } from '../../../widgets/unit-painter.ts';
import { UnitPicture } from '../../../widgets/unit-picture.tsx';

/** Side of one picture, in px. */
const SIDE = 66;

/** Null for no node: there has to be one with units that can be pictured. */
export function UnitPictures({ node }: { readonly node: NodeId | null }) {
  // Also where the node is out of view.
  useEffect(() => (node === null ? undefined : pictureNode(node)), [node]);
  const units = useStore(pictureStore, ({ pictures }) =>
    node === null ? undefined : pictures.get(node),
  );
  const isPlane = useStore(pictureStore, ({ features }) => features === 2);
  const scale = useMemo(() => unitScale(units?.values ?? []), [units]);
  if (node === null || units === undefined) {
    return (
      <p className="quiet">Select a node of the net to see what each of its units responds to.</p>
    );
  }
  const { values, side, count } = units;
  const points = isPlane ? side * side : side;
  const pictured = values.length / points;
  return (
    <>
      <ul className="unit-pictures">
        {Array.from({ length: pictured }, (_, unit) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a unit is its place in the layer
          <li key={unit}>
            <button
              type="button"
              className="unit-press"
              aria-label={`Look closely at unit ${unit + 1}`}
              title={`unit ${unit + 1}`}
              onClick={() => pinLens({ kind: 'node', node, unit })}
            >
              <UnitPicture
                values={values.subarray(unit * points, (unit + 1) * points)}
                {...{ side, isPlane, scale }}
                width={SIDE}
                height={SIDE}
              />
            </button>
          </li>
        ))}
      </ul>
      {count > pictured && <p className="quiet">and {count - pictured} more</p>}
    </>
  );
}

/** The lens over the units of a node: one of them closely, live while a run plays. */
import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import type { NodeId } from '../../graph-core/graph/document.ts';
import { lookAtUnit } from '../state/look/lens-store.ts';
import { magnifyNode } from '../state/look/pictured-nodes.ts';
import { pictureStore } from '../state/results/picture-store.ts';
import { runStore } from '../state/results/run-store.ts';
import type { LensWindow } from '../widgets/lens-frame.tsx';
import { UnitLens } from '../widgets/unit-lens.tsx';
import type { UnitPoint } from '../widgets/unit-reading.tsx';

export interface NodeUnitLensProps extends LensWindow {
  readonly node: NodeId;
  readonly label: string;
  readonly unit: number;
  readonly onNumbers: () => void;
}

export function NodeUnitLens({ node, ...rest }: NodeUnitLensProps) {
  useEffect(() => {
    magnifyNode(node);
    return () => magnifyNode(null);
  }, [node]);
  const drawn = useStore(pictureStore, ({ pictures }) => pictures.get(node));
  const extent = useStore(pictureStore, (state) => state.extent);
  const isPlane = useStore(pictureStore, ({ features }) => features === 2);
  const points = usePoints();
  if (drawn === undefined) return null;
  const { count, values, side } = drawn;
  return (
    <UnitLens
      {...rest}
      {...{ extent, points }}
      units={{ count, values, side, isPlane }}
      onUnit={lookAtUnit}
    />
  );
}

/** Colors of classes there are. */
const CLASS_COLORS = 10;

/** The examples learned from. */
function usePoints(): readonly UnitPoint[] {
  const dataset = useStore(runStore, ({ training }) => training?.dataset ?? null);
  return useMemo(() => {
    if (dataset === null || dataset.width !== 2) return [];
    const { features, targets, classes } = dataset;
    return Array.from(targets, (target, i) => ({
      x: features[2 * i],
      y: features[2 * i + 1],
      color: classes === null ? 'accent' : `class-${target % CLASS_COLORS}`,
    }));
  }, [dataset]);
}

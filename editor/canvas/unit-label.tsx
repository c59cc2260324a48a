/** The pictures of the units of a node in the place of a label, while training and where there are any. */
import { EdgeLabelRenderer } from '@xyflow/react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { LabelForm } from '../../graph-core/drawing/label-form.ts';
import { LABEL_GAP } from '../../graph-core/drawing/node-frame.ts';
import type { NodeId } from '../../graph-core/graph/document.ts';
import type { LensTarget } from '../state/look/lens-store.ts';
import { modeStore } from '../state/look/mode-store.ts';
import { pictureNode } from '../state/look/pictured-nodes.ts';
import { preferenceStore } from '../state/look/preferences.ts';
import { pictureStore, unitCount } from '../state/results/picture-store.ts';
import { Later } from '../widgets/later.tsx';
import { loadUnitStrip } from './load-unit-strip.ts';

/** True where pictures stand in the place of numbers. */
function useWantsPictures(): boolean {
  const trains = useStore(modeStore, ({ mode }) => mode === 'train');
  return useStore(preferenceStore, ({ unitPictures }) => unitPictures) && trains;
}

/** True for a node whose units are pictured on the canvas. */
export function useIsPictured(node: NodeId | undefined): boolean {
  const isWanted = useWantsPictures();
  return useStore(
    pictureStore,
    (state) => isWanted && node !== undefined && unitCount(state, node) > 0,
  );
}

/** Has the units of a node drawn as long as its label stands on the canvas; how many there are, 0 for no pictures. */
export function usePicturedUnits(node: NodeId): number {
  const isWanted = useWantsPictures();
  useEffect(() => (isWanted ? pictureNode(node) : undefined), [isWanted, node]);
  return useStore(pictureStore, (state) => (isWanted ? unitCount(state, node) : 0));
}

interface UnitLabelProps {
  readonly node: NodeId;
  readonly target: LensTarget;
  readonly form: LabelForm;
  /** The left end of the room of the label, and the height of the wire. */
  readonly x: number;
  readonly y: number;
}

/** What pictures may take of the space between labels, above and below: they have no text that could run together. */
export const SPARE = 5;

/** The pictures, where value and gradient would stand; relative to what holds it. */
export function UnitLabel({ node, target, form, x, y }: UnitLabelProps) {
  const half = form.height + LABEL_GAP + SPARE;
  const room = { x, y: y - half, width: form.width, height: 2 * half };
  return <Later what="Pictures of units" load={loadUnitStrip} props={{ node, target, ...room }} />;
}

/** The same at a wire: beside the drawing of the wires, in the coordinates of the canvas. */
export function WireUnitLabel(props: UnitLabelProps) {
  return (
    <EdgeLabelRenderer>
      <UnitLabel {...props} />
    </EdgeLabelRenderer>
  );
}

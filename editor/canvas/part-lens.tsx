/** The lens over a wire or a node: the numbers, any of them, or its units one by one, beside where they stand. */
import { useStore as useFlow } from '@xyflow/react';
import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Box } from '../../graph-core/drawing/box.ts';
import { nodeGeometry } from '../../graph-core/drawing/node-geometry.ts';
import { type NodeId, nodeLabel } from '../../graph-core/graph/document.ts';
import { documentStore } from '../state/document/document-store.ts';
import { drawingStore } from '../state/look/drawing-store.ts';
import {
  closeLens,
  type LensTarget,
  leaveLens,
  lensStore,
  pinLens,
  stayLens,
} from '../state/look/lens-store.ts';
import { runStore } from '../state/results/run-store.ts';
import { OnPage } from '../widgets/on-page.tsx';
import { TensorLens } from '../widgets/tensor-lens.tsx';
import { NodeUnitLens } from './node-unit-lens.tsx';
import { useIsPictured } from './unit-label.tsx';

export interface PartLensProps {
  readonly target: LensTarget;
}

export function PartLens({ target }: PartLensProps) {
  const isPinned = useStore(lensStore, (lens) => lens.isPinned);
  const label = useStore(documentStore, ({ document }) => {
    const node = target.kind === 'node' ? target.node : document.edges[target.wire]?.from;
    return node === undefined || document.nodes[node] === undefined
      ? ''
      : nodeLabel(document, node);
  });
  const value = useValue(target);
  const gradient = useGradient(target);
  const anchor = useStill(useAnchor(target), isPinned);
  const node = useSource(target);
  const isPictured = useIsPictured(node);
  const [wantsNumbers, setWantsNumbers] = useState(false);
  if (anchor === null || (value === null && gradient === null)) return null;
  const lens = {
    label,
    anchor,
    isPinned,
    onPin: (pinned: boolean) => (pinned ? pinLens() : closeLens()),
    onClose: closeLens,
    onHover: (isOver: boolean) => (isOver ? stayLens() : leaveLens()),
  };
  const { unit = 0 } = target;
  return (
    <OnPage>
      {isPictured && node !== undefined && !wantsNumbers ? (
        <NodeUnitLens {...lens} {...{ node, unit }} onNumbers={() => setWantsNumbers(true)} />
      ) : (
        <TensorLens
          {...lens}
          tensors={{ value, gradient }}
          onUnits={isPictured ? () => setWantsNumbers(false) : undefined}
        />
      )}
    </OnPage>
  );
}

/** The node whose value it is. */
const useSource = (target: LensTarget): NodeId | undefined =>
  useStore(documentStore, ({ document }) =>
    target.kind === 'node' ? target.node : document.edges[target.wire]?.from,
  );

function useValue(target: LensTarget) {
  const source = useSource(target);
  return useStore(runStore, ({ snapshot }) =>
    source === undefined ? null : (snapshot.nodes.get(source)?.value ?? null),
  );
}

const useGradient = (target: LensTarget) =>
  useStore(runStore, ({ snapshot }) =>
    target.kind === 'node'
      ? (snapshot.nodes.get(target.node)?.gradient ?? null)
      : (snapshot.edges.get(target.wire) ?? null),
  );

/** The box of the numbers, in px of the window; null when what is looked at has gone. */
function useAnchor(target: LensTarget) {
  const [left, top, zoom] = useFlow((flow) => flow.transform);
  const canvas = useFlow((flow) => flow.domNode);
  const box = useNumbersBox(target);
  if (box === null || canvas === null) return null;
  const { x, y } = canvas.getBoundingClientRect();
  return {
    x: x + left + zoom * box.left,
    y: y + top + zoom * box.top,
    width: zoom * (box.right - box.left),
    height: zoom * (box.bottom - box.top),
  };
}

/** A pinned lens stays where it is while the graph moves below it: it is read, and may be out of view. */
function useStill<T>(anchor: T | null, isPinned: boolean): T | null {
  const still = useRef(anchor);
  if (!isPinned || still.current === null) still.current = anchor;
  return anchor === null ? null : still.current;
}

function useNumbersBox(target: LensTarget): Box | null {
  const course = useStore(drawingStore, ({ courses }) =>
    target.kind === 'wire' ? courses.get(target.wire) : undefined,
  );
  const node = useStore(documentStore, ({ document }) =>
    target.kind === 'node' ? document.nodes[target.node] : undefined,
  );
  if (node !== undefined) {
    const { position } = node;
    const { width, height } = nodeGeometry(node);
    const [right, bottom] = [position.x + width, position.y + height];
    return { left: position.x, top: position.y, right, bottom };
  }
  return course?.labelBox ?? null;
}

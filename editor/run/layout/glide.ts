/** Nodes glide to their new places, wires with them; the document changes once, at the end. */
import type { NodeId, Position } from '../../../graph-core/graph/document.ts';
import { documentStore } from '../../state/document/document-store.ts';
import { dragNodes } from '../../state/look/drawing-store.ts';

/** ms */
const DURATION = 420;
/** Larger graphs go at once: so many wires cannot be led anew in each frame. */
const MOST_NODES = 150;

/** Resolves when all nodes are seen at `positions`; what the user did meanwhile stands. */
export async function glide(positions: ReadonlyMap<NodeId, Position>): Promise<void> {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  if (still || positions.size > MOST_NODES) return;
  const { document } = documentStore.getState();
  const begin = performance.now();
  for (;;) {
    const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve));
    const t = Math.min(1, (now - begin) / DURATION);
    if (t >= 1 || documentStore.getState().document !== document) break;
    const eased = 1 - (1 - t) ** 3;
    dragNodes(
      new Map(
        [...positions].map(([id, { x, y }]) => {
          const from = document.nodes[id].position;
          return [id, { x: from.x + (x - from.x) * eased, y: from.y + (y - from.y) * eased }];
        }),
      ),
    );
  }
}

/** The layout, loaded when somebody first asks for one. */
import { selectionStore } from '../../state/look/selection-store.ts';

/** Loads what lays out. */
export const loadLayout = () => import('./lay-out.ts');

/** Lays out what is selected, the whole graph when less than two nodes are. */
export async function tidy(): Promise<void> {
  const { nodes } = selectionStore.getState();
  const { layOut } = await loadLayout();
  await layOut(nodes);
}

/** The layout, loaded when somebody first asks for one. */
import { laterPart } from '../../state/look/later-part.ts';
import { selectionStore } from '../../state/look/selection-store.ts';

/** What lays graphs out. */
export const LAYOUT = laterPart('what lays graphs out', () => import('./lay-out.ts'));

/** Lays out what is selected, the whole graph when less than two nodes are. */
export async function tidy(): Promise<void> {
  const { nodes } = selectionStore.getState();
  await LAYOUT.use(({ layOut }) => layOut(nodes));
}

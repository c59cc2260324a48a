/** Edits by which a graph comes to fit a table: a net made for it. */
import type { GraphDocument } from '../../../graph-core/graph/document.ts';
import { laidOut } from '../look/laid-out.ts';
import { notify } from '../look/notices.ts';
import { documentStore, replaceDocument } from './document-store.ts';

/** What a graph is called as long as nobody has named it. */
const UNNAMED = 'Untitled graph';

/** Puts a net made for a table in the place of the graph; an empty graph that was named keeps its name. */
export function makeNet(net: GraphDocument, title: string): boolean {
  const { document } = documentStore.getState();
  const isEmpty = Object.keys(document.nodes).length === 0;
  const name = isEmpty && document.name !== UNNAMED ? document.name : net.name;
  replaceDocument(`Make a net for ${title}`, { ...laidOut(net), name });
  notify(
    'done',
    `A net for ${title} is ready to train`,
    isEmpty ? '' : 'Undo brings the graph before it back.',
  );
  return true;
}

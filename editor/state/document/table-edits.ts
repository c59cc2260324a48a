/** Edits by which a graph comes to fit a table: a net made for it, or repairs of the net that is there. */
import { applyRepairs, type RepairPlan } from '../../../graph-core/fit/repair-plan.ts';
import type { GraphDocument } from '../../../graph-core/graph/document.ts';
import { fitGraph } from '../look/canvas-look.ts';
import { notify } from '../look/notices.ts';
import { changeDocument, documentStore, replaceDocument } from './document-store.ts';

/** What a graph is called as long as nobody has named it. */
const UNNAMED = 'Untitled graph';

/** Puts a net made for a table in the place of the graph; an empty graph that was named keeps its name. */
export function makeNet(net: GraphDocument, title: string): boolean {
  const { document } = documentStore.getState();
  const isEmpty = Object.keys(document.nodes).length === 0;
  const name = isEmpty && document.name !== UNNAMED ? document.name : net.name;
  replaceDocument(`Make a net for ${title}`, { ...net, name });
  notify(
    'done',
    `A net for ${title} is ready to train`,
    isEmpty ? '' : 'Undo brings the graph before it back.',
  );
  return true;
}

/** Does all repairs of a plan as one step; false where nothing was changed. */
export function repairGraph(plan: RepairPlan, title: string): boolean {
  const isDone = changeDocument(`Fit the graph to ${title}`, (draft) => applyRepairs(draft, plan));
  if (!isDone) return false;
  // Nodes may have come in before the loss.
  fitGraph();
  notify('done', `The graph fits ${title} now`, 'Undo takes all of it back.');
  return true;
}

/** Repairs of a graph as one step, with nodes where its wider numbers have room. */
import type { RepairPlan } from '../../../graph-core/fit/repair-plan.ts';
import { documentStore } from '../../state/document/document-store.ts';
import { repairGraph } from '../../state/document/table-edits.ts';
import { LAYOUT } from './tidy.ts';

/** A plan whose graph is laid out anew where its labels would lie on what is there; null where the graph was changed meanwhile. */
export async function laidOutPlan(plan: RepairPlan): Promise<RepairPlan | null> {
  const { document } = documentStore.getState();
  const repaired = await LAYOUT.use(({ cleared }) => cleared(document, plan.repaired));
  if (documentStore.getState().document !== document) return null;
  return { ...plan, repaired: repaired ?? plan.repaired };
}

/** Does all repairs of a plan; false where nothing was changed. */
export async function repair(plan: RepairPlan, title: string): Promise<boolean> {
  const ready = await laidOutPlan(plan);
  return ready !== null && repairGraph(ready, title);
}

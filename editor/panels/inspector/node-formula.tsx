/** What a node computes, as a formula of what is wired to it. */
import { useStore } from 'zustand';
import { ruleSiteOf } from '../../../graph-core/explain/derivation/computed-graph.ts';
import { valueRule } from '../../../graph-core/explain/node-rule.ts';
import { symbolNotes } from '../../../graph-core/explain/symbol-notes.ts';
import { typicalRule } from '../../../graph-core/explain/typical-rule.ts';
import type { NodeId } from '../../../graph-core/graph/document.ts';
import type { OpDef } from '../../../graph-core/ops/kit/operation.ts';
import { shownGraph } from '../../controls/shown-graph.ts';
import { valueLine } from '../../controls/value-line.ts';
import { documentStore } from '../../state/document/document-store.ts';
import { runStore } from '../../state/results/run-store.ts';
import { FormulaCard } from '../../widgets/formula-card.tsx';

export interface NodeFormulaProps {
  readonly id: NodeId;
  readonly definition: OpDef;
}

export function NodeFormula({ id, definition }: NodeFormulaProps) {
  const document = useStore(documentStore, (state) => state.document);
  const snapshot = useStore(runStore, (run) => run.snapshot);
  const place = { document, node: id, definition };
  const site = ruleSiteOf(shownGraph(document, snapshot), id, definition);
  const rule = valueRule(site) ?? typicalRule(definition, site.attrs);
  if (rule === null) return null;
  return <FormulaCard lines={[valueLine(place, rule)]} symbols={symbolNotes(rule)} />;
}

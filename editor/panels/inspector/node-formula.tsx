/** What a node computes, as a formula of what is wired to it. */
import { useStore } from 'zustand';
import { atomTex, formulaLatex } from '../../../graph-core/explain/formula-latex.ts';
import { computedSite, valueRule } from '../../../graph-core/explain/node-rule.ts';
import { symbolNotes } from '../../../graph-core/explain/symbol-notes.ts';
import { typicalRule } from '../../../graph-core/explain/typical-rule.ts';
import type { GraphDocument, NodeId } from '../../../graph-core/graph/document.ts';
import { completeAttrs, type OpDef, portsOf } from '../../../graph-core/ops/kit/operation.ts';
import type { Shape } from '../../../graph-core/tensor/shape.ts';
import { documentStore } from '../../state/document/document-store.ts';
import { nameLatex, nodeLatex } from '../../state/document/node-names.ts';
import { runStore } from '../../state/results/run-store.ts';
import { FormulaCard } from '../../widgets/formula-card.tsx';

interface NodeFormulaProps {
  readonly id: NodeId;
  readonly definition: OpDef;
}

export function NodeFormula({ id, definition }: NodeFormulaProps) {
  const document = useStore(documentStore, (state) => state.document);
  const numbers = useStore(runStore, (run) => run.snapshot.nodes);
  const attrs = completeAttrs(definition, document.nodes[id].attrs);
  const shapes: Record<string, Shape> = {};
  const names: Record<string, ReturnType<typeof atomTex>> = {};
  for (const { name: port } of portsOf(definition, attrs)) {
    const source = sourceOf(document, id, port);
    const shape = source === undefined ? undefined : numbers.get(source)?.value.shape;
    if (shape !== undefined) shapes[port] = shape;
    names[port] = atomTex(source === undefined ? nameLatex(port) : nodeLatex(document, source));
  }
  const site = computedSite({ definition, attrs, shapes }, numbers.get(id)?.value.shape);
  const rule = valueRule(site) ?? typicalRule(definition, attrs);
  if (rule === null) return null;
  const line = `${nodeLatex(document, id)} = ${formulaLatex(rule, names)}`;
  return <FormulaCard lines={[line]} symbols={symbolNotes(rule)} />;
}

function sourceOf({ edges }: GraphDocument, node: NodeId, port: string): NodeId | undefined {
  return Object.values(edges).find((edge) => edge.to === node && edge.port === port)?.from;
}

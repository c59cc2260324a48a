/** The margin beside the canvas while stepping: the step at hand, or the whole gradient of a number. */
import './step.css';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { shownGraph } from '../../controls/shown-graph.ts';
import { documentStore } from '../../state/document/document-store.ts';
import { type InsightView, insightStore, showInsight } from '../../state/look/insight-store.ts';
import { runStore } from '../../state/results/run-store.ts';
import { Segmented, type SegmentedOption } from '../../widgets/segmented.tsx';
import { SidePanel } from '../../widgets/side-panel.tsx';
import { ChainView } from './chain-view.tsx';
import { StepView } from './step-view.tsx';
import { useSubject } from './use-subject.ts';

const VIEWS: readonly SegmentedOption<InsightView>[] = [
  { value: 'step', label: 'This step', hint: 'What this step does' },
  { value: 'chain', label: 'Chain', hint: 'The whole gradient, along all paths' },
];

export function StepPanel() {
  const document = useStore(documentStore, (state) => state.document);
  const snapshot = useStore(runStore, (run) => run.snapshot);
  const view = useStore(insightStore, (insight) => insight.view);
  const graph = useMemo(() => shownGraph(document, snapshot), [document, snapshot]);
  const subject = useSubject();
  return (
    <SidePanel label="Step">
      <div className="insight-views">
        <Segmented label="What is told" options={VIEWS} value={view} onChange={showInsight} />
      </div>
      {view === 'chain' && subject !== null ? (
        <ChainView key={subject.node} graph={graph} node={subject.node} />
      ) : (
        <StepView graph={graph} />
      )}
    </SidePanel>
  );
}

/** The margin beside the canvas while stepping: the step at hand, or the whole gradient of a number. */
import './step.css';
import './insight.css';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { ComputedGraph } from '../../../graph-core/explain/derivation/computed-graph.ts';
import { shownGraph } from '../../controls/shown-graph.ts';
import { documentStore } from '../../state/document/document-store.ts';
import { type InsightView, insightStore, showInsight } from '../../state/look/insight-store.ts';
import { lessonStore } from '../../state/look/lesson-store.ts';
import { runStore } from '../../state/results/run-store.ts';
import { Later } from '../../widgets/later.tsx';
import { Segmented, type SegmentedOption } from '../../widgets/segmented.tsx';
import { SidePanel } from '../../widgets/side-panel.tsx';
import { ChainView } from './chain-view.tsx';
import { loadCheck, loadForward, loadLens } from './load-insights.ts';
import { StepView } from './step-view.tsx';
import { type Subject, useSubject } from './use-subject.ts';

const VIEWS: readonly SegmentedOption<InsightView>[] = [
  { value: 'step', label: 'This step', hint: 'What this step does' },
  { value: 'chain', label: 'Chain', hint: 'The whole gradient, along all paths (W)' },
  { value: 'lens', label: 'Move', hint: 'Move a number and see the target follow its tangent (T)' },
  { value: 'check', label: 'Check', hint: 'Compare the gradient with differences (V)' },
  { value: 'forward', label: 'Forward', hint: 'How everything changes with one number' },
];

export function StepPanel() {
  const document = useStore(documentStore, (state) => state.document);
  const snapshot = useStore(runStore, (run) => run.snapshot);
  const view = useStore(insightStore, (insight) => insight.view);
  const graph = useMemo(() => shownGraph(document, snapshot), [document, snapshot]);
  const asks = useStore(lessonStore, (state) => state.asks);
  const subject = useSubject();
  return (
    <SidePanel label="Step">
      <div className="insight-views">
        <Segmented label="What is told" options={VIEWS} value={view} onChange={showInsight} />
      </div>
      {asks ? (
        <p className="panel-section">
          Steps are told once the exercise is filled in. Until then there are hints beside its
          blanks.
        </p>
      ) : subject === null || view === 'step' ? (
        <StepView graph={graph} />
      ) : (
        <View key={`${view} ${subject.node} ${subject.edge ?? ''}`} {...{ view, graph, subject }} />
      )}
    </SidePanel>
  );
}

interface ViewProps {
  readonly view: Exclude<InsightView, 'step'>;
  readonly graph: ComputedGraph;
  readonly subject: Subject;
}

function View({ view, graph, subject }: ViewProps) {
  switch (view) {
    case 'chain':
      return <ChainView graph={graph} node={subject.node} />;
    case 'lens':
      return <Later what="The tangent lens" load={loadLens} props={{ graph, subject }} />;
    case 'check':
      return <Later what="The gradient check" load={loadCheck} props={{ graph, subject }} />;
    case 'forward':
      return <Later what="Forward mode" load={loadForward} props={{ subject }} />;
    default:
      return view satisfies never;
  }
}

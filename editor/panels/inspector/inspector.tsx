/** What is selected, in full; else the graph as a whole. What is about one node or wire loads when one is first selected. */
import './inspector.css';
import { useStore } from 'zustand';
import { documentStore } from '../../state/document/document-store.ts';
import { lessonStore } from '../../state/look/lesson-store.ts';
import { selectionStore } from '../../state/look/selection-store.ts';
import { Later } from '../../widgets/later.tsx';
import { SidePanel } from '../../widgets/side-panel.tsx';
import { GraphSummary } from './graph-summary.tsx';
import { loadNodeInspector, loadWireInspector } from './load-inspectors.ts';

export function Inspector() {
  const selection = useStore(selectionStore);
  const only = selection.nodes.length === 1 ? selection.nodes[0] : null;
  const node = useStore(documentStore, ({ document }) =>
    only === null ? undefined : document.nodes[only],
  );
  const isSecret = useStore(lessonStore, ({ secret }) => only !== null && secret.includes(only));
  const wire =
    only === null && selection.nodes.length === 0 && selection.edges.length === 1
      ? selection.edges[0]
      : null;
  return (
    <SidePanel label="Inspector">
      {isSecret ? (
        <p className="panel-section">What this node does is what the exercise asks.</p>
      ) : node !== undefined && only !== null ? (
        <Later
          key={only}
          what="The inspector"
          load={loadNodeInspector}
          props={{ id: only, node }}
        />
      ) : wire !== null ? (
        <Later what="The inspector" load={loadWireInspector} props={{ id: wire }} />
      ) : (
        <GraphSummary selected={selection.nodes.length} />
      )}
    </SidePanel>
  );
}

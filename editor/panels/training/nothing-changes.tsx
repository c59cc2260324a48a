/** A loss that no parameter goes into: nothing is wrong, only nothing would change; one press makes it so. */
import { type GraphDocument, type NodeId, nodeLabel } from '../../../graph-core/graph/document.ts';
import { trainableSources } from '../../../graph-core/infer/trainable-sources.ts';
import { trainSources } from '../../state/document/first-training.ts';

/** Names that are listed. */
const MOST_NAMED = 6;

interface NothingChangesProps {
  readonly document: GraphDocument;
  readonly loss: NodeId;
}

export function NothingChanges({ document, loss }: NothingChangesProps) {
  const sources = trainableSources(document, loss);
  const label = nodeLabel(document, loss);
  const names = new Intl.ListFormat('en').format(
    sources.length > MOST_NAMED
      ? [`${sources.length} sources`]
      : sources.map((id) => nodeLabel(document, id)),
  );
  return (
    <section className="panel-section training-problems" aria-label="What is missing">
      <h2 className="panel-title">Nothing changes yet</h2>
      <p>
        Training changes parameters, and {label} is computed from none.
        {sources.length > 0 && ` ${names} ${sources.length === 1 ? 'is' : 'are'} fixed.`}
      </p>
      {sources.length > 0 ? (
        <button
          type="button"
          className="button button-primary"
          onClick={() => trainSources(sources)}
        >
          Make {names} trainable
        </button>
      ) : (
        <p className="quiet">Wire a parameter into what {label} is computed from.</p>
      )}
    </section>
  );
}

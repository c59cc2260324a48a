/** All gradients of the graph at once: a line for each variable, the worst of its elements, kinks named. */
import { type GraphDocument, nodeLabel } from '../../../../graph-core/graph/document.ts';
import type { Answers } from '../../../../graph-core/studies/study.ts';
import { selectNode } from '../../../state/look/selection-store.ts';
import { runStore } from '../../../state/results/run-store.ts';
import { formatNumber } from '../../../widgets/format-number.ts';
import { placeOf } from '../../../widgets/tensor-place.ts';
import { useStudy } from '../use-study.ts';

type Check = Answers['check'];
type Element = Check['elements'][number];

export function GraphCheck({ document }: { readonly document: GraphDocument }) {
  const { answer, waits } = useStudy<'check'>({ ask: 'check' });
  return (
    <section className="panel-section" aria-label="All variables" aria-live="polite">
      <h3 className="panel-heading">All variables</h3>
      {answer === null && waits && <p className="quiet">Comparing with differences …</p>}
      {answer !== null && <Checked document={document} check={answer} />}
    </section>
  );
}

function Checked({ document, check }: { readonly document: GraphDocument; readonly check: Check }) {
  const byNode = new Map<string, Element[]>();
  for (const element of check.elements) {
    byNode.set(element.node, [...(byNode.get(element.node) ?? []), element]);
  }
  const kinks = check.elements.filter(({ kink }) => kink);
  return (
    <>
      <p className={check.agrees ? 'check-verdict' : 'check-verdict wrong'}>
        <span aria-hidden="true">{check.agrees ? '✓' : '✗'}</span>{' '}
        {check.agrees
          ? `All gradients agree with differences, within ${formatNumber(check.tolerance)}.`
          : `Some gradients do not agree: the largest relative error is ${formatNumber(check.worst, { digits: 2 })}.`}
      </p>
      <table className="check-table">
        <thead>
          <tr>
            <th scope="col">variable</th>
            <th scope="col">checked</th>
            <th scope="col">worst error</th>
          </tr>
        </thead>
        <tbody>
          {[...byNode].map(([node, elements]) => (
            <tr key={node}>
              <th scope="row">
                <button type="button" className="step-place" onClick={() => selectNode(node)}>
                  {nodeLabel(document, node)}
                </button>
              </th>
              <td>{elements.length}</td>
              <td>{worstOf(elements)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {kinks.length > 0 && <p>{kinkSentence(document, kinks)}</p>}
      {check.skipped.map(({ node, reason }) => (
        <p key={node} className="quiet">
          {nodeLabel(document, node)} is left out: {reason}.
        </p>
      ))}
    </>
  );
}

function worstOf(elements: readonly Element[]): string {
  const smooth = elements.filter(({ kink }) => !kink);
  if (smooth.length === 0) return 'kink';
  const worst = smooth.reduce(
    (most, { relativeError: e }) => (e > most || Number.isNaN(e) ? e : most),
    0,
  );
  return formatNumber(worst, { digits: 2 });
}

/** Names of kinks that are listed. */
const MOST_NAMED = 4;

function kinkSentence(document: GraphDocument, kinks: readonly Element[]): string {
  const { nodes } = runStore.getState().snapshot;
  const names = kinks.slice(0, MOST_NAMED).map(({ node, index }) => {
    const shape = nodes.get(node)?.value.shape ?? [];
    const at = shape.length === 0 ? '' : `[${placeOf(index, shape).join(', ')}]`;
    return `${nodeLabel(document, node)}${at}`;
  });
  const more = kinks.length - names.length;
  const all = `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return `At a kink, where there is no derivative to agree with: ${all}.`;
}

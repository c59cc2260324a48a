/** The paths that a gradient comes along, the largest first; one that is pointed at lights up on the canvas. */
import { type GraphDocument, nodeLabel } from '../../../graph-core/graph/document.ts';
import type { Answers } from '../../../graph-core/studies/study.ts';
import { formatNumber } from '../../widgets/format-number.ts';
import { darken, lightPlaces } from './term-places.ts';

type PathShares = Answers['paths'];
type PathShare = PathShares['paths'][number];

interface PathListProps {
  readonly document: GraphDocument;
  readonly shares: PathShares;
}

export function PathList({ document, shares: { paths, rest, count } }: PathListProps) {
  if (paths.length === 0) return null;
  const others = count - paths.length;
  return (
    <section className="panel-section" aria-label="Paths">
      <h3 className="panel-heading">
        {count === 1 ? 'All of it comes along one path' : `It comes along ${spoken(count)} paths`}
      </h3>
      <ol className="path-list">
        {paths.map((path) => (
          <li
            key={`${path.edges.join(' ')} ${path.places.map(({ element }) => element).join(' ')}`}
          >
            <PathRow document={document} path={path} />
          </li>
        ))}
      </ol>
      {others > 0 && (
        <p className="quiet">
          The other {spoken(others)} {others === 1 ? 'path brings' : 'paths bring'}{' '}
          {formatNumber(rest)} together.
        </p>
      )}
    </section>
  );
}

const spoken = (count: number): string =>
  count < 1e6 ? count.toLocaleString('en-US') : `about ${count.toPrecision(2)}`;

function PathRow({
  document,
  path,
}: {
  readonly document: GraphDocument;
  readonly path: PathShare;
}) {
  const { share, contribution, edges, places } = path;
  // The sign stands at what the path brings.
  const percent = `${formatNumber(100 * Math.abs(share), { digits: 3 })} %`;
  const nodes = [...new Set(places.map(({ node }) => node))];
  const names = places.map(({ node }) => nodeLabel(document, node)).join(' → ');
  const light = (): void => lightPlaces(nodes, edges);
  return (
    <button
      type="button"
      className="path-row"
      aria-label={`${percent} of this gradient comes along ${names}: ${formatNumber(contribution)}`}
      onPointerEnter={light}
      onPointerLeave={darken}
      onFocus={light}
      onBlur={darken}
    >
      <span className="path-share">{percent}</span>
      <span className={share < 0 ? 'path-bar negative' : 'path-bar'} aria-hidden="true">
        <span style={{ width: `${100 * Math.abs(share)}%` }} />
      </span>
      <span className="path-brings">{formatNumber(contribution, { sign: 'always' })}</span>
      <span className="path-names">{names}</span>
    </button>
  );
}

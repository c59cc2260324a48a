/** The sum over paths written out, where there are few and every factor is one number: what the chain factors. */
import type { EdgeId, NodeId } from '../../graph/document.ts';
import { type Formula, f } from '../../ops/kit/formula.ts';
import { agrees } from './agreement.ts';
import { type ComputedGraph, edgesFrom } from './computed-graph.ts';
import type { DerivationLine, DerivationTerm } from './derivation.ts';
import { equal, isNumber, ownerOf, symbol } from './line-parts.ts';
import { slopeTerm } from './local-slope.ts';

/** More than this is not read. */
const MOST_PATHS = 3;
const MOST_FACTORS = 12;

interface PathsQuestion {
  readonly node: NodeId;
  readonly target: NodeId;
  readonly between: ReadonlySet<NodeId>;
  readonly terms: Record<string, DerivationTerm>;
}

/** By name and by number; nothing where one wire is the whole of it, or where it would be too long. */
export function pathsLine(
  graph: ComputedGraph,
  question: PathsQuestion,
): readonly DerivationLine[] {
  const { node, terms } = question;
  const gradient = graph.gradient(node);
  const paths = fewPaths(graph, question);
  const factors = paths?.reduce((sum, path) => sum + path.length, 0) ?? 0;
  if (paths === null || gradient === null || !isNumber(gradient)) return [];
  if (factors < 2 || factors > MOST_FACTORS) return [];
  const own: Record<string, DerivationTerm> = {};
  const keys = new Map<EdgeId, string>();
  const products: Formula[] = [];
  for (const path of paths) {
    const slopes: Formula[] = [];
    // From the target back, as the chain rule is read.
    for (const edge of path.toReversed()) {
      const key = keys.get(edge) ?? `path${keys.size}`;
      keys.set(edge, key);
      const term = slopeTerm(graph, edge);
      if (term === null || !isNumber(term.tensor)) return [];
      own[key] = term;
      slopes.push({ kind: 'symbol', name: key, shape: [] });
    }
    const [first, ...rest] = slopes;
    products.push(f.times(first, ...rest));
  }
  const [first, ...rest] = products;
  const sum = rest.reduce<Formula>((total, next) => f.add(total, next), first);
  const all = { ...terms, ...own };
  if (!agrees(sum, all, gradient, ownerOf(graph, node))) return [];
  Object.assign(terms, own);
  const name = symbol(terms, 'result');
  return [
    equal(name, sum),
    { ...equal(name, [sum, 'numbers'], [name, 'numbers']), continues: true },
  ];
}

/** All paths by their wires, in the direction of the data; null where there are more than a few. */
function fewPaths(
  graph: ComputedGraph,
  { node, target, between }: PathsQuestion,
): readonly (readonly EdgeId[])[] | null {
  const { edges } = graph.document;
  let open: (readonly EdgeId[])[] = [[]];
  const done: (readonly EdgeId[])[] = [];
  for (let length = 0; open.length > 0; length++) {
    if (length > MOST_FACTORS) return null;
    open = open.flatMap((path) => {
      const last = path[path.length - 1];
      const at = last === undefined ? node : edges[last].to;
      if (at === target) {
        done.push(path);
        return [];
      }
      return edgesFrom(graph.document, at)
        .filter((edge) => between.has(edges[edge].to) && graph.edgeGradient(edge) !== null)
        .map((edge) => [...path, edge]);
    });
    if (open.length + done.length > MOST_PATHS) return null;
  }
  return done;
}

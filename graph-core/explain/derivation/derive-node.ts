/**
 * The whole chain behind a gradient: from the target back to a node, one line for each node between, as the algorithm goes.
 * The sum over paths is factored: what arrives at a node is added up once and passed on as one number.
 */
import { type EdgeId, type NodeId, nodeLabel } from '../../graph/document.ts';
import { type Formula, f } from '../../ops/kit/formula.ts';
import { opDef } from '../../ops/registry.ts';
import { elementCount } from '../../tensor/shape.ts';
import { zeros } from '../../tensor/tensor.ts';
import { portRule } from '../node-rule.ts';
import { agrees } from './agreement.ts';
import {
  type ComputedGraph,
  edgesFrom,
  edgesInto,
  gradientTerm,
  passageTerms,
  ruleSiteOf,
} from './computed-graph.ts';
import type { Derivation, DerivationLine, DerivationTerm } from './derivation.ts';
import { sumOf, throughTerm } from './derive-step.ts';
import { equal, isNumber, meaningOf, ownerOf, symbol, valueGrid } from './line-parts.ts';
import { ruleOf, slopeTerm } from './local-slope.ts';
import { pathsLine } from './paths-line.ts';
import { symbolsIn } from './print-line.ts';
import { unreachedSentence } from './special-cases.ts';

/** More lines than this are not read; those nearest to the node are kept. */
const MOST_LINES = 12;

/** Derives the gradient of the target by `node`, along all paths. */
export function deriveNode(graph: ComputedGraph, node: NodeId): Derivation {
  const { document, target } = graph;
  const [label, effect] = [node, target ?? node].map((id) => nodeLabel(document, id));
  const gradient = graph.gradient(node);
  const terms: Record<string, DerivationTerm> = {};
  const bare = { terms, symbols: [], rule: null, owner: ownerOf(graph, node) };
  const title = `The gradient of ${effect} by ${label}`;
  if (gradient === null || target === null) {
    const sentences = [unreachedSentence(graph, node), ...blockedSentences(graph, node)];
    const shape = graph.value(node)?.shape ?? [];
    terms.result = gradientTerm(graph, node, zeros(shape));
    const grids = [valueGrid(terms, 'result', `gradient at ${label}`)];
    const lines =
      elementCount(shape) === 1
        ? [equal(symbol(terms, 'result'), [symbol(terms, 'result'), 'numbers'])]
        : [];
    return { ...bare, title, sentences, lines, grids, meaning: '' };
  }
  terms.result = gradientTerm(graph, node, gradient);
  const grids = [valueGrid(terms, 'result', `gradient at ${label}`)];
  if (node === target) {
    const one = equal(symbol(terms, 'result'), [symbol(terms, 'result'), 'numbers']);
    const sentences = [
      `The gradient is 1, because a change of ${label} changes ${label} by just as much.`,
    ];
    return {
      ...bare,
      title,
      sentences,
      lines: isNumber(gradient) ? [one] : [],
      grids,
      meaning: '',
    };
  }
  const between = nodesBetween(graph, node, target);
  const chain = [...between].filter((id) => id !== target);
  const shown = chain.slice(-MOST_LINES);
  return {
    ...bare,
    title,
    sentences: [
      pathSentence(graph, between, { node, target }),
      ...(shown.length < chain.length
        ? [`The ${shown.length} lines nearest to ${label} are written out, of ${chain.length}.`]
        : []),
    ],
    lines: [
      ...pathsLine(graph, { node, target, between, terms }),
      ...shown.flatMap((id, i) => chainLines(graph, id, { between, terms, number: i })),
    ],
    grids,
    meaning: meaningOf(graph, node, gradient),
  };
}

/** The nodes on paths from `node` to `target` that bring a gradient, the target first. */
function nodesBetween(graph: ComputedGraph, node: NodeId, target: NodeId): ReadonlySet<NodeId> {
  const { document } = graph;
  const carries = (edge: EdgeId): boolean => graph.edgeGradient(edge) !== null;
  const back = new Set<NodeId>([target]);
  for (const id of back) {
    for (const edge of edgesInto(document, id))
      if (carries(edge)) back.add(document.edges[edge].from);
  }
  const readersOf = (id: NodeId): readonly NodeId[] =>
    edgesFrom(document, id).flatMap((edge) => (carries(edge) ? [document.edges[edge].to] : []));
  const forth = new Set<NodeId>([node]);
  for (const id of forth) for (const to of readersOf(id)) forth.add(to);
  // Every node after those that read it: the order of the backward pass.
  const ordered = new Set<NodeId>();
  const place = (id: NodeId): void => {
    const stack: { id: NodeId; next: number }[] = [{ id, next: 0 }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const wanted = readersOf(top.id).filter((to) => back.has(to) && forth.has(to));
      const to = wanted[top.next];
      top.next++;
      if (to === undefined) {
        ordered.add(top.id);
        stack.pop();
      } else if (!ordered.has(to)) stack.push({ id: to, next: 0 });
    }
  };
  place(node);
  return ordered;
}

/** The wires that bring back the gradient of `id`, between these nodes. */
function bringing(
  graph: ComputedGraph,
  id: NodeId,
  between: ReadonlySet<NodeId>,
): readonly EdgeId[] {
  const { document } = graph;
  return edgesFrom(document, id).filter(
    (edge) => between.has(document.edges[edge].to) && graph.edgeGradient(edge) !== null,
  );
}

function pathSentence(
  graph: ComputedGraph,
  between: ReadonlySet<NodeId>,
  { node, target }: { readonly node: NodeId; readonly target: NodeId },
): string {
  const { document } = graph;
  const paths = new Map<NodeId, number>([[target, 1]]);
  let wires = 0;
  for (const id of between) {
    if (id === target) continue;
    const edges = bringing(graph, id, between);
    wires += edges.length;
    paths.set(
      id,
      edges.reduce((sum, edge) => sum + (paths.get(document.edges[edge].to) ?? 0), 0),
    );
  }
  const count = paths.get(node) ?? 0;
  const [label, effect] = [node, target].map((id) => nodeLabel(document, id));
  if (count === 1) {
    return `One path leads from ${label} to ${effect}, over ${wires === 1 ? 'one wire' : `${wires} wires`}: the local derivatives on it are multiplied.`;
  }
  return `${spokenCount(count)} paths lead from ${label} to ${effect}, over ${wires} wires. The gradient is the sum over all paths; the algorithm adds up what arrives at each node and passes it on once, so it multiplies once a wire instead of once for every path.`;
}

const spokenCount = (count: number): string =>
  count < 1e6 ? String(count) : `About ${count.toExponential(1).replace('e+', ' · 10^')}`;

/** What one node of the chain gets: a sum over its wires, each upstream times local. */
function chainLines(
  graph: ComputedGraph,
  id: NodeId,
  {
    between,
    terms,
    number,
  }: {
    readonly between: ReadonlySet<NodeId>;
    readonly terms: Record<string, DerivationTerm>;
    readonly number: number;
  },
): readonly DerivationLine[] {
  const gradient = graph.gradient(id);
  if (gradient === null) return [];
  const left = `at${number}`;
  terms[left] = gradientTerm(graph, id, gradient);
  const edges = bringing(graph, id, between);
  // A part of the gradient that comes on other wires is none of this chain.
  const isWhole = edgesFrom(graph.document, id).every(
    (edge) => graph.edgeGradient(edge) === null || edges.includes(edge),
  );
  if (!isWhole) return [];
  const summands = edges.map((edge, i) =>
    wireFactor(graph, edge, { terms, key: `w${number}x${i}` }),
  );
  const sum = sumOf(summands);
  if (sum === null) return [];
  const name = symbol(terms, left);
  if (!agrees(sum, terms, gradient, ownerOf(graph, id))) return [];
  if (!isNumber(gradient)) return [equal(name, sum)];
  const isScalar = [...symbolsIn(sum)].every((key) => isNumber(terms[key].tensor));
  if (!isScalar) return [equal(name, sum, [name, 'numbers'])];
  return [
    equal(name, sum),
    { ...equal(name, [sum, 'numbers'], [name, 'numbers']), continues: true },
  ];
}

/** What a wire brings: upstream times local where both are single numbers, else the rule of the operation. */
function wireFactor(
  graph: ComputedGraph,
  edge: EdgeId,
  { terms, key }: { readonly terms: Record<string, DerivationTerm>; readonly key: string },
): Formula {
  const { document } = graph;
  const { to } = document.edges[edge];
  const upstream = graph.gradient(to);
  const rule = ruleOf(graph, edge);
  if (upstream === null || rule === null) {
    terms[key] = throughTerm(graph, edge, graph.edgeGradient(edge) ?? zeros([]));
    return symbol(terms, key);
  }
  const slope = slopeTerm(graph, edge);
  if (slope === null || !isNumber(slope.tensor) || !isNumber(upstream)) {
    const own = passageTerms(graph, to, upstream);
    for (const [name, term] of Object.entries(own)) terms[`${key}${name}`] = term;
    return renamed(rule.whole, (name) => `${key}${name}`);
  }
  terms[`${key}u`] = gradientTerm(graph, to, upstream);
  terms[`${key}l`] = slope;
  return f.times(symbol(terms, `${key}u`), symbol(terms, `${key}l`));
}

/** The formula with other names for its symbols. */
function renamed(formula: Formula, nameFor: (name: string) => string): Formula {
  switch (formula.kind) {
    case 'symbol':
      return { ...formula, name: nameFor(formula.name) };
    case 'apply':
      return { ...formula, inputs: formula.inputs.map((input) => renamed(input, nameFor)) };
    case 'bound':
      return {
        ...formula,
        inputs: formula.inputs.map((input) => renamed(input, nameFor)),
        value: renamed(formula.value, nameFor),
      };
    default:
      return formula;
  }
}

/** Where paths from a node end because an operation passes no gradient. */
function blockedSentences(graph: ComputedGraph, node: NodeId): readonly string[] {
  const { document } = graph;
  const sentences: string[] = [];
  for (const edge of edgesFrom(document, node)) {
    const { to, port } = document.edges[edge];
    const definition = opDef(document.nodes[to].op);
    if (definition === null || definition.kind === 'source') continue;
    const rule = portRule(ruleSiteOf(graph, to, definition), port);
    if (rule?.kind !== 'zero') continue;
    sentences.push(`${nodeLabel(document, to)} passes no gradient on: ${rule.reason}.`);
  }
  return sentences;
}

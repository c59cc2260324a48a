/** What a node passes back onto one of its wires: the chain rule by number, by element, by matrix. */
import { type EdgeId, nodeLabel } from '../../graph/document.ts';
import { localDerivative } from '../../interpret/local-derivative.ts';
import { type Formula, f } from '../../ops/kit/formula.ts';
import { backwardOf, type ComputedDoc } from '../../ops/kit/operation.ts';
import { opDef } from '../../ops/registry.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { formulaShape } from '../formula-shape.ts';
import { type PortRule, portRule, summedTo } from '../node-rule.ts';
import { symbolNotes } from '../symbol-notes.ts';
import { agrees } from './agreement.ts';
import {
  type ComputedGraph,
  edgesFrom,
  gradientTerm,
  nameOf,
  operandsOf,
  passageOf,
  passageTerms,
  portWords,
  ruleSiteOf,
} from './computed-graph.ts';
import type { Derivation, DerivationGrid, DerivationLine, DerivationTerm } from './derivation.ts';
import { factorGrids } from './factor-grids.ts';
import {
  equal,
  isNumber,
  meaningOf,
  ownerOf,
  symbol,
  valueGrid,
  withShapes,
} from './line-parts.ts';
import {
  BEYOND_RULE,
  caseSentences,
  isPlain,
  unreachedSentence,
  zeroSentences,
} from './special-cases.ts';

type Rule = Extract<PortRule, { kind: 'rule' }>;

/** One passage with its numbers, which are all there. */
interface Passage {
  readonly graph: ComputedGraph;
  readonly rule: Rule;
  readonly terms: Record<string, DerivationTerm>;
  readonly upstream: Tensor;
  /** The local derivative, where the operation works element by element. */
  readonly slope: Tensor | null;
  readonly result: Tensor;
  readonly owner: Derivation['owner'];
  /** Other wires bring parts of the same gradient. */
  readonly adds: boolean;
  readonly labels: { readonly here: string; readonly from: string };
}

/** Derives what `edge` brings back to where it comes from. */
export function deriveWire(graph: ComputedGraph, edge: EdgeId): Derivation {
  const { document } = graph;
  const { to: node, from, port } = document.edges[edge];
  const definition = opDef(document.nodes[node].op);
  const title = `Through ${passageOf(document, node)} to ${nodeLabel(document, from)}${portWords(document, edge)}`;
  const nothing: Derivation = {
    ...{ title, sentences: [], lines: [], terms: {}, symbols: [], grids: [], rule: null },
    ...{ meaning: '', owner: ownerOf(graph, node) },
  };
  if (definition === null || definition.kind === 'source') return nothing;
  const rule = portRule(ruleSiteOf(graph, node, definition), port);
  if (rule === null) return { ...nothing, sentences: backward(definition, port) };
  if (rule.kind === 'zero') return { ...nothing, sentences: [`No gradient: ${rule.reason}.`] };
  const upstream = graph.gradient(node);
  const result = graph.edgeGradient(edge);
  if (upstream === null || result === null) {
    return { ...nothing, sentences: [unreachedSentence(graph, upstream === null ? node : from)] };
  }
  const passage = passageAt(graph, edge, { rule, upstream, result });
  return { ...nothing, ...told(passage, backward(definition, port), from) };
}

const backward = (definition: { readonly doc: ComputedDoc }, port: string): readonly string[] => {
  const sentence = backwardOf(definition, port);
  return sentence === '' ? [] : [sentence];
};

/** The terms of a passage: ports, `out`, `ct` (upstream), `slope` (local) and `result`. */
function passageAt(
  graph: ComputedGraph,
  edge: EdgeId,
  { rule, upstream, result }: Pick<Passage, 'rule' | 'upstream' | 'result'>,
): Passage {
  const { document } = graph;
  const { to: node, from, port } = document.edges[edge];
  const operands = operandsOf(graph, node);
  const terms = passageTerms(graph, node, upstream);
  terms.result = gradientTerm(graph, from, result, edge);
  const inputs = Object.fromEntries(operands.map((operand) => [operand.port, operand.tensor]));
  const slope =
    rule.local === null ? null : localDerivative(document.nodes[node], inputs, port, node);
  if (slope !== null) {
    const place = { node: from, edge, pass: 'value' } as const;
    const of = nameOf(document, node);
    terms.slope = { name: nameOf(document, from), of, tensor: slope, pass: 'value', place };
  }
  const bringing = edgesFrom(document, from).filter((id) => graph.edgeGradient(id) !== null);
  const labels = { here: nodeLabel(document, node), from: nodeLabel(document, from) };
  const adds = bringing.length > 1;
  return { graph, rule, terms, upstream, slope, result, owner: ownerOf(graph, node), adds, labels };
}

function told(passage: Passage, sentences: readonly string[], from: string): Partial<Derivation> {
  const { graph, rule, terms, upstream, slope, result, owner, adds, labels } = passage;
  const cases = caseSentences(rule.cases, terms, owner);
  const { lines, isBeyond } = slope === null ? productLines(passage) : chainLines(passage);
  return {
    sentences: [
      ...sentences,
      ...stretchSentence(labels.from, rule),
      ...cases,
      ...zeroSentences(upstream, slope, result, cases),
      ...(isBeyond ? [BEYOND_RULE] : []),
    ],
    lines: lines.map((line) => (adds ? { ...line, sign: '+=' } : line)),
    terms,
    symbols: symbolNotes(rule.whole),
    grids: gridsOf(passage),
    rule: { formula: rule.whole, result: 'result' },
    meaning: adds ? '' : meaningOf(graph, from, result),
  };
}

function stretchSentence(from: string, { stretched, whole }: Rule): readonly string[] {
  if (stretched.length === 0) return [];
  const axes = `${stretched.length === 1 ? 'axis' : 'axes'} ${stretched.join(', ')}`;
  const to = formulaShape(whole)?.length === 0 ? 'to one number' : `over ${axes}`;
  return [`${from} was stretched along ${axes}, so what comes back is summed ${to}.`];
}

interface Lines {
  readonly lines: readonly DerivationLine[];
  /** The rule as it is written does not give the number. */
  readonly isBeyond: boolean;
}

/** Upstream times local: by name, with the numbers put in, multiplied. */
function chainLines({ rule, terms, upstream, slope, result, owner }: Passage): Lines {
  const { local, stretched } = rule;
  if (local === null || slope === null) return { lines: [], isBeyond: false };
  const [left, ct] = [symbol(terms, 'result'), symbol(terms, 'ct')];
  const inShape = (product: Formula): Formula => summedTo(product, result.shape, stretched);
  const named = inShape(f.times(f.under(ct, 'upstream'), f.under(local, 'local')));
  const lines = [equal(left, named)];
  const isBeyond = !agrees(rule.whole, terms, result, owner);
  if ([slope, upstream, result].every(isNumber)) {
    const isScalar = Object.values(terms).every(({ tensor }) => isNumber(tensor));
    const numbers: (readonly [Formula, 'numbers'])[] = [];
    if (!isPlain(local) && !isBeyond && isScalar)
      numbers.push([inShape(f.times(ct, local)), 'numbers']);
    numbers.push([inShape(f.times(ct, symbol(terms, 'slope'))), 'numbers']);
    numbers.forEach((side, i) => {
      const ends = i === numbers.length - 1 ? [[left, 'numbers'] as const] : [];
      lines.push({ ...equal(left, side, ...ends), continues: true });
    });
  }
  return { lines, isBeyond };
}

/** The whole vector-Jacobian product, with the numbers put in where all of them are single ones. */
function productLines({ rule, terms, result, owner }: Passage): Lines {
  const left = symbol(terms, 'result');
  const lines = [equal(left, withShapes(rule.whole))];
  const isBeyond = !agrees(rule.whole, terms, result, owner);
  const isScalar = Object.values(terms).every(({ tensor }) => isNumber(tensor));
  if (isScalar && !isBeyond) {
    lines.push({ ...equal(left, [rule.whole, 'numbers'], [left, 'numbers']), continues: true });
  }
  return { lines, isBeyond };
}

function gridsOf({ rule, terms, slope, owner, labels }: Passage): readonly DerivationGrid[] {
  const downstream = valueGrid(terms, 'result', `downstream, at ${labels.from}`);
  const upstream = valueGrid(terms, 'ct', `upstream, at ${labels.here}`);
  if (slope !== null) {
    const local = valueGrid(terms, 'slope', `local, ${labels.here} to ${labels.from}`);
    return [upstream, local, downstream];
  }
  const factors = factorGrids(rule.whole, terms, owner);
  const hasUpstream = factors.some(({ place }) => place?.pass === 'gradient');
  return [...(hasUpstream ? [] : [upstream]), ...factors, downstream];
}

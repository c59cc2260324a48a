/** One step of the trace as a derivation: a value from its inputs, the first gradient, what a wire brings, a sum. */
import type { TraceStep } from '../../evaluate/trace.ts';
import { type GraphDocument, type NodeId, nodeLabel } from '../../graph/document.ts';
import { type Formula, f } from '../../ops/kit/formula.ts';
import { opDef } from '../../ops/registry.ts';
import { elementCount } from '../../tensor/shape.ts';
import { type Tensor, zeros } from '../../tensor/tensor.ts';
import { valueRule } from '../node-rule.ts';
import { symbolNotes } from '../symbol-notes.ts';
import { agrees } from './agreement.ts';
import {
  type ComputedGraph,
  gradientTerm,
  operandsOf,
  operandTerm,
  passageOf,
  portWords,
  ruleSiteOf,
  valueTerm,
} from './computed-graph.ts';
import type { Derivation, DerivationLine, DerivationTerm } from './derivation.ts';
import { deriveWire } from './derive-wire.ts';
import {
  equal,
  isNumber,
  meaningOf,
  ownerOf,
  symbol,
  valueGrid,
  withShapes,
} from './line-parts.ts';
import { BEYOND_RULE } from './special-cases.ts';

/** Derives what a step writes. */
export function deriveStep(graph: ComputedGraph, step: TraceStep): Derivation {
  switch (step.kind) {
    case 'node':
      return deriveValue(graph, step.node);
    case 'seed':
      return deriveSeed(graph, step.node);
    case 'wire':
      return deriveWire(graph, step.edge);
    case 'accumulate':
      return deriveSum(graph, step);
    case 'update':
      // What an optimizer does is derived by `deriveUpdate`, which knows it; here is the parameter alone.
      return deriveValue(graph, step.node);
    default:
      return step satisfies never;
  }
}

/** A short line for a step that comes next. */
export function announceStep(document: GraphDocument, step: TraceStep): string {
  const name = nodeLabel(document, step.node);
  switch (step.kind) {
    case 'node':
      return opDef(document.nodes[step.node]?.op ?? '')?.kind === 'source'
        ? `${name} brings its value in.`
        : `${name} is computed from its inputs.`;
    case 'seed':
      return `The backward pass begins at ${name}, with gradient 1.`;
    case 'wire':
      return `The gradient flows back through ${passageOf(document, step.node)} to ${nodeLabel(document, step.source)}${portWords(document, step.edge)}.`;
    case 'accumulate':
      return `The gradients that arrive at ${name} are added.`;
    case 'update':
      return `The optimizer changes ${name}.`;
    default:
      return step satisfies never;
  }
}

/** How the value of a node follows from what is wired to it. */
export function deriveValue(graph: ComputedGraph, node: NodeId): Derivation {
  const { document } = graph;
  const definition = opDef(document.nodes[node].op);
  const value = graph.value(node);
  const label = nodeLabel(document, node);
  const terms: Record<string, DerivationTerm> = {};
  if (value !== undefined) terms.out = valueTerm(graph, node, value);
  const owner = ownerOf(graph, node);
  const bare = { terms, symbols: [], rule: null, meaning: '', owner };
  if (definition === null || definition.kind === 'source') {
    const shows = value !== undefined && isNumber(value);
    const lines = shows ? [equal(symbol(terms, 'out'), [symbol(terms, 'out'), 'numbers'])] : [];
    const grids = value === undefined ? [] : [valueGrid(terms, 'out', label)];
    const sentences = definition === null ? [] : [definition.doc.summary];
    return { ...bare, title: `${label} comes in`, sentences, lines, grids };
  }
  const operands = operandsOf(graph, node);
  for (const operand of operands) terms[operand.port] = operandTerm(graph, operand);
  const rule = valueRule(ruleSiteOf(graph, node, definition));
  const lines: DerivationLine[] = [];
  const sentences = [definition.doc.summary];
  if (rule !== null && value !== undefined) {
    const out = symbol(terms, 'out');
    lines.push(equal(out, withShapes(rule)));
    const isBeyond = !agrees(rule, terms, value, owner);
    if (isBeyond) sentences.push(BEYOND_RULE);
    else if ([value, ...operands.map(({ tensor }) => tensor)].every(isNumber))
      lines.push({ ...equal(out, [rule, 'numbers'], [out, 'numbers']), continues: true });
  }
  return {
    ...bare,
    title: `Compute ${label}`,
    sentences,
    lines,
    symbols: rule === null ? [] : symbolNotes(rule),
    grids: [
      ...operands.map(({ port, node: from }) => valueGrid(terms, port, nodeLabel(document, from))),
      ...(value === undefined ? [] : [valueGrid(terms, 'out', label)]),
    ],
    rule: rule === null ? null : { formula: rule, result: 'out' },
  };
}

function deriveSeed(graph: ComputedGraph, node: NodeId): Derivation {
  const label = nodeLabel(graph.document, node);
  const gradient = graph.gradient(node) ?? zeros([]);
  const isSingle = isNumber(gradient);
  const own = gradientTerm(graph, node, gradient);
  const of = isSingle || own.of === null ? own.of : sumName(own.of);
  const terms = { result: { ...own, of } };
  const one: Formula = isSingle
    ? f.number(1)
    : f.ones({ kind: 'symbol', name: 'result', shape: gradient.shape });
  const count = elementCount(gradient.shape);
  return {
    title: `Start at ${label}`,
    sentences: isSingle
      ? [`A change of ${label} changes ${label} by just as much, so this gradient is 1.`]
      : [
          `${label} has ${count} elements: the gradient of their sum is taken, so each starts with 1.`,
        ],
    lines: [
      isSingle
        ? equal(symbol(terms, 'result'), [symbol(terms, 'result'), 'numbers'])
        : equal(symbol(terms, 'result'), one),
    ],
    terms,
    symbols: symbolNotes(one),
    grids: [{ ...valueGrid(terms, 'result', `gradient at ${label}`) }],
    rule: null,
    meaning: '',
    owner: ownerOf(graph, node),
  };
}

const sumName = ({ tex, text }: { tex: string; text: string }) => ({
  tex: `\\textstyle\\sum ${tex}`,
  text: `Σ${text}`,
});

/** More wires than this are not written out. */
const MOST_SUMMANDS = 6;

function deriveSum(
  graph: ComputedGraph,
  { node, edges }: Extract<TraceStep, { kind: 'accumulate' }>,
): Derivation {
  const { document } = graph;
  const label = nodeLabel(document, node);
  const total = graph.gradient(node) ?? zeros([]);
  const terms: Record<string, DerivationTerm> = { result: gradientTerm(graph, node, total) };
  const arriving: { key: string; edge: string; tensor: Tensor }[] = [];
  edges.forEach((edge, i) => {
    const tensor = graph.edgeGradient(edge);
    if (tensor === null) return;
    const key = `wire${i}`;
    arriving.push({ key, edge, tensor });
    terms[key] = throughTerm(graph, edge, tensor);
  });
  const summands = arriving.map(({ key }) => symbol(terms, key));
  const lines: DerivationLine[] = [];
  const result = symbol(terms, 'result');
  const sum = sumOf(summands);
  if (sum !== null) {
    lines.push(equal(result, sum));
    const isWritten = arriving.length <= MOST_SUMMANDS;
    if (isWritten && isNumber(total))
      lines.push({ ...equal(result, [sum, 'numbers'], [result, 'numbers']), continues: true });
  }
  return {
    title: `Add up at ${label}`,
    sentences: [
      `${label} is used ${edges.length} times. A change of it acts along every use, so the gradients add up.`,
    ],
    lines,
    terms,
    symbols: [],
    grids: [
      ...arriving.map(({ key, edge }) =>
        valueGrid(
          terms,
          key,
          `through ${passageOf(document, document.edges[edge].to)}${portWords(document, edge)}`,
        ),
      ),
      valueGrid(terms, 'result', `gradient at ${label}`),
    ],
    rule: sum === null ? null : { formula: sum, result: 'result' },
    meaning: meaningOf(graph, node, total),
    owner: ownerOf(graph, node),
  };
}

/** What one wire brings, told from the others by the node it comes from. */
export function throughTerm(graph: ComputedGraph, edge: string, tensor: Tensor): DerivationTerm {
  const { document } = graph;
  const { from, to, port } = document.edges[edge];
  const term = gradientTerm(graph, from, tensor, edge);
  const several = portWords(document, edge) !== '';
  const through = valueTerm(graph, to, tensor).name;
  const by = several ? ` (${port})` : '';
  return {
    ...term,
    through: {
      tex: `${through.tex}${several ? `\\text{ (${port})}` : ''}`,
      text: `${through.text}${by}`,
    },
  };
}

/** A sum of formulas, in their order; the first, dots and the last where there are many. */
export function sumOf(summands: readonly Formula[]): Formula | null {
  const [first, ...rest] = summands;
  if (first === undefined) return null;
  const sum = rest.reduce<Formula>((total, next) => f.add(total, next), first);
  if (summands.length <= MOST_SUMMANDS) return sum;
  const ends = [...summands.slice(0, 2), summands[summands.length - 1]];
  return f.elided(ends, sum);
}

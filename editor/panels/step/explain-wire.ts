/** The step in which a node passes its upstream gradient back through one of its ports. */
import type { TraceStep } from '../../../graph-core/evaluate/trace.ts';
import {
  axesLatex,
  BINDING,
  formulaLatex,
  type Tex,
} from '../../../graph-core/explain/formula-latex.ts';
import { formulaShape } from '../../../graph-core/explain/formula-shape.ts';
import { type PortRule, portRule } from '../../../graph-core/explain/node-rule.ts';
import { symbolNotes } from '../../../graph-core/explain/symbol-notes.ts';
import { type GraphDocument, type NodeId, nodeLabel } from '../../../graph-core/graph/document.ts';
import { localDerivative } from '../../../graph-core/interpret/local-derivative.ts';
import { backwardOf } from '../../../graph-core/ops/kit/operation.ts';
import { opDef } from '../../../graph-core/ops/registry.ts';
import type { Tensor } from '../../../graph-core/tensor/tensor.ts';
import { portNames, ruleSite } from '../../controls/value-line.ts';
import { nodeLatex } from '../../state/document/node-names.ts';
import type { Snapshot } from '../../state/results/run-store.ts';
import type { Explanation } from './explanation.ts';
import {
  bold,
  colored,
  factor,
  isNumber,
  meaningOf,
  number,
  numbersOf,
  type Operand,
  operandsOf,
  partial,
  passageOf,
  portWords,
} from './step-words.ts';

type WireStep = Extract<TraceStep, { kind: 'wire' }>;
type Rule = Extract<PortRule, { kind: 'rule' }>;

/** Everything one passage is told from. */
interface Passage {
  readonly document: GraphDocument;
  readonly step: WireStep;
  readonly rule: Rule;
  readonly operands: readonly Operand[];
  /** Ports by the names of what is wired to them. */
  readonly names: Readonly<Record<string, Tex>>;
  readonly upstream: Tensor;
  readonly result: Tensor;
  /** The left side, and whether it is written or added to. */
  readonly left: string;
  readonly sign: string;
  /** The node with respect to which gradients are taken. */
  readonly target: NodeId;
}

/** Explains a passage through a wire. */
export function explainWire(
  document: GraphDocument,
  snapshot: Snapshot,
  step: WireStep,
): Explanation {
  const { node, edge, port, source } = step;
  const definition = opDef(document.nodes[node].op);
  const fromLabel = nodeLabel(document, source);
  const title = `Through ${passageOf(document, node)} to ${fromLabel}${portWords(document, edge)}`;
  const upstream = snapshot.nodes.get(node)?.gradient;
  const result = snapshot.edges.get(edge);
  const nothing = { title, formulas: [], symbols: [], rows: [], meaning: '' };
  if (definition === null || definition.kind === 'source' || upstream == null || result == null) {
    return { ...nothing, text: '' };
  }
  const operands = operandsOf(document, snapshot, node);
  const place = { document, node, definition };
  const rule = portRule(ruleSite(place, snapshot), port);
  if (rule === null) return { ...nothing, text: backwardOf(definition, port) };
  if (rule.kind === 'zero') return { ...nothing, text: `No gradient: ${rule.reason}.` };
  const bringing = Object.entries(document.edges).filter(
    ([id, { from }]) => from === source && snapshot.edges.get(id) != null,
  );
  const several = bringing.length > 1;
  const target = snapshot.target ?? node;
  const passage: Passage = {
    document,
    step,
    rule,
    operands,
    names: portNames(place),
    upstream,
    result,
    left: partial(nodeLatex(document, target), nodeLatex(document, source)),
    sign: several ? '\\mathrel{+}=' : '=',
    target,
  };
  const slope = slopeOf(passage);
  return {
    title,
    text: `${backwardOf(definition, port)}${stretchSentence(fromLabel, rule)}`,
    formulas: slope === null ? productLines(passage) : chainLines(passage, slope),
    symbols: symbolNotes(rule.whole),
    rows: rowsOf(passage, slope),
    meaning: several ? '' : meaningOf(document, snapshot, source, result),
  };
}

function stretchSentence(from: string, { stretched, whole }: Rule): string {
  if (stretched.length === 0) return '';
  const axes = `${stretched.length === 1 ? 'axis' : 'axes'} ${stretched.join(', ')}`;
  const to = formulaShape(whole)?.length === 0 ? 'to one number' : `over ${axes}`;
  return ` ${from} was stretched along ${axes}, so what comes back is summed ${to}.`;
}

function slopeOf({ document, step, rule, operands }: Passage): Tensor | null {
  if (rule.local === null) return null;
  const inputs = Object.fromEntries(operands.map(({ port, tensor }) => [port, tensor]));
  return localDerivative(document.nodes[step.node], inputs, step.port);
}

function upstreamLatex({ document, step, target }: Passage): string {
  return colored('gradient', partial(nodeLatex(document, target), nodeLatex(document, step.node)));
}

/** Upstream times local, each with its name below, and the numbers where they are single ones. */
function chainLines(passage: Passage, slope: Tensor): readonly string[] {
  const { rule, names, upstream, result, left, sign } = passage;
  const { local, stretched } = rule;
  if (local === null) return [];
  const single = upstream.shape.length === 0 || formulaShape(local)?.length === 0;
  const all = stretched.length === upstream.shape.length;
  const below = all ? '' : axesLatex(stretched);
  const sum = stretched.length === 0 ? '' : `\\sum${below} `;
  const lines = [
    `${left} ${sign} ${sum}\\underbrace{${upstreamLatex(passage)}}_{\\text{upstream}} ${single ? '\\cdot' : '\\odot'} \\underbrace{${colored('value', formulaLatex(local, names))}}_{\\text{local}}`,
  ];
  if (isNumber(slope) && isNumber(upstream) && isNumber(result)) {
    lines.push(
      `\\phantom{${left}} ${sign} ${colored('gradient', number(upstream))} \\cdot ${colored('value', factor(slope))} = ${bold(number(result))}`,
    );
  }
  return lines;
}

/** The whole vector-Jacobian product, and its numbers where all of them are single ones. */
function productLines(passage: Passage): readonly string[] {
  const { document, step, rule, operands, upstream, result, left, sign } = passage;
  const names = {
    ...passage.names,
    out: { tex: nodeLatex(document, step.node), binding: BINDING.atom },
    ct: { tex: upstreamLatex(passage), binding: BINDING.raised },
  };
  const lines = [`${left} ${sign} ${formulaLatex(rule.whole, names)}`];
  const single = [upstream, result, ...operands.map(({ tensor }) => tensor)].every(isNumber);
  const scalar = operands.every(({ tensor }) => tensor.shape.length === 0);
  if (single && scalar && !JSON.stringify(rule.whole).includes('"name":"out"')) {
    const ct = { tex: colored('gradient', factor(upstream)), binding: BINDING.atom };
    const numbers = formulaLatex(rule.whole, { ...numbersOf(operands), ct });
    lines.push(`\\phantom{${left}} ${sign} ${numbers} = ${bold(number(result))}`);
  }
  return lines;
}

function rowsOf(
  { document, step, upstream, result }: Passage,
  slope: Tensor | null,
): Explanation['rows'] {
  const [here, from] = [nodeLabel(document, step.node), nodeLabel(document, step.source)];
  const local =
    slope === null
      ? []
      : [{ name: `local, ${here} to ${from}`, tensor: slope, kind: 'value' as const }];
  return [
    { name: `upstream, at ${here}`, tensor: upstream, kind: 'gradient' },
    ...local,
    { name: `downstream, at ${from}`, tensor: result, kind: 'gradient' },
  ];
}

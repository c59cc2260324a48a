/** One step of the trace in words and formulas, with its numbers put in. Pure; the panel only shows it. */
import { localDerivative } from '../../../graph-core/evaluate/local-derivative.ts';
import type { TraceStep } from '../../../graph-core/evaluate/trace.ts';
import { type GraphDocument, type NodeId, nodeLabel } from '../../../graph-core/graph/document.ts';
import { completeAttrs, latexOf, portsOf } from '../../../graph-core/ops/kit/operation.ts';
import { opDef } from '../../../graph-core/ops/registry.ts';
import type { Tensor } from '../../../graph-core/tensor/tensor.ts';
import { fillTemplate } from '../../state/formula.ts';
import { nodeLatex } from '../../state/node-names.ts';
import type { Snapshot } from '../../state/run-store.ts';
import { formatNumber } from '../../widgets/format-number.ts';

/** A step explained. */
export interface Explanation {
  readonly title: string;
  readonly text: string;
  /** Lines of LaTeX: the rule, then the rule with its numbers. */
  readonly formulas: readonly string[];
  /** Names and numbers for the table below. */
  readonly rows: readonly {
    readonly name: string;
    readonly tensor: Tensor;
    readonly kind: 'value' | 'gradient';
  }[];
  /** What the gradient means: a small change and its effect; empty where it says nothing. */
  readonly meaning: string;
}

/** Explains a step of `snapshot`. */
export function explainStep(
  document: GraphDocument,
  snapshot: Snapshot,
  step: TraceStep,
): Explanation {
  switch (step.kind) {
    case 'node':
      return explainForward(document, snapshot, step.node);
    case 'seed':
      return explainSeed(document, snapshot, step.node);
    case 'wire':
      return explainWire(document, snapshot, step);
    case 'accumulate':
      return explainSum(document, snapshot, step);
    default:
      return step satisfies never;
  }
}

/** A short line for what comes next. */
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
      return `The gradient flows back through ${titleOf(document, step.node)} to ${nodeLabel(document, step.source)}.`;
    case 'accumulate':
      return `The gradients that arrive at ${name} are added.`;
    default:
      return step satisfies never;
  }
}

function explainForward(document: GraphDocument, snapshot: Snapshot, node: NodeId): Explanation {
  const { op } = document.nodes[node];
  const definition = opDef(op);
  const value = snapshot.nodes.get(node)?.value;
  const name = nodeLatex(document, node);
  const label = nodeLabel(document, node);
  const rows = value === undefined ? [] : [{ name: label, tensor: value, kind: 'value' as const }];
  if (definition === null || definition.kind === 'source') {
    const formulas =
      value !== undefined && isNumber(value)
        ? [`${name} = ${colored('value', number(value))}`]
        : [];
    return {
      title: `${label} comes in`,
      text: definition?.doc.summary ?? '',
      formulas,
      rows,
      meaning: '',
    };
  }
  const operands = operandsOf(document, snapshot, node);
  const template = latexOf(definition, completeAttrs(definition, document.nodes[node].attrs));
  const rule = fillTemplate(template, {
    ...attributes(document, node),
    ...names(document, operands),
    out: name,
  });
  const formulas = [`${name} = ${rule}`];
  if (value !== undefined && isNumber(value) && operands.every(({ tensor }) => isNumber(tensor))) {
    const numbers = fillTemplate(template, {
      ...attributes(document, node),
      ...numbersOf(operands),
      out: factor(value),
    });
    formulas.push(`\\phantom{${name}} = ${numbers} = ${colored('value', number(value))}`);
  }
  return {
    title: `Compute ${label}`,
    text: definition.doc.summary,
    formulas,
    rows: [
      ...operands.map(({ label: operand, tensor }) => ({
        name: operand,
        tensor,
        kind: 'value' as const,
      })),
      ...rows,
    ],
    meaning: '',
  };
}

function explainSeed(document: GraphDocument, snapshot: Snapshot, node: NodeId): Explanation {
  const f = nodeLatex(document, node);
  const label = nodeLabel(document, node);
  const gradient = snapshot.nodes.get(node)?.gradient;
  const single = gradient != null && gradient.data.length === 1;
  return {
    title: `Start at ${label}`,
    text: single
      ? `A change of ${label} changes ${label} by just as much.`
      : `${label} has ${gradient?.data.length ?? 0} elements: the gradient of their sum is taken, so each starts with 1.`,
    formulas: [
      single
        ? `${partial(f, f)} = ${colored('gradient', '1')}`
        : `${partial(`\\textstyle\\sum ${f}`, f)} = \\mathbf{1}`,
    ],
    rows:
      gradient == null
        ? []
        : [{ name: `gradient at ${label}`, tensor: gradient, kind: 'gradient' }],
    meaning: '',
  };
}

function explainWire(
  document: GraphDocument,
  snapshot: Snapshot,
  { node, edge, port, source }: Extract<TraceStep, { kind: 'wire' }>,
): Explanation {
  const graphNode = document.nodes[node];
  const definition = opDef(graphNode.op);
  const target = nodeLatex(document, snapshot.target ?? node);
  const here = nodeLatex(document, node);
  const from = nodeLatex(document, source);
  const fromLabel = nodeLabel(document, source);
  const title = `Through ${titleOf(document, node)} to ${fromLabel}`;
  const upstream = snapshot.nodes.get(node)?.gradient;
  const result = snapshot.edges.get(edge);
  const rule = definition?.doc.gradient[port];
  if (
    definition === null ||
    rule === undefined ||
    upstream == null ||
    result == null ||
    'zero' in rule
  ) {
    return { title, text: '', formulas: [], rows: [], meaning: '' };
  }
  const operands = operandsOf(document, snapshot, node);
  const value = snapshot.nodes.get(node)?.value;
  const symbols = { ...attributes(document, node), ...names(document, operands), out: here };
  const left = partial(target, from);
  const incoming = colored('gradient', partial(target, here));
  const rows: Explanation['rows'][number][] = [
    {
      name: `upstream, at ${nodeLabel(document, node)}`,
      tensor: upstream,
      kind: 'gradient' as const,
    },
    { name: `downstream, at ${fromLabel}`, tensor: result, kind: 'gradient' as const },
  ];
  const bringing = Object.entries(document.edges).filter(
    ([id, { from: other }]) => other === source && snapshot.edges.get(id) != null,
  );
  const several = bringing.length > 1;
  const sign = several ? '\\mathrel{+}=' : '=';
  const meaning = several ? '' : meaningOf(document, snapshot, source, result);
  const text = definition.doc.summary;
  if ('vjp' in rule) {
    const formula = `${left} ${sign} ${fillTemplate(rule.vjp, { ...symbols, ct: incoming })}`;
    return { title, text, formulas: [formula], rows, meaning };
  }
  const local = fillTemplate(rule.local, symbols);
  const formulas = [
    `${left} ${sign} \\underbrace{${incoming}}_{\\text{upstream}} \\cdot \\underbrace{${colored('value', local)}}_{\\text{local}}`,
  ];
  const inputs = Object.fromEntries(operands.map((operand) => [operand.port, operand.tensor]));
  const slope = localDerivative(graphNode, inputs, port);
  if (
    slope !== null &&
    value !== undefined &&
    isNumber(slope) &&
    isNumber(upstream) &&
    isNumber(result)
  ) {
    formulas.push(
      `\\phantom{${left}} ${sign} ${colored('gradient', number(upstream))} \\cdot ${colored('value', factor(slope))} = ${bold(number(result))}`,
    );
  }
  if (slope !== null) {
    rows.splice(1, 0, {
      name: `local, ${nodeLabel(document, node)} to ${fromLabel}`,
      tensor: slope,
      kind: 'value',
    });
  }
  return { title, text, formulas, rows, meaning };
}

function explainSum(
  document: GraphDocument,
  snapshot: Snapshot,
  { node, edges }: Extract<TraceStep, { kind: 'accumulate' }>,
): Explanation {
  const label = nodeLabel(document, node);
  const gradient = snapshot.nodes.get(node)?.gradient;
  const left = partial(nodeLatex(document, snapshot.target ?? node), nodeLatex(document, node));
  const parts = edges.map((edge) => snapshot.edges.get(edge) ?? null);
  const rows = edges.flatMap((edge, i) => {
    const tensor = parts[i];
    return tensor === null
      ? []
      : [
          {
            name: `through ${titleOf(document, document.edges[edge].to)}`,
            tensor,
            kind: 'gradient' as const,
          },
        ];
  });
  const formulas: string[] = [];
  if (
    gradient != null &&
    isNumber(gradient) &&
    parts.length <= 6 &&
    parts.every((part) => part !== null && isNumber(part))
  ) {
    const terms = parts.flatMap((part, i) =>
      part === null ? [] : [i === 0 ? number(part) : factor(part)],
    );
    formulas.push(
      `${left} = ${terms.map((term) => colored('gradient', term)).join(' + ')} = ${bold(number(gradient))}`,
    );
  } else {
    formulas.push(
      `${left} = \\textstyle\\sum_{\\text{${edges.length} wires}} \\text{what each brings back}`,
    );
  }
  if (gradient != null)
    rows.push({ name: `gradient at ${label}`, tensor: gradient, kind: 'gradient' });
  return {
    title: `Add up at ${label}`,
    text: `${label} is used ${edges.length} times. A change of it acts along every use, so the gradients add up.`,
    formulas,
    rows,
    meaning: gradient == null ? '' : meaningOf(document, snapshot, node, gradient),
  };
}

interface Operand {
  readonly port: string;
  readonly node: NodeId;
  readonly label: string;
  readonly tensor: Tensor;
}

/** What arrives at a node, in the order of its ports. */
function operandsOf(document: GraphDocument, snapshot: Snapshot, node: NodeId): readonly Operand[] {
  const { op, attrs } = document.nodes[node];
  const definition = opDef(op);
  if (definition === null) return [];
  const wires = Object.values(document.edges).filter(({ to }) => to === node);
  return portsOf(definition, completeAttrs(definition, attrs)).flatMap(({ name: port }) => {
    const from = wires.find((wire) => wire.port === port)?.from;
    const tensor = from === undefined ? undefined : snapshot.nodes.get(from)?.value;
    return from === undefined || tensor === undefined
      ? []
      : [{ port, node: from, label: nodeLabel(document, from), tensor }];
  });
}

function names(document: GraphDocument, operands: readonly Operand[]): Record<string, string> {
  return Object.fromEntries(operands.map(({ port, node }) => [port, nodeLatex(document, node)]));
}

function numbersOf(operands: readonly Operand[]): Record<string, string> {
  return Object.fromEntries(operands.map(({ port, tensor }) => [port, factor(tensor)]));
}

function attributes(document: GraphDocument, node: NodeId): Record<string, string> {
  const graphNode = document.nodes[node];
  const definition = opDef(graphNode.op);
  if (definition === null) return {};
  return Object.fromEntries(
    Object.entries(completeAttrs(definition, graphNode.attrs)).map(([name, value]) => [
      name,
      typeof value === 'number'
        ? latexNumber(value)
        : `\\text{${JSON.stringify(value).replace(/[^\w ,.[\]-]/g, '')}}`,
    ]),
  );
}

const partial = (of: string, by: string): string => `\\frac{\\partial ${of}}{\\partial ${by}}`;
const colored = (kind: 'value' | 'gradient', tex: string): string => `\\htmlClass{${kind}}{${tex}}`;
const bold = (tex: string): string => `\\mathbf{${tex}}`;

function isNumber(tensor: Tensor): boolean {
  return tensor.data.length === 1;
}

function number(tensor: Tensor): string {
  return latexNumber(tensor.data[0]);
}

/** A number inside a formula: in parentheses when a sign or a power of ten would change what is meant. */
function factor(tensor: Tensor): string {
  const tex = number(tensor);
  return /^[\d.]+$|^\\infty$|^\\mathrm/.test(tex) ? tex : `(${tex})`;
}

function latexNumber(x: number): string {
  if (Number.isNaN(x)) return '\\mathrm{NaN}';
  if (!Number.isFinite(x)) return x < 0 ? '-\\infty' : '\\infty';
  const [mantissa, exponent] = formatNumber(x).replaceAll('−', '-').split('e');
  return exponent === undefined ? mantissa : `${mantissa} \\cdot 10^{${exponent}}`;
}

/** `Raise q by 0.01 and f falls by 0.04.` for numbers. */
function meaningOf(
  document: GraphDocument,
  snapshot: Snapshot,
  node: NodeId,
  gradient: Tensor,
): string {
  const { target } = snapshot;
  if (target === null || gradient.data.length !== 1) return '';
  const slope = gradient.data[0];
  const [source, effect] = [nodeLabel(document, node), nodeLabel(document, target)];
  if (!Number.isFinite(slope)) return '';
  if (slope === 0) return `A small change of ${source} does not change ${effect}.`;
  return `Raise ${source} by 0.01 and ${effect} ${slope > 0 ? 'rises' : 'falls'} by about ${formatNumber(Math.abs(slope) * 0.01)}.`;
}

/** The symbol of an operator, or the name of its operation. */
function titleOf(document: GraphDocument, node: NodeId): string {
  const definition = opDef(document.nodes[node].op);
  if (document.nodes[node].op === 'identity') return nodeLabel(document, node);
  return definition === null ? nodeLabel(document, node) : definition.doc.symbol;
}

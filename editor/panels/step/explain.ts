/** One step of the trace in words and formulas, with its numbers put in. Pure; the panel only shows it. */
import type { TraceStep } from '../../../graph-core/evaluate/trace.ts';
import { formulaLatex } from '../../../graph-core/explain/formula-latex.ts';
import { valueRule } from '../../../graph-core/explain/node-rule.ts';
import { symbolNotes } from '../../../graph-core/explain/symbol-notes.ts';
import { type GraphDocument, type NodeId, nodeLabel } from '../../../graph-core/graph/document.ts';
import { opDef } from '../../../graph-core/ops/registry.ts';
import { ruleSite, valueLine } from '../../controls/value-line.ts';
import { nodeLatex } from '../../state/document/node-names.ts';
import type { Snapshot } from '../../state/results/run-store.ts';
import { explainWire } from './explain-wire.ts';
import type { Explanation } from './explanation.ts';
import {
  bold,
  colored,
  factor,
  isNumber,
  meaningOf,
  number,
  numbersOf,
  operandsOf,
  partial,
  passageOf,
  portWords,
} from './step-words.ts';

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
      return `The gradient flows back through ${passageOf(document, step.node)} to ${nodeLabel(document, step.source)}${portWords(document, step.edge)}.`;
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
      symbols: [],
      rows,
      meaning: '',
    };
  }
  const operands = operandsOf(document, snapshot, node);
  const place = { document, node, definition };
  const rule = valueRule(ruleSite(place, snapshot));
  const formulas: string[] = [];
  if (rule !== null) {
    formulas.push(valueLine(place, rule));
    if (
      value !== undefined &&
      isNumber(value) &&
      operands.every(({ tensor }) => isNumber(tensor))
    ) {
      const numbers = formulaLatex(rule, numbersOf(operands));
      formulas.push(`\\phantom{${name}} = ${numbers} = ${colored('value', number(value))}`);
    }
  }
  return {
    title: `Compute ${label}`,
    text: definition.doc.summary,
    formulas,
    symbols: rule === null ? [] : symbolNotes(rule),
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
    symbols: [],
    rows:
      gradient == null
        ? []
        : [{ name: `gradient at ${label}`, tensor: gradient, kind: 'gradient' }],
    meaning: '',
  };
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
            name: `through ${passageOf(document, document.edges[edge].to)}${portWords(document, edge)}`,
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
    symbols: [],
    rows,
    meaning: gradient == null ? '' : meaningOf(document, snapshot, node, gradient),
  };
}

/** `gradwire explain`: why a number is what it is, as text, LaTeX or JSON. */
import { type PathShares, pathShares } from '../../derivatives/path-shares.ts';
import { type Evaluation, evaluateDocument } from '../../evaluate/evaluation.ts';
import { planTrace, type TraceStep } from '../../evaluate/trace.ts';
import { graphOf } from '../../explain/derivation/computed-graph.ts';
import type { Derivation } from '../../explain/derivation/derivation.ts';
import { deriveElement, type ElementDerivation } from '../../explain/derivation/derive-element.ts';
import { deriveNode } from '../../explain/derivation/derive-node.ts';
import { deriveStep } from '../../explain/derivation/derive-step.ts';
import { deriveWire } from '../../explain/derivation/derive-wire.ts';
import { derivationLatex, derivationText } from '../../explain/derivation/print-derivation.ts';
import { printJson } from '../../formats/json/json-printer.ts';
import type { GraphDocument } from '../../graph/document.ts';
import { isRefused } from '../../graph/problem.ts';
import { printable } from '../../graph/wording/printable.ts';
import { elementCount, formatShape, type Size } from '../../tensor/shape.ts';
import { type Arguments, type Command, EXIT, UsageError } from '../cli-command.ts';
import { openRequest, REQUEST_OPTIONS } from '../evaluation-request.ts';
import type { Io } from '../io.ts';
import { wholeNumber } from '../option-numbers.ts';
import { printNumber, printTensor } from '../print-tensor.ts';
import { findNode } from '../read-graph.ts';
import { reportProblems, withPaths } from '../report-problems.ts';
import { type Explained, jsonExplanations } from './explanation-json.ts';
import { findWire } from './find-wire.ts';
import { pathLines } from './path-lines.ts';

const FORMATS = ['text', 'latex', 'json'] as const;
/** The largest paths that are listed. */
const MOST_PATHS = 10;
type Format = (typeof FORMATS)[number];

/** Explains the steps of a graph, a node with its whole chain, or what one wire brings. */
export const explainCommand: Command = {
  name: 'explain',
  summary: 'print why a value or a gradient is what it is',
  positional: 'GRAPH.json',
  options: {
    ...REQUEST_OPTIONS,
    node: { type: 'string', value: 'NODE', help: 'its gradient, along all paths from the target' },
    wire: { type: 'string', value: 'WIRE', help: 'what it brings back: its key, or "q -> f.x"' },
    step: { type: 'string', value: 'K', help: 'one step of the passes, counted from 1' },
    element: { type: 'string', value: 'I,J', help: 'one element of the result, written out' },
    format: { type: 'string', value: 'FORMAT', help: 'text, latex or json; text when absent' },
  },
  details: [
    'Without --node, --wire and --step every step is explained: values forward, then gradients back.',
    'LaTeX is for a document that loads amsmath.',
  ],
  run: runExplain,
};

async function runExplain(given: Arguments, io: Io): Promise<number> {
  const format = formatOf(given);
  const chosen = ['node', 'wire', 'step'].filter((option) => given.text(option) !== undefined);
  if (chosen.length > 1) {
    const [first, second] = chosen;
    throw new UsageError(`--${first} and --${second} exclude each other`, 'give one of them');
  }
  const request = await openRequest(given, io);
  if (request.state === 'bad-inputs') return EXIT.usage;
  if (request.state === 'bad-graph') {
    if (format === 'json') io.stdout(printJson(jsonExplanations([], request.problems)));
    return EXIT.problems;
  }
  const evaluation = evaluateDocument(request.document, request.options);
  const problems = withPaths(evaluation.problems, request.inFile);
  reportProblems(request.file, problems, io);
  const derivations = explained(evaluation, given).map((derivation) => ({
    derivation,
    element: elementOf(derivation, given),
    paths: pathsOf(evaluation, derivation, given),
  }));
  io.stdout(
    format === 'json'
      ? printJson(jsonExplanations(derivations, problems))
      : derivations.map((one) => printed(request.document, one, format)).join('\n'),
  );
  return problems.length === 0 ? EXIT.ok : EXIT.problems;
}

function formatOf(given: Arguments): Format {
  const wanted = given.text('format') ?? 'text';
  const format = FORMATS.find((one) => one === wanted);
  if (format !== undefined) return format;
  throw new UsageError(`--format is ${printable(wanted)}`, `use ${FORMATS.join(', ')}`);
}

/** What was asked for. */
function explained(evaluation: Evaluation, given: Arguments): readonly Derivation[] {
  const { document } = evaluation;
  const graph = graphOf(evaluation);
  const node = given.text('node');
  if (node !== undefined) {
    const id = findNode(document, node);
    if (isRefused(id)) throw new UsageError(`--node: ${id.refused[0].message}`, id.refused[0].hint);
    return [deriveNode(graph, computed(evaluation, id, '--node'))];
  }
  const wire = given.text('wire');
  if (wire !== undefined) {
    const edge = findWire(document, wire);
    computed(evaluation, document.edges[edge].to, '--wire');
    return [deriveWire(graph, edge)];
  }
  return chosenSteps(planTrace(evaluation), given).map((step) => deriveStep(graph, step));
}

function computed(evaluation: Evaluation, node: string, option: string): string {
  if (evaluation.value(node) !== undefined) return node;
  const message = `${option}: ${printable(node)} could not be computed`;
  throw new UsageError(message, 'mend what is wrong before it');
}

function chosenSteps(steps: readonly TraceStep[], given: Arguments): readonly TraceStep[] {
  const step = wholeNumber(given, 'step', 1, Math.max(1, steps.length));
  return step === undefined ? steps : steps.slice(step - 1, step);
}

/** The element that is to be written out; refused where the result has none like that. */
function elementOf(derivation: Derivation, given: Arguments): ElementDerivation | null {
  const { rule, terms } = derivation;
  if (rule === null) return null;
  const at = elementAt(given.text('element'), terms[rule.result].tensor.shape);
  return at === null ? null : deriveElement(derivation, at);
}

/** The row-major position of an element by its indices; null where none was given. */
function elementAt(text: string | undefined, shape: Size): number | null {
  if (text === undefined) return null;
  const indices = text.split(',').map((part) => (/^\s*\d+\s*$/.test(part) ? Number(part) : -1));
  const fits =
    indices.length === shape.length &&
    indices.every((index, axis) => index >= 0 && index < shape[axis]);
  if (!fits) {
    throw new UsageError(
      `--element is ${printable(text)}, the result is ${formatShape(shape)}`,
      shape.length === 0
        ? 'leave it out'
        : `give ${shape.length === 1 ? 'one index' : `${shape.length} indices`} within it, counted from 0`,
    );
  }
  return indices.reduce((sum, index, axis) => sum + index * elementCount(shape.slice(axis + 1)), 0);
}

/** The paths of one number of a node's gradient. */
function pathsOf(
  evaluation: Evaluation,
  { terms, owner }: Derivation,
  given: Arguments,
): PathShares | null {
  if (given.text('node') === undefined) return null;
  const { shape, data } = terms.result.tensor;
  const text = given.text('element');
  const at = text === undefined && data.length === 1 ? 0 : elementAt(text, shape);
  if (at === null) return null;
  const shares = pathShares(evaluation, owner.node, at, MOST_PATHS);
  return 'code' in shares ? null : shares;
}

function printed(
  document: GraphDocument,
  { derivation, element, paths }: Explained,
  format: 'text' | 'latex',
): string {
  const how = { writeNumber: printNumber, writeTensor: printTensor };
  const text =
    format === 'latex'
      ? derivationLatex(derivation, element, how)
      : derivationText(derivation, element, how) +
        (paths === null ? '' : pathLines(document, paths));
  // Names come from a file: line by line, without what a terminal would obey.
  return text
    .split('\n')
    .map((line) => printable(line, 4000))
    .join('\n');
}

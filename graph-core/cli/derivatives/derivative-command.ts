/** `gradwire jacobian` and `gradwire hessian`: derivatives of many numbers by many, as a table. */
import { MOST_EIGENVALUES } from '../../derivatives/spectrum.ts';
import { evaluateDocument } from '../../evaluate/evaluation.ts';
import { Fields, printJson } from '../../formats/json/json-printer.ts';
import { type GraphDocument, type NodeId, nodeLabel } from '../../graph/document.ts';
import { printable } from '../../graph/wording/printable.ts';
import { type DerivativeTable, derivativeTable } from '../../studies/derivative-table.ts';
import { elementCount, formatShape, indicesOf, type Size } from '../../tensor/shape.ts';
import { type Arguments, type Command, EXIT, UsageError } from '../cli-command.ts';
import { openRequest, REQUEST_OPTIONS } from '../evaluation-request.ts';
import type { Io } from '../io.ts';
import { printTable } from '../print-table.ts';
import { jsonNumber, jsonTensor, printNumber } from '../print-tensor.ts';
import { findTarget } from '../read-graph.ts';
import { jsonProblem, reportProblems, withPaths } from '../report-problems.ts';

type Kind = 'jacobian' | 'hessian';

/** Rows and columns of a table for people. */
const MOST_ROWS = 40;
const MOST_COLUMNS = 12;

const OPTIONS = {
  ...REQUEST_OPTIONS,
  by: { type: 'string', value: 'NODE', help: 'node whose elements are moved, by key or name' },
  json: { type: 'boolean', help: 'print JSON with every digit' },
} as const;

/** Every element of a node by every element of another. */
export const jacobianCommand: Command = {
  name: 'jacobian',
  summary: 'derivatives of every element of a node by every element of another',
  positional: 'GRAPH.json',
  options: OPTIONS,
  details: [
    'A row for each element of the target, a column for each element of --by, both in row-major order.',
    `Eigenvalues of a symmetric one of at most ${MOST_EIGENVALUES} rows are printed below it.`,
  ],
  run: (given, io) => runTable('jacobian', given, io),
};

/** The curvature of one number. */
export const hessianCommand: Command = {
  name: 'hessian',
  summary: 'second derivatives of a number by the elements of a node, and their eigenvalues',
  positional: 'GRAPH.json',
  options: OPTIONS,
  details: [
    'The target is a node of one element. All eigenvalues positive: it curves upward in every direction, a',
    'minimum where the gradient is 0. Of both signs: a saddle. The condition number is the largest size of',
    `an eigenvalue divided by the least; both for at most ${MOST_EIGENVALUES} rows.`,
  ],
  run: (given, io) => runTable('hessian', given, io),
};

async function runTable(kind: Kind, given: Arguments, io: Io): Promise<number> {
  const asJson = given.flag('json');
  const byName = given.text('by');
  if (byName === undefined) {
    throw new UsageError('--by is missing', 'name the node whose elements are moved: --by W1');
  }
  const request = await openRequest(given, io);
  if (request.state === 'bad-inputs') return EXIT.usage;
  if (request.state === 'bad-graph') {
    if (asJson) io.stdout(printJson(new Fields([['problems', request.problems.map(jsonProblem)]])));
    return EXIT.problems;
  }
  const { document, file, inFile, options } = request;
  const by = findTarget(document, byName);
  const evaluation = evaluateDocument(document, options);
  const problems = [...withPaths(evaluation.problems, inFile)];
  const table =
    evaluation.target === null
      ? null
      : derivativeTable(evaluation, { kind, node: evaluation.target, by });
  if (table !== null && 'message' in table) problems.push(table);
  reportProblems(file, problems, io);
  const computed = table === null || 'message' in table ? null : table;
  const ends = { target: evaluation.target ?? by, by };
  if (asJson) {
    const fields: [string, unknown][] = [
      ['target', evaluation.target],
      ['by', by],
      ['rows', computed?.rows ?? null],
      ['columns', computed?.columns ?? null],
      ['matrix', computed === null ? null : jsonTensor(matrixOf(computed))],
      ['eigenvalues', computed?.spectrum?.eigenvalues.map(jsonNumber) ?? null],
      ['condition', computed?.spectrum ? jsonNumber(computed.spectrum.condition) : null],
      ['problems', problems.map(jsonProblem)],
    ];
    io.stdout(printJson(new Fields(fields, 'lines')));
  } else if (computed !== null) io.stdout(report(document, kind, ends, computed));
  return problems.length === 0 && computed !== null ? EXIT.ok : EXIT.problems;
}

const matrixOf = ({ rows, columns, data }: DerivativeTable) => ({
  shape: [elementCount(rows), elementCount(columns)],
  data,
});

const CURVES = {
  up: 'it curves upward in every direction',
  down: 'it curves downward in every direction',
  saddle: 'it curves upward in some directions and downward in others',
  flat: 'it is flat in some direction',
} as const;

function report(
  document: GraphDocument,
  kind: Kind,
  { target, by }: { readonly target: NodeId; readonly by: NodeId },
  table: DerivativeTable,
): string {
  const { rows, columns, data, spectrum } = table;
  const [of, wrt] = [target, by].map((id) => printable(nodeLabel(document, id)));
  const [height, width] = [elementCount(rows), elementCount(columns)];
  const what = kind === 'jacobian' ? `d ${of} / d ${wrt}` : `d² ${of} / d ${wrt}²`;
  const head = `${what}: ${height} × ${width}, from ${formatShape(rows)} and ${formatShape(columns)}\n`;
  const shownColumns = Math.min(width, MOST_COLUMNS);
  const names = Array.from({ length: shownColumns }, (_, j) => elementName(wrt, columns, j));
  const lines = Array.from({ length: Math.min(height, MOST_ROWS) }, (_, i) => [
    elementName(kind === 'jacobian' ? of : wrt, rows, i),
    ...Array.from({ length: shownColumns }, (__, j) => printNumber(data[i * width + j])),
  ]);
  let text = head + printTable(['', ...names], lines);
  if (height > MOST_ROWS || width > shownColumns) {
    text += `the first ${lines.length} of ${height} rows and ${shownColumns} of ${width} columns; --json prints all\n`;
  }
  if (spectrum !== null) {
    const shown = spectrum.eigenvalues.slice(0, MOST_COLUMNS).map(printNumber).join(', ');
    const more = spectrum.eigenvalues.length > MOST_COLUMNS ? ', …' : '';
    text += `\neigenvalues ${shown}${more}; condition number ${printNumber(spectrum.condition)}: ${CURVES[spectrum.curvature]}\n`;
  }
  return text;
}

/** `W[0, 3]`. */
function elementName(label: string, shape: Size, element: number): string {
  return shape.length === 0 ? label : `${label}[${indicesOf(element, shape).join(', ')}]`;
}

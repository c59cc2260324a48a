/** `gradwire gradcheck`: analytic gradients against central differences. */
import { checkGradients, type GradientCheck } from '../../evaluate/gradient-check.ts';
import { Fields, printJson } from '../../formats/json/json-printer.ts';
import { type GraphDocument, type NodeId, nodeLabel } from '../../graph/document.ts';
import type { Problem } from '../../graph/problem.ts';
import { printable } from '../../graph/wording/printable.ts';
import { type Arguments, type Command, EXIT } from '../cli-command.ts';
import { openRequest, REQUEST_OPTIONS } from '../evaluation-request.ts';
import type { Io } from '../io.ts';
import { positiveNumber } from '../option-numbers.ts';
import { groupRows, printTable } from '../print-table.ts';
import { jsonNumber, printNumber } from '../print-tensor.ts';
import { jsonProblem, reportProblems, withPaths } from '../report-problems.ts';

/** Disagreements printed for people. */
const MOST_SHOWN = 10;

/** Checks the gradients of a graph numerically. */
export const gradcheckCommand: Command = {
  name: 'gradcheck',
  summary: 'check the gradients of a graph against differences',
  positional: 'GRAPH.json',
  options: {
    ...REQUEST_OPTIONS,
    step: { type: 'string', value: 'H', help: 'largest step; it follows the values when absent' },
    tolerance: { type: 'string', value: 'T', help: 'largest relative error; 1e-6 when absent' },
    json: { type: 'boolean', help: 'print JSON with every digit' },
  },
  details: [
    'The relative error is what |analytic - numeric| exceeds the uncertainty of the differences by, divided',
    'by the larger of both. At a kink, such as ReLU at 0, there is no derivative to agree with: it is',
    'reported and does not count. A gradient that is NaN never agrees. The table shows the element of each',
    'variable that is farthest off.',
  ],
  run: runGradcheck,
};

async function runGradcheck(given: Arguments, io: Io): Promise<number> {
  const asJson = given.flag('json');
  const step = positiveNumber(given, 'step');
  const tolerance = positiveNumber(given, 'tolerance');
  const request = await openRequest(given, io);
  if (request.state === 'bad-inputs') return EXIT.usage;
  if (request.state === 'bad-graph') {
    if (asJson) io.stdout(printJson(jsonReport(null, request.problems)));
    return EXIT.problems;
  }
  const check = checkGradients(request.document, {
    ...request.options,
    ...(step === undefined ? {} : { step }),
    ...(tolerance === undefined ? {} : { tolerance }),
  });
  const problems = withPaths(check.problems, request.inFile);
  reportProblems(request.file, problems, io);
  io.stdout(asJson ? printJson(jsonReport(check, problems)) : report(request.document, check));
  return check.agrees && problems.length === 0 ? EXIT.ok : EXIT.problems;
}

function report(document: GraphDocument, check: GradientCheck): string {
  const { target, elements, skipped, step, tolerance, worst, agrees } = check;
  if (target === null) return 'nothing to check: no node has a value\n';
  const label = (id: NodeId): string => printable(nodeLabel(document, id));
  const byNode = groupRows(elements, ({ node }) => node);
  const rows = [...byNode].map(([node, checked]) => {
    const smooth = checked.filter(({ kink }) => !kink);
    const farthest = smooth.reduce(
      (most, element) => (most.relativeError >= element.relativeError ? most : element),
      smooth[0] ?? checked[0],
    );
    return [
      label(node),
      String(checked.length),
      printNumber(farthest.analytic),
      printNumber(farthest.numeric),
      smooth.length === 0 ? '—' : printNumber(farthest.relativeError),
      String(checked.length - smooth.length),
    ];
  });
  const titles = ['variable', 'elements', 'analytic', 'numeric', 'relative error', 'kinks'];
  let text = printTable(titles, rows);
  const wrong = elements.filter(
    (element) => !element.kink && !(element.relativeError <= tolerance),
  );
  if (wrong.length > 0) {
    const shown = wrong
      .slice(0, MOST_SHOWN)
      .map(({ node, index, analytic, numeric, relativeError }) => [
        `${label(node)}[${index}]`,
        printNumber(analytic),
        printNumber(numeric),
        printNumber(relativeError),
      ]);
    text += `\n${printTable(['element', 'analytic', 'numeric', 'relative error'], shown)}`;
    if (wrong.length > MOST_SHOWN) text += `and ${wrong.length - MOST_SHOWN} more\n`;
  }
  for (const { node, reason } of skipped) text += `${label(node)} is left out: ${reason}\n`;
  const verdict = agrees ? 'agree' : 'DISAGREE';
  const steps =
    step === null ? 'steps that follow the values' : `steps from ${printNumber(step)} down`;
  return `${text}\ngradients of ${label(target)} ${verdict}: largest relative error ${printNumber(worst)}, tolerance ${printNumber(tolerance)}, ${steps}\n`;
}

/** The report of `--json`; docs/cli.md describes it. */
function jsonReport(check: GradientCheck | null, problems: readonly Problem[]): Fields {
  const fields: (readonly [string, unknown])[] = [
    ['target', check?.target ?? null],
    ['agrees', check?.agrees ?? false],
    ['worst', check === null ? null : jsonNumber(check.worst)],
    ['step', check?.step ?? null],
    ['tolerance', check?.tolerance ?? null],
  ];
  const elements = (check?.elements ?? []).map(
    ({ node, index, analytic, numeric, uncertainty, relativeError, kink }) =>
      new Fields([
        ['node', node],
        ['index', index],
        ['analytic', jsonNumber(analytic)],
        ['numeric', jsonNumber(numeric)],
        ['uncertainty', jsonNumber(uncertainty)],
        ['relativeError', jsonNumber(relativeError)],
        ['kink', kink],
      ]),
  );
  const skipped = (check?.skipped ?? []).map(
    ({ node, reason }) =>
      new Fields([
        ['node', node],
        ['reason', reason],
      ]),
  );
  fields.push(
    ['elements', elements],
    ['skipped', skipped],
    ['problems', problems.map(jsonProblem)],
  );
  return new Fields(fields, 'lines');
}

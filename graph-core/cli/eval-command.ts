/** `gradwire eval`: every value, every gradient. */
import { type Evaluation, evaluateDocument } from '../evaluate/evaluation.ts';
import { Fields, printJson } from '../formats/json/json-printer.ts';
import { type EdgeId, type GraphDocument, type NodeId, nodeLabel } from '../graph/document.ts';
import { sortedIds } from '../graph/ids.ts';
import type { Problem } from '../graph/problem.ts';
import { printable } from '../graph/wording/printable.ts';
import { formatShape } from '../tensor/shape.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { type Arguments, type Command, EXIT } from './cli-command.ts';
import { openRequest, REQUEST_OPTIONS } from './evaluation-request.ts';
import type { Io } from './io.ts';
import { notFinite } from './not-finite.ts';
import { printTable } from './print-table.ts';
import { jsonTensor, printTensor } from './print-tensor.ts';
import { jsonProblem, reportNotes, reportProblems, withPaths } from './report-problems.ts';

/** Evaluates a graph and the gradients of one node. */
export const evalCommand: Command = {
  name: 'eval',
  summary: 'print every value and every gradient of a graph',
  positional: 'GRAPH.json',
  options: {
    ...REQUEST_OPTIONS,
    json: { type: 'boolean', help: 'print JSON with every digit' },
  },
  details: [
    'Without --target, the gradients are those of the target of the file or, without one, of its',
    'last node. A target that is not a scalar counts as the sum of its elements.',
    'FILE and GRAPH.json can be - for standard input.',
  ],
  run: runEval,
};

async function runEval(given: Arguments, io: Io): Promise<number> {
  const asJson = given.flag('json');
  const request = await openRequest(given, io);
  if (request.state === 'bad-inputs') return EXIT.usage;
  if (request.state === 'bad-graph') {
    if (asJson) io.stdout(printJson(jsonReport(null, request.problems, [])));
    return EXIT.problems;
  }
  const evaluation = evaluateDocument(request.document, request.options);
  const stray = notFinite(evaluation);
  const problems = [...withPaths(evaluation.problems, request.inFile), ...stray.problems];
  reportProblems(request.file, problems, io);
  reportNotes(stray.notes, io);
  io.stdout(asJson ? printJson(jsonReport(evaluation, problems, stray.notes)) : tables(evaluation));
  return problems.length === 0 ? EXIT.ok : EXIT.problems;
}

/** Nodes in the order they are computed, then those that could not be. */
function nodesInOrder({ document, order }: Evaluation): readonly NodeId[] {
  const computed = new Set(order);
  return [...order, ...sortedIds(document.nodes).filter((id) => !computed.has(id))];
}

function tables(evaluation: Evaluation): string {
  const { document, target } = evaluation;
  const gradient =
    target === null ? 'gradient' : `gradient of ${printable(nodeLabel(document, target))}`;
  const nodes = nodesInOrder(evaluation).map((id) => {
    const value = evaluation.value(id);
    return [
      printable(nodeLabel(document, id)),
      printable(document.nodes[id].op),
      value === undefined ? '—' : formatShape(value.shape),
      cell(value),
      cell(evaluation.gradient(id)),
    ];
  });
  const wires = wiresInOrder(evaluation).map((id) => [
    wireLabel(document, id),
    cell(evaluation.edgeValue(id)),
    cell(evaluation.edgeGradient(id)),
  ]);
  const first = printTable(['node', 'operation', 'shape', 'value', gradient], nodes);
  return wires.length === 0 ? first : `${first}\n${printTable(['wire', 'value', gradient], wires)}`;
}

/** Wires by the node they lead into, in the order of evaluation. */
function wiresInOrder(evaluation: Evaluation): readonly EdgeId[] {
  const { document } = evaluation;
  const place = new Map(nodesInOrder(evaluation).map((id, i) => [id, i]));
  const at = (edge: EdgeId): number => place.get(document.edges[edge].to) ?? 0;
  return sortedIds(document.edges).sort((a, b) => at(a) - at(b));
}

function wireLabel(document: GraphDocument, id: EdgeId): string {
  const { from, to, port } = document.edges[id];
  const [source, sink] = [from, to].map((node) => printable(nodeLabel(document, node)));
  return `${source} → ${sink}.${printable(port)}`;
}

function cell(tensor: Tensor | undefined): string {
  return tensor === undefined ? '—' : printTensor(tensor);
}

/** The report of `--json`; docs/cli.md describes it. */
function jsonReport(
  evaluation: Evaluation | null,
  problems: readonly Problem[],
  notes: readonly Problem[],
): Fields {
  const entries: (readonly [string, unknown])[] = [['target', evaluation?.target ?? null]];
  const nodes: (readonly [string, Fields])[] = [];
  const edges: (readonly [string, Fields])[] = [];
  if (evaluation !== null) {
    const { document } = evaluation;
    for (const id of nodesInOrder(evaluation)) {
      const value = evaluation.value(id);
      const { op, name = null } = document.nodes[id];
      const fields = [
        ['name', name],
        ['op', op],
        ['shape', value === undefined ? null : [...value.shape]],
        ['value', jsonTensor(value)],
        ['gradient', jsonTensor(evaluation.gradient(id))],
      ] as const;
      nodes.push([id, new Fields(fields)]);
    }
    for (const id of wiresInOrder(evaluation)) {
      const { from, to, port } = document.edges[id];
      const fields = [
        ['from', from],
        ['to', to],
        ['port', port],
        ['value', jsonTensor(evaluation.edgeValue(id))],
        ['gradient', jsonTensor(evaluation.edgeGradient(id))],
      ] as const;
      edges.push([id, new Fields(fields)]);
    }
  }
  entries.push(['order', evaluation === null ? [] : [...evaluation.order]]);
  entries.push(['nodes', new Fields(nodes, 'lines')], ['edges', new Fields(edges, 'lines')]);
  entries.push(['problems', problems.map(jsonProblem)], ['notes', notes.map(jsonProblem)]);
  return new Fields(entries, 'lines');
}

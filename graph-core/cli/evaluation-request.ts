/** What `eval` and `gradcheck` have in common: a graph, values for its variables, a node to differentiate. */
import type { EvaluationOptions } from '../evaluate/evaluation.ts';
import type { GraphDocument } from '../graph/document.ts';
import type { Problem } from '../graph/problem.ts';
import type { Arguments, OptionSpec } from './cli-command.ts';
import type { Io } from './io.ts';
import { findTarget, readGraph } from './read-graph.ts';
import { readInputs } from './read-inputs.ts';
import { reportProblems } from './report-problems.ts';

/** The options both commands have. */
export const REQUEST_OPTIONS = {
  inputs: {
    type: 'string',
    value: 'FILE',
    help: 'JSON object: numbers by key or name of a variable',
  },
  target: { type: 'string', value: 'NODE', help: 'node to differentiate, by key or name' },
} as const satisfies Record<string, OptionSpec>;

/** A request that can be carried out, or what stands against it (already reported). */
export type EvaluationRequest =
  | {
      readonly state: 'ready';
      readonly file: string;
      readonly document: GraphDocument;
      /** What reading the file found; evaluating it finds it again. */
      readonly inFile: readonly Problem[];
      readonly options: EvaluationOptions;
    }
  | { readonly state: 'bad-graph'; readonly problems: readonly Problem[] }
  | { readonly state: 'bad-inputs' };

/** Reads what the command line names; throws a `UsageError` for files and nodes that are not there. */
export async function openRequest(given: Arguments, io: Io): Promise<EvaluationRequest> {
  const { file, document, problems } = await readGraph(given.positionals[0], io);
  if (document === null) {
    reportProblems(file, problems, io);
    return { state: 'bad-graph', problems };
  }
  const targetName = given.text('target');
  const target = targetName === undefined ? {} : { target: findTarget(document, targetName) };
  const inputsPath = given.text('inputs');
  if (inputsPath === undefined) {
    return { state: 'ready', file, document, inFile: problems, options: target };
  }
  const inputs = await readInputs(inputsPath, document, io);
  if (inputs.problems.length > 0) {
    reportProblems(inputs.file, inputs.problems, io);
    return { state: 'bad-inputs' };
  }
  const options = { ...target, feeds: inputs.feeds };
  return { state: 'ready', file, document, inFile: problems, options };
}

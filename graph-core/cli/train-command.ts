/** `gradwire train`: the run of the app, without the app. */
import { resume } from '../training/checkpoint.ts';
import { LiveRun } from '../training/live-run.ts';
import { weightProblems } from '../training/trained-document.ts';
import { type Arguments, type Command, EXIT } from './command.ts';
import type { Io } from './io.ts';
import { readBytes, readGraph } from './read-graph.ts';
import { reportProblems, withPaths } from './report-problems.ts';
import { CommandRun, STEPS } from './train-progress.ts';
import { openTraining, SETTING_OPTIONS } from './train-settings.ts';

/** Bytes of a checkpoint. */
const MAX_CHECKPOINT = 2 ** 29;

/** Trains a graph. */
export const trainCommand: Command = {
  name: 'train',
  summary: 'train a graph as its training settings say',
  positional: 'GRAPH.json',
  options: {
    ...SETTING_OPTIONS,
    steps: { type: 'string', value: 'N', help: `train until step N (${STEPS})` },
    epochs: { type: 'string', value: 'N', help: 'train until epoch N is complete' },
    out: { type: 'string', value: 'GRAPH.json', help: 'write the graph with the trained weights' },
    checkpoint: { type: 'string', value: 'FILE', help: 'write the run, to be resumed' },
    resume: { type: 'string', value: 'FILE', help: 'go on from a checkpoint' },
    every: { type: 'string', value: 'N', help: 'steps between two lines of metrics' },
    json: { type: 'boolean', help: 'print metrics as JSON, one object a line' },
  },
  details: [
    'The steps are those of the app: the compiled loop once it has agreed with the interpreter, else',
    'the interpreter. Steps and epochs count from the initial weights, also after --resume. A',
    'checkpoint is written at the end, every 30 seconds and when the run is interrupted; it fits the',
    'same graph with the same settings, and goes on to the last bit as if the run had not stopped.',
  ],
  run: runTraining,
};

async function runTraining(given: Arguments, io: Io): Promise<number> {
  const { file, document, problems: inFile } = await readGraph(given.positionals[0], io);
  if (document === null) {
    reportProblems(file, inFile, io);
    return EXIT.problems;
  }
  const request = await openTraining(document, given, io);
  if ('problems' in request) {
    reportProblems(request.file, request.problems, io);
    return EXIT.usage;
  }
  for (const { message, hint } of request.notes) io.stderr(`note: ${message}\n  ${hint}\n`);
  const run = LiveRun.start(request.document, { shelf: request.shelf });
  if (!(run instanceof LiveRun)) {
    const found = run.map((problem) =>
      problem.code === 'no-data-file' ? { ...problem, hint: 'give it with --data FILE' } : problem,
    );
    reportProblems(file, withPaths(found, inFile), io);
    return EXIT.problems;
  }
  const { leftOut } = run.plan.data;
  if (leftOut > 0) io.stderr(`note: rows that miss a number and are not used: ${leftOut}\n`);
  const saved = given.text('resume');
  if (saved !== undefined) {
    const refused = resume(run, await readSaved(saved, io));
    if (refused.length > 0) {
      reportProblems(saved, refused, io);
      return EXIT.usage;
    }
  }
  const out = given.text('out');
  const tooLarge = out === undefined ? [] : weightProblems(run);
  if (tooLarge.length > 0) {
    reportProblems(file, tooLarge, io);
    return EXIT.problems;
  }
  return new CommandRun(run, given, io, file).finish();
}

async function readSaved(path: string, io: Io): Promise<unknown> {
  const bytes = await readBytes(path, MAX_CHECKPOINT, io);
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

/** `gradwire train`: the run of the app, without the app. */
import { changeFault } from '../../formats/json/change-fault.ts';
import type { GraphDocument } from '../../graph/document.ts';
import { MAX_CHECKPOINT_BYTES } from '../../graph/limits.ts';
import { isRefused, type Problem } from '../../graph/problem.ts';
import { printable } from '../../graph/wording/printable.ts';
import { resume } from '../../training/run/checkpoint.ts';
import { LiveRun } from '../../training/run/live-run.ts';
import { weightProblems } from '../../training/run/trained-document.ts';
import { type Arguments, type Command, EXIT, UsageError } from '../cli-command.ts';
import type { Io } from '../io.ts';
import { readBytes, readGraph } from '../read-graph.ts';
import { refuseRun, reportNotes, withPaths } from '../report-problems.ts';
import { CommandRun, STEPS, unwritable } from './command-run.ts';
import { readingOf } from './open-table.ts';
import { repairedGraph, repairNote } from './table-repair.ts';
import { openTraining, SETTING_OPTIONS, suggestion } from './training-request.ts';

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
    'With --repair the shapes of inputs and weights and the loss change so that the graph fits the table',
    'of --data; each change is told, --out writes the repaired graph.',
  ],
  run: runTraining,
};

async function runTraining(given: Arguments, io: Io): Promise<number> {
  const asJson = given.flag('json');
  const endWith = (file: string, problems: readonly Problem[], code: number): number => {
    refuseRun(file, problems, { io, asJson });
    return code;
  };
  const { file, document, problems: inFile } = await readGraph(given.positionals[0], io);
  if (document === null) return endWith(file, inFile, EXIT.problems);
  await checkOutputs(given, io);
  const request = await openTraining(document, given, io);
  if (isRefused(request)) return endWith(request.file, request.refused, EXIT.usage);
  if (document.training === undefined && request.document.training !== undefined) {
    io.stderr(`suggested: ${suggestion(document)}\n`);
  }
  if (request.table !== null) {
    io.stderr(`${readingOf(request.table.file.name, request.table.summary)}\n`);
  }
  reportNotes(request.notes, io);
  const offerRepairs = (): void => {
    const note = repairNote(request, given);
    if (note !== null) reportNotes([note], io);
  };
  const isRepaired = given.flag('repair');
  const ready = isRepaired ? repairedGraph(request, given, io) : request.document;
  if (isRefused(ready)) {
    const place = ready.ofTable ? (request.table?.file.name ?? file) : file;
    const code = endWith(place, withPaths(ready.refused, inFile), EXIT.problems);
    offerRepairs();
    return code;
  }
  // What the options have made of the document is written by --out: it must open again.
  const fault = changeFault(ready, isRepaired ? [[]] : [['training']]);
  if (fault !== null) return endWith(file, [fault], EXIT.usage);
  const run = LiveRun.start(ready, { shelf: request.shelf });
  if (isRefused(run)) {
    const problems = run.refused.map((problem) => withOption(problem, document));
    const code = endWith(file, withPaths(problems, inFile), EXIT.problems);
    if (!isRepaired) offerRepairs();
    return code;
  }
  const leftOut = run.plan.feeding?.data.leftOut ?? 0;
  if (leftOut > 0) io.stderr(`note: rows that miss a number and are not used: ${leftOut}\n`);
  const saved = given.text('resume');
  if (saved !== undefined) {
    const refused = resume(run, await readSaved(saved, io));
    if (refused.length > 0) return endWith(printable(saved, 200), refused, EXIT.usage);
  }
  const tooLarge = given.text('out') === undefined ? [] : weightProblems(run);
  if (tooLarge.length > 0) return endWith(file, tooLarge, EXIT.problems);
  return new CommandRun(run, given, io, file).finish();
}

/** The repair as an option of the command, where there is one. */
function withOption(problem: Problem, document: GraphDocument): Problem {
  if (problem.code === 'no-data-file') return { ...problem, hint: 'give it with --data FILE' };
  if (problem.code !== 'no-training') return problem;
  const suggested = suggestion(document);
  return suggested === null ? problem : { ...problem, hint: `add --suggest for ${suggested}` };
}

/** Throws a `UsageError` when what the run is to write could not be written: better now than after it. */
async function checkOutputs(given: Arguments, io: Io): Promise<void> {
  const [out, checkpoint] = [given.text('out'), given.text('checkpoint')];
  if (out !== undefined && out === checkpoint) {
    const message = `--out and --checkpoint are both ${printable(out, 200)}`;
    throw new UsageError(message, 'give each a file of its own');
  }
  for (const path of [out, checkpoint]) {
    if (path === undefined) continue;
    try {
      await io.probe(path);
    } catch (error) {
      throw unwritable(path, error);
    }
  }
}

async function readSaved(path: string, io: Io): Promise<unknown> {
  const bytes = await readBytes(path, MAX_CHECKPOINT_BYTES, io);
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

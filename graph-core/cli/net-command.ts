/** `gradwire net`: the net that the app would make for a table, as a file. */
import { netForTable, netInWords } from '../fit/net-for-table.ts';
import { type HiddenWidths, MAX_WIDTH, MOST_HIDDEN, suggestHidden } from '../fit/net-size.ts';
import { tableNeeds } from '../fit/table-needs.ts';
import { roleSettings, suggestRoles } from '../fit/table-roles.ts';
import { writeGraph } from '../formats/graph-formats.ts';
import type { DataFileSettings } from '../graph/document.ts';
import { isRefused, type Problem } from '../graph/problem.ts';
import { printable } from '../graph/wording/printable.ts';
import { type Arguments, type Command, EXIT, UsageError } from './cli-command.ts';
import type { Io } from './io.ts';
import { refuseRun, reportNotes } from './report-problems.ts';
import { unwritable } from './train/command-run.ts';
import { openTable, readingOf } from './train/open-table.ts';
import { TABLE_OPTIONS, tableOptions } from './train/table-options.ts';
import { TARGET_OPTION, targetLines, withTarget } from './train/table-target.ts';

/** Makes a net for a table. */
export const netCommand: Command = {
  name: 'net',
  summary: 'make a net that learns a table',
  positional: 'DATA.csv',
  options: {
    out: {
      type: 'string',
      value: 'GRAPH.json',
      help: 'write the graph; standard output if absent',
    },
    target: TARGET_OPTION,
    hidden: {
      type: 'string',
      value: 'WIDTHS',
      help: 'units of the hidden layers: none, 16 or 32,16; suits the table if absent',
    },
    ...TABLE_OPTIONS,
  },
  details: [
    'A line on standard error says what is made. Train it with',
    '  gradwire train GRAPH.json --data DATA.csv',
  ],
  run: makeNet,
};

async function makeNet(given: Arguments, io: Io): Promise<number> {
  const endWith = (file: string, problems: readonly Problem[]): number => {
    refuseRun(file, problems, { io, asJson: false });
    return EXIT.problems;
  };
  const opened = await openTable(given.positionals[0], tableOptions(given), io);
  if (isRefused(opened)) return endWith(opened.file, opened.refused);
  const { table, summary } = opened;
  const { name } = opened.file;
  io.stderr(`${readingOf(name, summary)}\n`);
  reportNotes(table.notes, io);
  const named = withTarget(opened.file, summary, given);
  const roles = suggestRoles(summary, named.target === undefined ? undefined : named);
  const file: DataFileSettings = { ...named, ...roleSettings(roles) };
  const needs = tableNeeds(summary, file);
  if (isRefused(needs)) return endWith(name, needs.refused);
  const hidden = hiddenOption(given) ?? suggestHidden(needs);
  const net = netForTable(needs, hidden);
  for (const line of targetLines(roles)) io.stderr(`${line}\n`);
  io.stderr(`${netInWords(needs, hidden)}\n`);
  const out = given.text('out');
  const contents = await writeGraph(out ?? 'graph.json', net);
  if (isRefused(contents)) return endWith(name, contents.refused);
  if (out === undefined) io.stdout(new TextDecoder().decode(asBytes(contents)));
  else await io.write(out, contents).catch((error) => Promise.reject(unwritable(out, error)));
  return EXIT.ok;
}

const asBytes = (contents: string | Uint8Array): Uint8Array =>
  typeof contents === 'string' ? new TextEncoder().encode(contents) : contents;

/** Widths as they are written: `none`, `16`, `32,16`. */
function hiddenOption(given: Arguments): HiddenWidths | undefined {
  const text = given.text('hidden');
  if (text === undefined) return undefined;
  if (text === 'none') return [];
  const widths = text.split(',').map(Number);
  const fits = widths.every((width) => Number.isInteger(width) && width >= 1 && width <= MAX_WIDTH);
  if (fits && widths.length <= MOST_HIDDEN) return widths;
  throw new UsageError(
    `--hidden is ${printable(text, 40)}`,
    `use none, or at most ${MOST_HIDDEN} whole numbers from 1 to ${MAX_WIDTH} with a comma between them`,
  );
}

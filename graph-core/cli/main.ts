/** The `gradwire` command: chooses the command, explains itself, turns wrong use into exit code 2. */
import { readFileSync } from 'node:fs';
import { nearestName } from '../graph/nearest-name.ts';
import { printable } from '../graph/printable.ts';
import { type Command, EXIT, parseArguments, UsageError } from './cli-command.ts';
import { evalCommand } from './eval-command.ts';
import { gradcheckCommand } from './gradcheck-command.ts';
import { type Io, processIo } from './io.ts';
import { opsCommand } from './ops-command.ts';
import { printTable } from './print-table.ts';
import { trainCommand } from './train/train-command.ts';

const COMMANDS: readonly Command[] = [evalCommand, gradcheckCommand, opsCommand, trainCommand];

/** Runs a command line (without `node` and the script) and gives the exit code. */
export async function main(argv: readonly string[], io: Io = processIo()): Promise<number> {
  try {
    return await run(argv, io);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.stderr(`gradwire: ${error.message}\n  ${error.hint}\n`);
    return EXIT.usage;
  }
}

async function run(argv: readonly string[], io: Io): Promise<number> {
  const [first, ...rest] = argv;
  if (first === undefined) {
    io.stderr(generalHelp());
    return EXIT.usage;
  }
  if (first === '--version' || first === '-v') {
    io.stdout(`${version()}\n`);
    return EXIT.ok;
  }
  if (first === '--help' || first === '-h' || first === 'help') {
    const [about] = rest;
    io.stdout(about === undefined ? generalHelp() : commandHelp(findCommand(about)));
    return EXIT.ok;
  }
  if (first.startsWith('-')) {
    throw new UsageError(
      `unknown option ${printable(first)}`,
      'begin with a command; see gradwire --help',
    );
  }
  const command = findCommand(first);
  if (rest.includes('-h')) {
    io.stdout(commandHelp(command));
    return EXIT.ok;
  }
  const given = parseArguments(command, rest);
  if (given.flag('help')) {
    io.stdout(commandHelp(command));
    return EXIT.ok;
  }
  return command.run(given, io);
}

function findCommand(name: string): Command {
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command !== undefined) return command;
  const nearest = nearestName(
    name,
    COMMANDS.map((candidate) => candidate.name),
  );
  throw new UsageError(
    `unknown command ${printable(name)}`,
    nearest === null ? 'see gradwire --help' : `did you mean ${nearest}?`,
  );
}

function generalHelp(): string {
  const rows = COMMANDS.map(({ name, positional, summary }) => [
    `  ${name} ${positional}`,
    summary,
  ]);
  return [
    'usage: gradwire COMMAND [options]\n\n',
    printTable(['commands', ''], rows),
    '\n  gradwire COMMAND --help explains a command, gradwire --version prints the version\n',
    '\nexit codes: 0 fine, 1 the graph has problems or a check failed, 2 wrong use or unreadable file\n',
  ].join('');
}

function commandHelp({ name, positional, summary, options, details }: Command): string {
  const rows = Object.entries(options).map(([option, { value, help }]) => [
    `  --${option}${value === undefined ? '' : ` ${value}`}`,
    help,
  ]);
  return [
    `usage: gradwire ${name} ${positional} [options]\n${summary}\n\n`,
    printTable(['options', ''], rows),
    details.length === 0 ? '' : `\n${details.join('\n')}\n`,
  ].join('');
}

/** From the package's own file, which is two folders up from the source and three from the build. */
function version(): string {
  for (const path of ['../../package.json', '../../../package.json']) {
    try {
      const contents: unknown = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
      const { name, version: number } = contents as { name?: unknown; version?: unknown };
      if (name === 'gradwire' && typeof number === 'string') return number;
    } catch {
      // The other place has it.
    }
  }
  return 'unknown';
}

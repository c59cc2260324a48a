/** The `gradwire` command: chooses the command, explains itself, turns wrong use into exit code 2. */
import { readFileSync } from 'node:fs';
import { nearestName } from '../graph/wording/nearest-name.ts';
import { printable } from '../graph/wording/printable.ts';
import { type Command, EXIT, parseArguments, UsageError } from './cli-command.ts';
import { type Io, processIo } from './io.ts';
import { printTable } from './print-table.ts';

/** The commands; only the one that is asked for is loaded: `eval` starts a quarter sooner without the compiler. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  eval: async () => (await import('./eval-command.ts')).evalCommand,
  explain: async () => (await import('./explain/explain-command.ts')).explainCommand,
  gradcheck: async () => (await import('./derivatives/gradcheck-command.ts')).gradcheckCommand,
  hessian: async () => (await import('./derivatives/derivative-command.ts')).hessianCommand,
  jacobian: async () => (await import('./derivatives/derivative-command.ts')).jacobianCommand,
  net: async () => (await import('./net-command.ts')).netCommand,
  ops: async () => (await import('./ops-command.ts')).opsCommand,
  train: async () => (await import('./train/train-command.ts')).trainCommand,
};

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
    io.stderr(await generalHelp());
    return EXIT.usage;
  }
  if (first === '--version' || first === '-v') {
    io.stdout(`${version()}\n`);
    return EXIT.ok;
  }
  if (first === '--help' || first === '-h' || first === 'help') {
    const [about] = rest;
    io.stdout(about === undefined ? await generalHelp() : commandHelp(await findCommand(about)));
    return EXIT.ok;
  }
  if (first.startsWith('-')) {
    throw new UsageError(
      `unknown option ${printable(first)}`,
      'begin with a command; see gradwire --help',
    );
  }
  const command = await findCommand(first);
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

async function findCommand(name: string): Promise<Command> {
  if (Object.hasOwn(COMMANDS, name)) return COMMANDS[name]();
  const nearest = nearestName(name, Object.keys(COMMANDS));
  throw new UsageError(
    `unknown command ${printable(name)}`,
    nearest === null ? 'see gradwire --help' : `did you mean ${nearest}?`,
  );
}

async function generalHelp(): Promise<string> {
  const commands = await Promise.all(Object.values(COMMANDS).map((load) => load()));
  const rows = commands.map(({ name, positional, summary }) => [
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

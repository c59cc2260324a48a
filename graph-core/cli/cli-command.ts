/** Commands as data: their options say how they are parsed, checked and explained. */
import { parseArgs } from 'node:util';
import { nearestName } from '../graph/wording/nearest-name.ts';
import { printable } from '../graph/wording/printable.ts';
import type { Io } from './io.ts';

/** Exit codes, as a script sees them. */
export const EXIT = {
  /** Everything was fine. */
  ok: 0,
  /** The document has problems, or a check failed. */
  problems: 1,
  /** Wrong use, or a file that cannot be read. */
  usage: 2,
  /** Ended by Ctrl-C, as shells say it. */
  interrupted: 130,
} as const;

/** One option. */
export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  readonly help: string;
  /** What its value stands for, in help: `FILE`. */
  readonly value?: string;
}

/** What was given on the command line. */
export interface Arguments {
  readonly positionals: readonly string[];
  readonly text: (option: string) => string | undefined;
  readonly flag: (option: string) => boolean;
}

/** One command. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  /** After the name: `GRAPH.json`; brackets where it may be left out. */
  readonly positional: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** More lines for its help. */
  readonly details: readonly string[];
  readonly run: (given: Arguments, io: Io) => Promise<number>;
}

/** A command line that cannot be carried out; `main` prints it and exits with 2. */
export class UsageError extends Error {
  /** The repair. */
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

/** The arguments of `command`, checked against its options; throws a `UsageError`. */
export function parseArguments(command: Command, args: readonly string[]): Arguments {
  const options: Readonly<Record<string, OptionSpec>> = {
    ...command.options,
    help: { type: 'boolean', help: 'explain the command' },
  };
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Object.entries(options).map(([name, { type }]) => [name, { type }]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const see = `see gradwire ${command.name} --help`;
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const spec = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (spec === undefined) {
      const nearest = nearestName(token.name, Object.keys(options));
      throw new UsageError(
        `unknown option ${printable(token.rawName)}`,
        nearest === null ? see : `did you mean --${nearest}?`,
      );
    }
    if (spec.type === 'string' && (token.value === undefined || token.value === '')) {
      throw new UsageError(`--${token.name} needs a value`, see);
    }
    if (spec.type === 'boolean' && token.value !== undefined) {
      throw new UsageError(`--${token.name} takes no value`, see);
    }
  }
  const most = command.positional === '' ? 0 : 1;
  if (positionals.length > most) {
    throw new UsageError(`unexpected argument ${printable(positionals[most])}`, see);
  }
  const isRequired = most === 1 && !command.positional.startsWith('[');
  if (isRequired && positionals.length === 0 && values.help !== true) {
    throw new UsageError(`${command.positional} is missing`, see);
  }
  return {
    positionals,
    text: (option) => {
      const value = values[option];
      return typeof value === 'string' ? value : undefined;
    },
    flag: (option) => values[option] === true,
  };
}

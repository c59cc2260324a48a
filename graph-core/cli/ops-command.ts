/** `gradwire ops`: what a graph can be made of. */

import { Fields, printJson } from '../formats/json/json-printer.ts';
import { suggestion } from '../graph/wording/nearest-name.ts';
import { printable } from '../graph/wording/printable.ts';
import { listOperations, type OperationSummary } from '../library/operation-list.ts';
import type { Setting } from '../settings/setting.ts';
import { type Arguments, type Command, EXIT, UsageError } from './cli-command.ts';
import type { Io } from './io.ts';
import { groupRows, printTable } from './print-table.ts';

/** Lists the operations, or explains one. */
export const opsCommand: Command = {
  name: 'ops',
  summary: 'list the operations, or explain one',
  positional: '[OPERATION]',
  options: { json: { type: 'boolean', help: 'print JSON' } },
  details: [],
  run: runOps,
};

async function runOps(given: Arguments, io: Io): Promise<number> {
  const all = listOperations();
  const [name] = given.positionals;
  const shown = name === undefined ? all : all.filter((operation) => operation.name === name);
  if (shown.length === 0) {
    const names = all.map((operation) => operation.name);
    throw new UsageError(
      `there is no operation ${printable(name)}`,
      suggestion(name, names, 'see gradwire ops'),
    );
  }
  if (given.flag('json')) io.stdout(printJson(shown.map(jsonOperation)));
  else if (name === undefined) io.stdout(overview(all));
  else io.stdout(explained(shown[0]));
  return EXIT.ok;
}

function overview(all: readonly OperationSummary[]): string {
  let text = '';
  for (const [category, operations] of groupRows(all, (operation) => operation.category)) {
    const rows = operations.map((operation) => [`  ${signature(operation)}`, operation.summary]);
    text += `${text === '' ? '' : '\n'}${printTable([category, ''], rows)}`;
  }
  return text;
}

function signature({ name, inputs, variadic }: OperationSummary): string {
  return `${name}(${inputs.map((port) => port.name).join(', ')}${variadic ? ', …' : ''})`;
}

function explained(operation: OperationSummary): string {
  const { title, summary, inputs, attrs } = operation;
  let text = `${signature(operation)}: ${title}\n${summary}\n`;
  if (inputs.length > 0) {
    text += `\n${printTable(
      ['input', ''],
      inputs.map(({ name, help }) => [name, help]),
    )}`;
  }
  const rows = Object.entries(attrs).map(([name, spec]) => [
    name,
    kindOf(spec),
    defaultOf(spec),
    spec.help,
  ]);
  if (rows.length > 0) text += `\n${printTable(['attribute', 'kind', 'default', ''], rows)}`;
  return text;
}

function kindOf(spec: Setting): string {
  if (spec.kind === 'choice') return spec.options.join(' | ');
  return spec.kind === 'number' && spec.integer === true ? 'whole number' : spec.kind;
}

function defaultOf({ default: value }: Setting): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function jsonOperation(operation: OperationSummary): Fields {
  const { name, title, summary, category, latex, inputs, variadic, attrs } = operation;
  return new Fields([
    ['name', name],
    ['title', title],
    ['summary', summary],
    ['category', category],
    ['latex', latex],
    [
      'inputs',
      inputs.map(
        (port) =>
          new Fields([
            ['name', port.name],
            ['help', port.help],
          ]),
      ),
    ],
    ['variadic', variadic],
    [
      'attrs',
      new Fields(Object.entries(attrs).map(([key, spec]) => [key, jsonSpec(spec)] as const)),
    ],
  ]);
}

function jsonSpec(spec: Setting): Fields {
  return new Fields(
    Object.entries(spec).map(
      ([key, value]) => [key, Array.isArray(value) ? [...value] : value] as const,
    ),
  );
}

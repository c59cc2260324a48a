/**
 * What an example's README promises, read from its tables: values and gradients by node, results of
 * training, how many parameters there are. The text a person reads is the text that is tested.
 */

/** Numbers as they are printed; a bare integer is meant exactly, anything else to its last digit. */
export type Printed = readonly string[];

/** A row of the table of nodes. */
export interface ExpectedNode {
  /** Name of the node or, without one, its key. */
  readonly node: string;
  readonly value: Printed;
  readonly gradient: Printed;
}

/** A row of the table of training results. */
export interface ExpectedTraining {
  readonly steps: number;
  readonly kind: 'right' | 'mean squared error';
  /** Least share that is right, or the error that is not reached. */
  readonly bound: number;
}

/** Everything a README promises. */
export interface Promises {
  readonly title: string;
  readonly summary: string;
  readonly nodes: readonly ExpectedNode[];
  readonly training: readonly ExpectedTraining[];
  /** Null when it says nothing about them. */
  readonly parameters: number | null;
}

/** Reads a README; throws for a row it does not understand, so that no promise goes untested. */
export function readPromises(text: string): Promises {
  const nodes: ExpectedNode[] = [];
  const training: ExpectedTraining[] = [];
  for (const line of text.split('\n')) {
    if (!line.startsWith('|')) continue;
    const cells = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    const isHead = cells[0] === 'node' || cells[0] === 'training' || /^-+$/.test(cells[0]);
    if (isHead) continue;
    const steps = /^(\d+) steps$/.exec(cells[0]);
    if (steps !== null) training.push({ steps: Number(steps[1]), ...readResult(cells[1]) });
    else if (cells.length === 3) {
      nodes.push({ node: cells[0], value: numbers(cells[1]), gradient: numbers(cells[2]) });
    } else throw new Error(`unknown row: ${line}`);
  }
  const count = /^(\d+) learnable parameters\.$/m.exec(text);
  return {
    title: /^# [A-F]\d+ · (.+)$/m.exec(text)?.[1] ?? '',
    summary: text.split(/\n\s*\n/)[1]?.trim() ?? '',
    nodes,
    training,
    parameters: count === null ? null : Number(count[1]),
  };
}

function readResult(text: string): Omit<ExpectedTraining, 'steps'> {
  if (text === 'all right') return { kind: 'right', bound: 1 };
  const right = /^over (\d+) % right$/.exec(text);
  if (right !== null) return { kind: 'right', bound: Number(right[1]) / 100 };
  const error = /^mean squared error below ([\d.]+)$/.exec(text);
  if (error !== null) return { kind: 'mean squared error', bound: Number(error[1]) };
  throw new Error(`unknown result: ${text}`);
}

/** `-4` or `(0.130, 0.869)`. */
function numbers(cell: string): Printed {
  const found = cell.replace(/^\(|\)$/g, '').split(', ');
  for (const one of found) {
    if (!/^-?\d+(\.\d+)?$/.test(one)) throw new Error(`no number: ${one}`);
  }
  return found;
}

/** How far a number may be from how it is printed: half a unit of the last digit, nothing for an integer. */
export function roundingOf(printed: string): number {
  const digits = printed.split('.')[1]?.length ?? null;
  return digits === null ? 0 : 0.5 * 10 ** -digits;
}

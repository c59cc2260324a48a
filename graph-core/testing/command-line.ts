/** Runs command lines on files in memory. */
import { expect } from 'vitest';
import { main } from '../cli/main.ts';

/** f = (x + y) z, with names and keys that differ. */
export const graph = {
  format: 'gradwire',
  version: 2,
  name: 'f = (x + y) z',
  nodes: {
    x: { op: 'input', attrs: { value: -2 } },
    n2: { op: 'input', name: 'y', attrs: { value: 5 } },
    z: { op: 'input', attrs: { value: -4 } },
    q: { op: 'add', name: 'sum' },
    f: { op: 'multiply', name: 'f' },
  },
  edges: {
    e1: { from: 'x', to: 'q', port: 'x' },
    e2: { from: 'n2', to: 'q', port: 'y' },
    e3: { from: 'q', to: 'f', port: 'x' },
    e4: { from: 'z', to: 'f', port: 'y' },
  },
};

/** ReLU of a batch of unknown size, whose sum is the target. */
export const batch = {
  format: 'gradwire',
  version: 2,
  name: 'batch',
  nodes: {
    x: { op: 'input', name: 'x', attrs: { value: [[1, -2]], shape: ['N', 2] } },
    w: { op: 'parameter', name: 'w', attrs: { init: 'normal', shape: [40, 2], seed: 1 } },
    one: { op: 'parameter', name: 'same', attrs: { value: 1 } },
    two: { op: 'parameter', name: 'same', attrs: { value: 2 } },
    r: { op: 'max' },
    zero: { op: 'constant', attrs: { value: 0 } },
    s: { op: 'sum' },
  },
  edges: {
    e1: { from: 'x', to: 'r', port: 'x' },
    e2: { from: 'zero', to: 'r', port: 'y' },
    e3: { from: 'r', to: 's', port: 'x' },
  },
  target: 's',
};

/** By path; emptied before every test. */
export const files = new Map<string, Uint8Array<ArrayBuffer>>();

/** The files every test begins with. */
export function resetFiles(): void {
  files.clear();
  file('graph.json', graph);
  file('batch.json', batch);
}

/** Puts a file where `run` finds it. */
export function file(path: string, content: unknown): void {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  files.set(path, new TextEncoder().encode(text));
}

/** Runs a command line on the files above. */
export async function run(
  ...argv: string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  let [stdout, stderr] = ['', ''];
  const code = await main(argv, {
    stdout: (text) => {
      stdout += text;
    },
    stderr: (text) => {
      stderr += text;
    },
    exists: async (path) => files.has(path),
    probe: async (path) => {
      if (path.startsWith('no/')) throw Object.assign(new Error('no'), { code: 'ENOENT' });
    },
    read: async (path) => {
      const bytes = files.get(path);
      if (bytes === undefined) throw Object.assign(new Error('no'), { code: 'ENOENT' });
      return bytes;
    },
    write: async (path, text) => {
      if (path.startsWith('no/')) throw Object.assign(new Error('no'), { code: 'ENOENT' });
      file(path, text);
    },
    isTerminal: false,
    now: () => 0,
    breathe: async () => true,
  });
  return { code, stdout, stderr };
}

/** Exit code and standard error of a command line that prints nothing else. */
export async function refusal(...argv: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(...argv);
  expect(stdout).toBe('');
  return `${code} ${stderr}`;
}

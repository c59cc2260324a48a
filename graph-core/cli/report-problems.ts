/** Problems for people (standard error) and for programs. */
import { Fields } from '../formats/json/json-printer.ts';
import type { Problem } from '../graph/problem.ts';
import { printable } from '../graph/wording/printable.ts';
import type { Io } from './io.ts';

/** Longest message printed, in characters. */
const LONGEST = 400;

/** What stands against a run: for people, and with `asJson` as one line of JSON on standard output too. */
export function refuseRun(
  file: string,
  problems: readonly Problem[],
  { io, asJson }: { readonly io: Io; readonly asJson: boolean },
): void {
  reportProblems(file, problems, io);
  if (!asJson) return;
  const records = problems.map((problem) => Object.fromEntries(jsonProblem(problem).entries));
  io.stdout(`${JSON.stringify({ file, problems: records })}\n`);
}

/** Two lines a problem: `FILE: place: message [code]` and the hint. */
export function reportProblems(file: string, problems: readonly Problem[], io: Io): void {
  for (const problem of problems) {
    const { code, message, hint } = problem;
    const place = placeOf(problem);
    const where = place === '' ? '' : `${printable(place, LONGEST)}: `;
    io.stderr(`${file}: ${where}${printable(message, LONGEST)} [${code}]\n`);
    io.stderr(`  ${printable(hint, LONGEST)}\n`);
  }
}

/** What is worth knowing and stands against nothing: two lines a note. */
export function reportNotes(notes: readonly Problem[], io: Io): void {
  for (const { message, hint } of notes) {
    io.stderr(`note: ${printable(message, LONGEST)}\n  ${printable(hint, LONGEST)}\n`);
  }
}

function placeOf({ path, edge, node }: Problem): string {
  if (path !== undefined) return path;
  if (edge !== undefined) return `edges.${edge}`;
  return node === undefined ? '' : `nodes.${node}`;
}

/** A problem as JSON: always these fields, null where one does not apply. */
export function jsonProblem(problem: Problem): Fields {
  const { code, message, hint, node = null, port = null, edge = null } = problem;
  return new Fields([
    ['code', code],
    ['path', placeOf(problem)],
    ['node', node],
    ['port', port],
    ['edge', edge],
    ['message', message],
    ['hint', hint],
  ]);
}

/**
 * What evaluation found, in the words of the file where reading it found the same: those have paths
 * and know the nearest names.
 */
export function withPaths(
  found: readonly Problem[],
  inFile: readonly Problem[],
): readonly Problem[] {
  const worded = new Map(inFile.map((problem) => [keyOf(problem), problem]));
  return found.map((problem) => worded.get(keyOf(problem)) ?? problem);
}

function keyOf({ code, node, port, edge, message }: Problem): string {
  return JSON.stringify([code, node, port, edge, message]);
}

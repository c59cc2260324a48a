/**
 * Two laws of watching. Nothing that only looks changes anything: effects call no edit and ask nothing of a run. A
 * selector that reads another store by `getState()` shows what that store held when this one last changed.
 * No component may do it: it subscribes to both, as `canvas/at-step.ts` does.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const editor = new URL('..', import.meta.url).pathname;

/** The sources of the editor by their paths, tests left out. */
const sources: ReadonlyMap<string, string> = new Map(
  readdirSync(editor, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?<!\.test)\.tsx?$/.test(file))
    .map((file) => [file, readFileSync(join(editor, file), 'utf8')]),
);

/** The text between the parentheses that follow each call of one of these functions. */
function* calls(source: string, names: RegExp): Generator<string> {
  for (const call of source.matchAll(names)) {
    let depth = 1;
    let end = call.index + call[0].length;
    while (depth > 0 && end < source.length) {
      if (source[end] === '(') depth += 1;
      if (source[end] === ')') depth -= 1;
      end += 1;
    }
    yield source.slice(call.index, end);
  }
}

test('no selector of a store reads another store without subscribing to it', () => {
  const readers = [...sources].flatMap(([file, source]) =>
    [...calls(source, /\buse(?:Store\w*|AtStep)\(/g)]
      .filter((text) => text.includes('getState()'))
      .map((text) => `${file}: ${text}`),
  );
  expect(sources.size).toBeGreaterThan(50);
  expect(readers).toEqual([]);
});

test('no effect of a component changes the document or asks anything of a run', () => {
  const changing = ['changeDocument', 'undo', 'redo', 'replaceDocument', 'openDocument', 'askRun'];
  for (const [file, source] of sources) {
    if (!/state\/document\/\w+-edits\.ts$/.test(file)) continue;
    for (const [, name] of source.matchAll(/^export function (\w+)/gm)) changing.push(name);
  }
  expect(changing.length).toBeGreaterThan(20);
  const called = new RegExp(`\\b(?:${changing.join('|')})\\(`);
  const changers = [...sources].flatMap(([file, source]) =>
    [...calls(source, /\buse(?:Layout)?Effect\(/g)]
      .filter((text) => called.test(text))
      .map((text) => `${file}: ${text}`),
  );
  expect(changers).toEqual([]);
});

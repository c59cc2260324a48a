/**
 * A selector that reads another store by `getState()` shows what that store held when this one last changed.
 * No component may do it: it subscribes to both, as `canvas/at-step.ts` does.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const editor = new URL('..', import.meta.url).pathname;

/** The text between the parentheses that follow each call of a store hook. */
function* selectors(source: string): Generator<string> {
  for (const call of source.matchAll(/\buse(?:Store\w*|AtStep)\(/g)) {
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
  const files = readdirSync(editor, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(?<!\.test)\.tsx?$/.test(file),
  );
  const readers = files.flatMap((file) =>
    [...selectors(readFileSync(join(editor, file), 'utf8'))]
      .filter((text) => text.includes('getState()'))
      .map((text) => `${file}: ${text}`),
  );
  expect(files.length).toBeGreaterThan(50);
  expect(readers).toEqual([]);
});

/** The built library in plain Node: docs/library.md is true, and every export is on the page. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import * as library from './index.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const page = readFileSync(`${root}docs/library.md`, 'utf8');
const examples = [...page.matchAll(/^## (.*)\n(?:(?!^## )[\s\S])*?```js\n([\s\S]*?)```/gm)].map(
  ([, title, code]) => [title, code] as const,
);

beforeAll(async () => {
  const script = new URL('../scripts/build-library.mjs', import.meta.url).href;
  const { buildLibrary } = (await import(/* @vite-ignore */ script)) as {
    buildLibrary: () => Promise<boolean>;
  };
  expect(await buildLibrary()).toBe(true);
}, 120_000);

/** What a module prints in plain Node; `gradwire` is this package by its own name. */
function printed(code: string): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-'], {
    cwd: root,
    input: code,
    encoding: 'utf8',
    timeout: 60_000,
  });
  expect([status, stderr]).toEqual([0, '']);
  return stdout;
}

test('every part of the page has an example', () => {
  expect(examples.map(([title]) => title)).toEqual(
    [...page.matchAll(/^## (.*)$/gm)].map(([, title]) => title),
  );
});

test.each(examples)(
  'the example of "%s" prints what it says',
  (_, code) => {
    const expected = [...code.matchAll(/\/\/ → (.*)$/gm)].map(([, text]) => `${text}\n`).join('');
    expect(printed(code)).toBe(expected);
  },
  60_000,
);

test('every function that is exported is explained', () => {
  for (const name of Object.keys(library)) expect(page).toContain(name);
});

test('the real command reads standard input', () => {
  const g = library.graph('1 + 1');
  g.op('add', { x: 1, y: 1 }, { name: 'f' });
  const text = library.formatDocument(g.document());
  const { status, stdout } = spawnSync(
    process.execPath,
    ['bin/gradwire.mjs', 'eval', '-', '--json'],
    {
      cwd: root,
      input: text,
      encoding: 'utf8',
      timeout: 60_000,
    },
  );
  expect([status, JSON.parse(stdout).nodes.f.value]).toEqual([0, 2]);
}, 60_000);

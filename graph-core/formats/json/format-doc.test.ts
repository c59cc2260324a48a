/** docs/format.md is true: its example is canonical, its codes and limits are those of the code. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as limits from '../../graph/limits.ts';
import { formatDocument } from './format-document.ts';
import { parseDocument } from './parse-document.ts';

const page = readFileSync(new URL('../../../docs/format.md', import.meta.url), 'utf8');

test('the example opens without problems and is canonical', () => {
  const example = /```json\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
  const { document, problems } = parseDocument(example);
  expect(problems).toEqual([]);
  expect(document === null ? 'refused' : formatDocument(document)).toBe(example);
});

test('the limits are those of the code', () => {
  for (const limit of [
    limits.MAX_NODES,
    limits.MAX_EDGES,
    limits.MAX_LIST_ITEMS,
    limits.MAX_ATTR_ELEMENTS,
    limits.MAX_FIELDS,
    limits.MAX_POSITION,
    limits.MAX_EXAMPLES,
    limits.MAX_COLUMNS,
    limits.MAX_DRAWN_POINTS,
  ]) {
    expect(page).toContain(limit.toLocaleString('en-US'));
  }
  expect(page).toContain(`${limits.MAX_BYTES / 2 ** 20} MiB`);
  expect(page).toContain(`| nested levels | ${limits.MAX_DEPTH} `);
  expect(page).toContain(`At most ${limits.MAX_PROBLEMS} are`);
});

test('every code of a structural problem is explained', () => {
  const files = [
    'attribute-reader',
    'field-reader',
    'json-reader',
    'parse-document',
    'problem-list',
    'upgrade',
  ];
  const source = files
    .map((file) => readFileSync(new URL(`./${file}.ts`, import.meta.url), 'utf8'))
    .join();
  const codes = new Set(source.match(/(?<=')[a-z]+(?:-[a-z]+)+(?=')/g) ?? []);
  expect(codes.size).toBeGreaterThan(15);
  for (const code of codes) expect(page).toContain(`\`${code}\``);
});

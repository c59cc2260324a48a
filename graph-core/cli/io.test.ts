import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { processIo } from './io.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gradwire-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a file is replaced at once and nothing is left beside it', async () => {
  const path = join(folder, 'c.json');
  writeFileSync(path, 'before');
  await processIo().write(path, 'after');
  expect(readFileSync(path, 'utf8')).toBe('after');
  expect(readdirSync(folder)).toEqual(['c.json']);
});

test('a path that cannot be written rejects as Node does and leaves nothing', async () => {
  const write = processIo().write(join(folder, 'none', 'c.json'), 'text');
  await expect(write).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(processIo().write(folder, 'text')).rejects.toMatchObject({ code: 'EISDIR' });
  expect(readdirSync(folder)).toEqual([]);
});

test('at most one byte more than the limit is read', async () => {
  const path = join(folder, 'c.json');
  writeFileSync(path, '0123456789');
  expect((await processIo().read(path, 4)).length).toBe(5);
  expect((await processIo().read(path, 40)).length).toBe(10);
});

test('an interruption is heard at the next breath', async () => {
  const io = processIo();
  expect(await io.breathe()).toBe(true);
  process.emit('SIGINT');
  expect(await io.breathe()).toBe(false);
});

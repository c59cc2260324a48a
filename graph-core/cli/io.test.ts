import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { getSystemErrorMap } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fileReason } from './file-reason.ts';
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

test('probing says what writing would, and changes nothing', async () => {
  const path = join(folder, 'c.json');
  const { probe } = processIo();
  await probe(path);
  expect(readdirSync(folder)).toEqual([]);
  writeFileSync(path, 'before');
  await probe(path);
  expect(readFileSync(path, 'utf8')).toBe('before');
  await expect(probe(join(folder, 'none', 'c.json'))).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(probe(join(path, 'c.json'))).rejects.toMatchObject({ code: 'ENOTDIR' });
  await expect(probe(folder)).rejects.toMatchObject({ code: 'EISDIR' });
});

test('a device is written to, not replaced', async () => {
  const link = join(folder, 'null');
  symlinkSync(devNull, link);
  const { probe, write } = processIo();
  await probe(link);
  await write(link, 'text');
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
});

test('no reason of the system is a code', () => {
  for (const [errno, [code]] of getSystemErrorMap()) {
    const reason = fileReason(Object.assign(new Error('no'), { code, errno }));
    expect(reason).toMatch(/^[a-z]/);
    expect(reason).not.toContain(code);
  }
  expect(fileReason('no')).toBe('the system gives no reason');
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

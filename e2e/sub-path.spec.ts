/** The built site as a plain host serves it: under a path of its own, without a header. */
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as base, expect } from '@playwright/test';
import { App } from './app.ts';

const site = fileURLToPath(new URL('../dist/app/', import.meta.url));
const FOLDER = '/courses/gradwire/';
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Serves the site below `FOLDER`; everything else is not there. */
async function servePlainly(): Promise<Server> {
  const server = createServer(async (request, response) => {
    const path = (request.url ?? '').split('?')[0];
    const inside = path.startsWith(FOLDER) ? normalize(path.slice(FOLDER.length)) : '..';
    const name = inside === '.' ? 'index.html' : inside;
    try {
      if (name.startsWith('..')) throw new Error('outside');
      const contents = await readFile(join(site, name));
      response.setHeader('content-type', types[extname(name)] ?? 'application/octet-stream');
      response.end(contents);
    } catch {
      response.statusCode = 404;
      response.end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return server;
}

const test = base.extend<object, { plainSite: string }>({
  plainSite: [
    // biome-ignore lint/correctness/noEmptyPattern: the way a fixture says that it needs no other
    async ({}, use) => {
      const server = await servePlainly();
      await use(`http://localhost:${(server.address() as AddressInfo).port}${FOLDER}`);
      server.close();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ plainSite }, use) => use(plainSite),
});

test('under a path of its own, without headers, everything loads and a network trains', async ({
  page,
}) => {
  const missing: string[] = [];
  page.on('response', (response) => {
    if (response.status() >= 400) missing.push(response.url());
  });
  const app = await App.open(page);
  await app.expectNode('f', { value: -12, gradient: 1 });
  await app.openExample('XOR by four hidden units');
  await app.mode('Train');
  await app.trainingRun.getByRole('button', { name: '100 steps' }).click();
  await expect(app.trainingRun).toContainText('step 100');
  await app.mode('Step');
  await expect(app.stepPanel.getByRole('heading').first()).toBeVisible();
  expect(missing).toEqual([]);
});

// Where contestants run: a page of Chromium each (TypeScript is served by Vite), this Node, or a process
// of Python. A contestant has `run(steps)`, which gives { ms, loss } of so many steps.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from '@playwright/test';
import { createServer } from 'vite';
import { ADAM, draw, MOMENTUM, parameterShapes, WORKLOADS } from './workloads.mjs';

/** An empty page; cross-origin isolated (shared memory, threads) when asked for. */
const blankPages = {
  name: 'blank-pages',
  configureServer(server) {
    server.middlewares.use((request, response, next) => {
      response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
      response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
      if (!request.url.startsWith('/blank')) {
        next();
        return;
      }
      if (request.url.includes('isolated')) {
        response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
      }
      response.setHeader('Content-Type', 'text/html');
      response.end('<!doctype html><title>bench</title>');
    });
  },
};

/** Starts the server and the browser. */
export async function openBrowser() {
  const server = await createServer({
    configFile: false,
    root: new URL('..', import.meta.url).pathname,
    server: { port: 5859, strictPort: false, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true },
    plugins: [blankPages],
    logLevel: 'error',
  });
  await server.listen();
  const known = new URL('../node_modules/.cache/gradwire-browser.json', import.meta.url);
  const executablePath = existsSync(known)
    ? (JSON.parse(readFileSync(known, 'utf8')).executablePath ?? undefined)
    : undefined;
  const chrome = await chromium.launch({
    executablePath,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  return {
    version: chrome.version(),
    /** A new page with the functions of `bench/page.mjs`. */
    async page({ isolated = false } = {}) {
      const page = await chrome.newPage();
      page.on('pageerror', (error) => console.error(error.message));
      await page.goto(`${server.resolvedUrls.local[0]}blank${isolated ? '?isolated' : ''}`);
      await page.addScriptTag({ type: 'module', url: '/bench/page.mjs' });
      await page.waitForFunction(() => 'bench' in globalThis);
      return page;
    },
    /** A module with its TypeScript, for this Node. */
    load: (path) => server.ssrLoadModule(path),
    async close() {
      await chrome.close();
      await server.close();
    },
  };
}

/** A contestant in a page of its own. */
export async function inPage(browser, { peer, form, name, threads }) {
  const page = await browser.page({ isolated: threads > 1 });
  try {
    await page.evaluate((request) => globalThis.bench.create(request), {
      peer,
      form,
      name,
      threads,
    });
    return {
      run: (steps) => page.evaluate((count) => globalThis.bench.run(count), steps),
      close: () => page.close(),
    };
  } catch (error) {
    await page.close();
    throw error;
  }
}

/** Gradwire in this Node. */
export async function inNode(browser, { form, name }) {
  const { create } = await browser.load('/bench/peers/gradwire.mjs');
  const made = await create(WORKLOADS[name], form);
  return {
    async run(steps) {
      const begin = performance.now();
      const loss = made.run(steps);
      return { ms: performance.now() - begin, loss };
    },
    async close() {},
  };
}

/** A contestant in a process of Python, which gets its numbers as a file of f32. */
export async function inPython({ script, form, name, threads }) {
  const work = WORKLOADS[name];
  const folder = mkdtempSync(join(tmpdir(), 'gradwire-bench-'));
  const file = join(folder, 'numbers');
  const { x, y, parameters } = draw(work);
  writeFileSync(
    file,
    Buffer.concat([x, y, ...parameters].map(({ buffer }) => Buffer.from(buffer))),
  );
  const child = spawn('/usr/bin/python3', [new URL(`peers/${script}`, import.meta.url).pathname], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, OMP_NUM_THREADS: `${threads}`, OPENBLAS_NUM_THREADS: `${threads}` },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (request) => {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error('is not installed for /usr/bin/python3');
    const answer = JSON.parse(value);
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer;
  };
  const close = async () => {
    child.stdin.end();
    child.kill();
    rmSync(folder, { recursive: true });
  };
  child.stdin.on('error', () => {});
  const shapes = parameterShapes(work);
  let about = '';
  try {
    const whole = { ...work, shapes, adam: ADAM, momentum: MOMENTUM };
    ({ about } = await ask({ work: whole, form, file, threads }));
  } catch (error) {
    await close();
    throw error;
  }
  return { about, run: (steps) => ask({ steps }), close };
}

// The compiled loop in Chromium: ms per training step beside what a throw-away prototype reached on a
// machine of the same kind. `node bench/compiler.mjs [W1,W2] [rounds] [--kernels] [--times]`
import { existsSync, readFileSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { createServer } from 'vite';

/** ms per step of the prototype, one thread: multiply and add, fused multiply-add. */
const PROTOTYPE = {
  W1: [0.417, 0.398],
  W2: [0.424, 0.393],
  W3a: [0.000437, 0.000268],
  W3b: [0.023, 0.0229],
  W4: [0.295, 0.307],
};

const cache = new URL('../node_modules/.cache/gradwire-browser.json', import.meta.url);
const executablePath = existsSync(cache)
  ? (JSON.parse(readFileSync(cache, 'utf8')).executablePath ?? undefined)
  : '/usr/bin/chromium';
const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const names = (words[0] ?? Object.keys(PROTOTYPE).join()).split(',');
const rounds = Number(words[1] ?? 9);

const server = await createServer({
  configFile: false,
  root: new URL('..', import.meta.url).pathname,
  server: { port: 5859, strictPort: false, hmr: false, watch: null },
  optimizeDeps: { noDiscovery: true },
  logLevel: 'error',
});
await server.listen();
const chrome = await chromium.launch({
  executablePath,
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
try {
  const page = await chrome.newPage();
  page.on('pageerror', (error) => console.error(error.message));
  await page.goto(`${server.resolvedUrls.local[0]}LICENSE`);
  await page.addScriptTag({ type: 'module', url: '/bench/compiler-page.mjs' });
  await page.waitForFunction(() => 'measure' in globalThis);
  if (process.argv.includes('--kernels')) {
    for (const name of names) console.log(await page.evaluate((n) => globalThis.kernels(n), name));
  }
  if (process.argv.includes('--times')) {
    for (const name of names) {
      for (const mode of ['reproducible', 'fast']) {
        const times = await page.evaluate(([n, m]) => globalThis.kernelTimes(n, m), [name, mode]);
        for (const { title, us } of times)
          console.log(`${name} ${mode} ${us.toFixed(1)} µs ${title}`);
      }
    }
  }
  const rows = await page.evaluate(
    ([list, count]) => globalThis.measure(list, ['reproducible', 'fast'], count),
    [names, rounds],
  );
  for (const row of rows) {
    const theirs = PROTOTYPE[row.name][row.mode === 'fast' ? 1 : 0];
    const ms = row.ms < 0.01 ? row.ms.toFixed(6) : row.ms.toFixed(4);
    console.log(
      `${row.name.padEnd(4)}${row.mode.padEnd(13)} ${ms} ms  prototype ${theirs}  ratio ${(row.ms / theirs).toFixed(2)}  ${row.gflops.toFixed(1)} GFLOP/s  ${row.kernels} kernels  ${row.bytes} bytes  generate ${row.generate.toFixed(1)} + ${row.instantiate.toFixed(1)} ms  loss ${row.losses.map((x) => x.toPrecision(6)).join(' … ')}`,
    );
  }
} finally {
  await chrome.close();
  await server.close();
}

// What opening leaves behind: a graph of 1,000 nodes is opened and left again and again, and the page's heap measured.
// node bench/heap.mjs, after npm run build:app.
import { readFileSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { preview } from 'vite';
import { scalars } from './graphs.mjs';

const ROUNDS = 30;

const { executablePath } = JSON.parse(
  readFileSync(new URL('../node_modules/.cache/gradwire-browser.json', import.meta.url), 'utf8'),
);
const server = await preview({ preview: { port: 5850, strictPort: true } });
const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const chrome = await chromium.launch({ executablePath: executablePath ?? undefined, args });
try {
  const page = await chrome.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto('http://localhost:5850/');
  await page.getByRole('status').first().getByText('saved').waitFor();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('HeapProfiler.enable');

  /** Opens a graph of so many nodes and waits until its last one is drawn. */
  const open = async (count) => {
    const text = JSON.stringify(scalars(count));
    await page.evaluate((json) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([json], 'graph.json', { type: 'application/json' }));
      window.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, cancelable: true }));
    }, text);
    const nodes = Object.keys(scalars(count).nodes).length;
    await page.locator(`[data-id="n${nodes - 1}"]`).waitFor();
    await page.waitForFunction(
      (most) => document.querySelectorAll('[data-id^="n"]').length <= most,
      nodes,
    );
  };
  /** MiB of the page after garbage was collected. */
  const heap = async () => {
    for (let i = 0; i < 3; i++) await devtools.send('HeapProfiler.collectGarbage');
    const { usedSize } = await devtools.send('Runtime.getHeapUsage');
    const { nodes } = await devtools.send('Memory.getDOMCounters');
    return { mebibytes: usedSize / 2 ** 20, elements: nodes };
  };

  const round = async () => {
    await open(1000);
    await open(3);
  };
  for (let i = 0; i < 3; i++) await round();
  const before = await heap();
  const show = (i, { mebibytes, elements }) =>
    console.log(`${i} times: ${mebibytes.toFixed(1)} MiB, ${elements} DOM nodes`);
  show(0, before);
  for (let i = 1; i <= ROUNDS; i++) {
    await round();
    if (i % 5 === 0) show(i, await heap());
  }
} finally {
  await chrome.close();
  await server.close();
}

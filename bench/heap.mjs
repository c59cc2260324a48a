// What use leaves behind, in the page and in the worker: a graph of 1,000 nodes is opened and left, lessons are switched
// and each is trained a little, again and again. The undo history is bounded: once it is full nothing may grow.
// node bench/heap.mjs [documents|lessons] [times], after npm run build:app. Ends with 1 where more than 1 MiB stays.
import { readFileSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { preview } from 'vite';
import { scalars } from './graphs.mjs';

const [story = 'all', times = '50'] = process.argv.slice(2);
const TIMES = Number(times);
/** Rounds until everything that is made once is made. */
const WARM = 8;
/** MiB that may stay after so many rounds. */
const MOST = 1;
/** So many collections are needed until code that is not used any more has gone as well. */
const COLLECTIONS = 12;
const LESSONS = [
  'XOR by four hidden units',
  'Two spirals, 2-8-8-1',
  'Three spirals, 2-8-8-3',
  'A sine curve from ReLU units',
];
/** Times that fill the history with one and the same graph. */
const FILLING = 14;

const { executablePath } = JSON.parse(
  readFileSync(new URL('../node_modules/.cache/gradwire-browser.json', import.meta.url), 'utf8'),
);
const port = Number(process.env.GRADWIRE_BENCH_PORT ?? 5850);
const server = await preview({ preview: { port, strictPort: true } });
// Machine code of functions that have become hot is no data that stays: it was all that grew in snapshots of the heap.
const args = ['--js-flags=--no-opt --no-maglev --no-sparkplug'];
if (process.getuid?.() === 0) args.push('--no-sandbox');
const chrome = await chromium.launch({ executablePath: executablePath ?? undefined, args });

/** A page that has opened, with what measures it. */
async function openPage() {
  const page = await chrome.newPage({ viewport: { width: 1440, height: 900 } });
  const devtools = await page.context().newCDPSession(page);
  const workers = new Map();
  devtools.on('Target.attachedToTarget', ({ sessionId, targetInfo }) =>
    workers.set(sessionId, targetInfo.url),
  );
  devtools.on('Target.detachedFromTarget', ({ sessionId }) => workers.delete(sessionId));
  await devtools.send('Target.setAutoAttach', {
    ...{ autoAttach: true, waitForDebuggerOnStart: false, flatten: false },
  });
  await page.goto(`http://localhost:${port}/`);
  await page.getByRole('status').first().getByText('saved').waitFor();
  await devtools.send('HeapProfiler.enable');
  return { page, devtools, workers };
}

let nextMessage = 1;

/** Asks a worker of the page. */
function askWorker(devtools, sessionId, method) {
  const id = nextMessage++;
  return new Promise((resolve) => {
    const hear = (event) => {
      const message = JSON.parse(event.message);
      if (event.sessionId !== sessionId || message.id !== id) return;
      devtools.off('Target.receivedMessageFromTarget', hear);
      resolve(message.result);
    };
    devtools.on('Target.receivedMessageFromTarget', hear);
    devtools.send('Target.sendMessageToTarget', {
      ...{ sessionId, message: JSON.stringify({ id, method }) },
    });
  });
}

/** MiB of page and workers after garbage was collected, and elements of the page. */
async function heap({ devtools, workers }) {
  for (let i = 0; i < COLLECTIONS; i++) await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  const { nodes } = await devtools.send('Memory.getDOMCounters');
  let inWorkers = 0;
  for (const sessionId of workers.keys()) {
    await askWorker(devtools, sessionId, 'HeapProfiler.enable');
    for (let i = 0; i < COLLECTIONS; i++)
      await askWorker(devtools, sessionId, 'HeapProfiler.collectGarbage');
    const { usedSize: used, backingStorageSize = 0 } = await askWorker(
      ...[devtools, sessionId, 'Runtime.getHeapUsage'],
    );
    inWorkers += used + backingStorageSize;
  }
  return { page: usedSize / 2 ** 20, worker: inWorkers / 2 ** 20, elements: nodes };
}

/** Opens a graph of so many nodes and waits until its last one is drawn. */
async function openGraph(page, count) {
  const graph = scalars(count);
  await page.evaluate((json) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([json], 'graph.json', { type: 'application/json' }));
    window.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, cancelable: true }));
  }, JSON.stringify(graph));
  const nodes = Object.keys(graph.nodes).length;
  await page.locator(`[data-id="n${nodes - 1}"]`).waitFor();
  await page.waitForFunction(
    (most) => document.querySelectorAll('[data-id^="n"]').length <= most,
    nodes,
  );
}

/** Opens a lesson and does 100 steps. */
async function trainLesson(page, title) {
  await page.getByRole('button', { name: 'Examples', exact: true }).click();
  const lesson = new RegExp(`^[A-F]\\d+\\s*${title.replace(/[()+*?.]/g, '\\$&')}`);
  await page.getByRole('dialog').getByRole('button', { name: lesson }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.getByRole('radio', { name: 'Train', exact: true }).check({ force: true });
  const run = page.getByRole('region', { name: 'Training run' });
  await run.getByText(/^step 0/).waitFor();
  await run.getByRole('button', { name: '100 steps' }).click();
  await run.getByText(/^step 100/).waitFor();
}

const STORIES = {
  documents: async (page) => {
    await openGraph(page, 1000);
    await openGraph(page, 3);
  },
  lessons: (page, i) => trainLesson(page, LESSONS[i % LESSONS.length]),
};

/** What stays beside a history that is full of one and the same graph. */
async function heapBesideHistory(opened) {
  for (let i = 0; i < FILLING; i++) await STORIES.documents(opened.page);
  return heap(opened);
}

/** Goes round, and gives what was there before and after. */
async function measure(name, opened) {
  const show = (i, { page, worker, elements }) =>
    console.log(
      `${name}, ${i} times: page ${page.toFixed(2)} MiB, worker ${worker.toFixed(2)} MiB, ${elements} DOM nodes`,
    );
  const goRound = async (from, to) => {
    for (let i = from; i < to; i++) await STORIES[name](opened.page, i);
  };
  show('no', await heap(opened));
  await goRound(0, WARM);
  const before = await heapBesideHistory(opened);
  show(WARM, before);
  await goRound(WARM, WARM + TIMES);
  const after = await heapBesideHistory(opened);
  show(WARM + TIMES, after);
  return { before, after };
}

let isTooMuch = false;
try {
  for (const name of Object.keys(STORIES)) {
    if (story !== 'all' && story !== name) continue;
    const opened = await openPage();
    const { before, after } = await measure(name, opened);
    for (const part of ['page', 'worker']) {
      const growth = after[part] - before[part];
      isTooMuch ||= growth > MOST;
      const verdict = growth > MOST ? `, more than ${MOST}` : '';
      console.log(`${name}: ${growth.toFixed(2)} MiB stay in the ${part}${verdict}`);
    }
    await opened.page.close();
  }
} finally {
  await chrome.close();
  await server.close();
}
process.exitCode = isTooMuch ? 1 : 0;

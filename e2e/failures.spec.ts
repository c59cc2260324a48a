/** What goes wrong while training is told, the graph is intact, and the next run starts. */
import { expect, type Page, test } from '@playwright/test';
import { App } from './app.ts';

const LESSON = 'XOR by four hidden units';
const WORKER = /\/worker-[\w-]+\.js$/;

async function trainSteps(app: App): Promise<void> {
  await app.mode('Train');
  await app.trainingRun.getByRole('button', { name: '100 steps' }).click();
  await expect(app.trainingRun).toContainText('step 100 ·');
}

/** The worker's file as it is, with other headers or with something in front. */
async function changeWorker(
  page: Page,
  { headers = {}, first = '' }: { headers?: Record<string, string>; first?: string },
): Promise<void> {
  await page.route(WORKER, async (route) => {
    const response = await route.fetch();
    await route.fulfill({
      response,
      headers: { ...response.headers(), ...headers },
      body: first + (await response.text()),
    });
  });
}

test('a worker that ends in the middle of a run makes room for another run', async ({ page }) => {
  const app = await App.open(page);
  await app.openExample(LESSON);
  const { text } = await app.saveFile();
  await app.mode('Train');
  await app.trainingRun.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(app.trainingRun.getByRole('button', { name: 'Pause' })).toBeVisible();
  const [worker] = page.workers();
  await worker.evaluate(() => {
    setTimeout(() => {
      throw new Error('out of memory');
    });
  });
  await expect(app.notice).toContainText('out of memory');
  await expect(app.notice).toContainText(
    'Your graph is intact; training is ready to begin again at the initial weights.',
  );
  await expect(app.trainingRun).toContainText('step 0 ·');
  await trainSteps(app);
  expect((await app.saveFile()).text).toBe(text);
});

test('a worker that hangs while training is told, stopped, and another run starts', async ({
  page,
}) => {
  const app = await App.open(page);
  await app.openExample(LESSON);
  const { text } = await app.saveFile();
  await app.mode('Train');
  await app.trainingRun.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(app.trainingRun.getByRole('button', { name: 'Pause' })).toBeVisible();
  const [worker] = page.workers();
  worker
    .evaluate(() => {
      while (Date.now() > 0);
    })
    .catch(() => {});
  await page.getByRole('button', { name: 'The training does not answer … Stop' }).click();
  await expect(app.notice).toContainText('Your graph is intact');
  await expect(app.trainingRun).toContainText('step 0 ·');
  await trainSteps(app);
  expect((await app.saveFile()).text).toBe(text);
});

/** The first worker hangs when it is asked for this; those after it do not. */
async function hangAt(page: Page, kind: string): Promise<void> {
  let hangs = true;
  await page.route(WORKER, async (route) => {
    const response = await route.fetch();
    const first = hangs
      ? `self.addEventListener('message', ({ data }) => { while (data.kind === '${kind}'); });`
      : '';
    hangs = false;
    await route.fulfill({ response, body: first + (await response.text()) });
  });
}

test('a worker that hangs while a run is prepared is told, stopped, and the run starts', async ({
  page,
}) => {
  await hangAt(page, 'prepare-training');
  const app = await App.open(page);
  await app.openExample(LESSON);
  const { text } = await app.saveFile();
  await app.mode('Train');
  await page.getByRole('button', { name: 'The training does not answer … Stop' }).click();
  await expect(app.notice).toContainText('Stopped the training, which did not answer');
  await expect(app.notice).toContainText('training is ready to begin again');
  await trainSteps(app);
  expect((await app.saveFile()).text).toBe(text);
});

test('a worker that hangs while a file is read is told, stopped, and the run before is there', async ({
  page,
}) => {
  await hangAt(page, 'read-file');
  const app = await App.open(page);
  await app.openExample(LESSON);
  const { text } = await app.saveFile();
  await trainSteps(app);
  const rows = Array.from({ length: 20 }, (_, i) => `${i % 2},${(i >> 1) % 2},${i % 2}`);
  const table = { name: 'bits.csv', text: `a,b,y\n${rows.join('\n')}\n` };
  await app.dropFile(table);
  await page.getByRole('button', { name: 'Reading the file … Stop' }).click();
  await expect(app.notice).toContainText('Stopped reading the file');
  await expect(app.dialog('bits.csv was not opened')).toContainText('open it again');
  await page.keyboard.press('Escape');
  expect((await app.saveFile()).text).toBe(text);
  await trainSteps(app);
  await app.dropFile(table);
  await expect(app.trainingPanel).toContainText('bits.csv');
  await trainSteps(app);
});

test('where WebAssembly is not allowed the interpreter trains and says so', async ({ page }) => {
  await changeWorker(page, {
    headers: { 'content-security-policy': "script-src 'self'; worker-src 'self'" },
  });
  const app = await App.open(page);
  await app.openExample(LESSON);
  await trainSteps(app);
  await expect(app.trainingRun).toContainText(
    'trained by the interpreter: WebAssembly is not allowed here',
  );
});

test('where there is no WebAssembly the interpreter trains and says so', async ({ page }) => {
  await changeWorker(page, { first: 'delete self.WebAssembly;' });
  const app = await App.open(page);
  await app.openExample(LESSON);
  await trainSteps(app);
  await expect(app.trainingRun).toContainText(
    'trained by the interpreter: this browser has no WebAssembly',
  );
});

test('memory that is not to be had is told with its size', async ({ page }) => {
  await changeWorker(page, {
    first: `WebAssembly.Instance = class { constructor() { throw new RangeError('out of memory'); } };`,
  });
  const app = await App.open(page);
  await app.openExample(LESSON);
  await trainSteps(app);
  await expect(app.trainingRun).toContainText(
    'trained by the interpreter: the loop needs 1 MiB of memory, which are not to be had',
  );
});

test('a page that is not isolated trains on one thread', async ({ page }) => {
  await page.route(/\/$/, async (route) => {
    const response = await route.fetch();
    const { 'cross-origin-opener-policy': _, ...headers } = response.headers();
    await route.fulfill({ response, headers });
  });
  const app = await App.open(page);
  expect(await page.evaluate(() => window.crossOriginIsolated)).toBe(false);
  await app.openExample(LESSON);
  await trainSteps(app);
  await expect(app.trainingRun).toContainText('✓ one compiled loop, equal to the stepped graph');
});

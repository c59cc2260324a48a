/** The main job: build a 2-8-8-3 network by dragging, train it on spirals, take it away as a file. */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { App } from './app.ts';
import type { Spot } from './canvas-words.ts';

/** What the command line says about a file. */
async function evaluateOnCommandLine(path: string): Promise<CommandLineResult> {
  const bin = fileURLToPath(new URL('../bin/gradwire.mjs', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [bin, 'eval', path, '--json']);
  return JSON.parse(stdout);
}

interface CommandLineResult {
  readonly target: string;
  readonly nodes: Readonly<Record<string, { name: string; value: number; gradient: number }>>;
}

/** A spot on a grid of four columns and four rows: far enough apart for every node. */
function cell(column: number, row: number): Spot {
  return [0.14 + 0.24 * column, 0.1 + 0.24 * row];
}

async function addParameter(app: App, name: string, shape: string, init: string, spot: Spot) {
  await app.dragNode('Parameter', spot);
  await app.rename(name);
  await app.setAttribute('init', init);
  await app.setAttribute('shape', shape);
  if (init !== 'zeros') await app.setAttribute('seed', name.slice(1));
}

async function buildNetwork(app: App): Promise<void> {
  await app.dragNode('Input', cell(0, 0));
  await app.rename('X');
  await app.setAttribute('shape', 'N, 2');
  await app.setAttribute('value', '[[0.42, -0.27], [-0.45, -0.21], [0.02, 0.5]]');
  const sizes = [2, 8, 8, 3];
  for (let layer = 1; layer <= 3; layer++) {
    const shape = `${sizes[layer]}, ${sizes[layer - 1]}`;
    await addParameter(app, `W${layer}`, shape, 'xavier', cell(layer - 1, 1));
    await addParameter(app, `b${layer}`, String(sizes[layer]), 'zeros', cell(layer - 1, 2));
    await app.dragNode('Linear', cell(layer, 1));
    await app.rename(layer === 3 ? 's' : `z${layer}`);
    if (layer === 3) continue;
    await app.dragNode('Tanh', cell(layer, 0));
    await app.rename(`h${layer}`);
  }
  await app.dragNode('Input', cell(2, 3));
  await app.rename('y');
  await app.setAttribute('shape', 'N');
  await app.setAttribute('value', '[0, 1, 2]');
  await app.dragNode('Softmax loss', cell(3, 2));
  await app.rename('L');
}

async function wireNetwork(app: App): Promise<void> {
  for (const [from, to, port] of [
    ['X', 'z1', 'x'],
    ['W1', 'z1', 'weight'],
    ['b1', 'z1', 'bias'],
    ['z1', 'h1', 'x'],
    ['h1', 'z2', 'x'],
    ['W2', 'z2', 'weight'],
    ['b2', 'z2', 'bias'],
    ['z2', 'h2', 'x'],
    ['h2', 's', 'x'],
    ['W3', 's', 'weight'],
    ['b3', 's', 'bias'],
    ['s', 'L', 'logits'],
    ['y', 'L', 'target'],
  ] as const) {
    await app.connect(from, to, port);
    await expect(app.wire(from, to, port)).toBeAttached();
  }
}

test('a 2-8-8-3 network is built by dragging, trained on spirals and taken away', async ({
  page,
}) => {
  test.setTimeout(240_000);
  const app = await App.openEmpty(page);
  await buildNetwork(app);
  await expect(app.nodes).toHaveCount(14);
  await wireNetwork(app);
  await app.menu('View', 'Tidy up');
  await app.clickPaper();
  await expect(app.inspector).toContainText(/learnable parameters\s*123/);
  await expect(app.inspector.getByRole('region', { name: 'Problems' })).toBeHidden();
  const untrained = await app.readNode('L');
  await app.name.fill('Spirals');
  await app.name.press('Enter');

  await app.mode('Train');
  const settings = app.trainingPanel;
  for (const row of ['What is trained', 'Data', 'Batch']) await app.openTrainingRow(row);
  await expect(settings.getByLabel('loss', { exact: true })).toHaveValue(/.+/);
  await settings.getByLabel('data set').selectOption({ label: 'Three spirals' });
  for (const [label, value] of [
    ['learning rate', '0.3'],
    ['batch size', '50'],
  ] as const) {
    await settings.getByLabel(label, { exact: true }).fill(value);
    await settings.getByLabel(label, { exact: true }).press('Enter');
  }
  const run = app.trainingRun;
  await expect(run).toContainText('step 0');

  // The first hundred steps are the same whenever they start from the initial weights.
  await run.getByRole('button', { name: '100 steps' }).click();
  await expect(run).toContainText('step 100');
  const hundred = (await run.getByText(/^step 100/).textContent()) ?? '';
  await run.getByRole('button', { name: 'Rewind to the initial weights' }).click();
  await expect(run).toContainText('step 0');
  await run.getByRole('button', { name: '100 steps' }).click();
  await expect(run.getByText(/^step 100/)).toHaveText(hundred);

  await run.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(run).toContainText(/ (9[5-9]\.[1-9]|9[6-9]\.\d|100\.0) % right/, {
    timeout: 90_000,
  });
  await run.getByRole('button', { name: 'Pause' }).click();
  await expect(run.getByRole('button', { name: 'Train', exact: true })).toBeVisible();
  const paused = (await run.getByText(/^step /).textContent()) ?? '';
  const step = Number(/step ([\d,]+)/.exec(paused)?.[1].replaceAll(',', ''));
  await run.getByRole('button', { name: 'One step' }).click();
  await expect(run).toContainText(`step ${(step + 1).toLocaleString('en-US')}`);
  await expect(settings.getByRole('img', { name: 'Decision boundary' })).toBeVisible();

  await settings.getByRole('button', { name: 'Keep these weights in the graph' }).click();
  await app.mode('Build');
  await expect(page.getByRole('button', { name: 'Undo: Keep the trained weights' })).toBeEnabled();
  await expect.poll(() => app.readNode('L')).not.toBe(untrained);
  const shown = await app.readNode('L');

  // A reload brings it back; so does the file.
  await app.expectSaved();
  const file = await app.saveFile();
  expect(file.name).toBe('spirals.json');
  await page.reload();
  await expect.poll(() => app.readNode('L')).toBe(shown);
  await app.menu('File', 'New graph');
  await expect(app.nodes).toHaveCount(0);
  await app.openFile(file);
  await expect.poll(() => app.readNode('L')).toBe(shown);
  expect((await app.saveFile()).text).toBe(file.text);

  const { target, nodes } = await evaluateOnCommandLine(file.path);
  expect(nodes[target].name).toBe('L');
  expect(shown).toBe(`value ${Number(nodes[target].value.toPrecision(4))}, gradient 1`);
});

test('the spiral lesson trains to over 95 % as it comes', async ({ page }) => {
  const app = await App.open(page);
  await app.openExample('Three spirals, 2-8-8-3');
  await app.mode('Train');
  await expect(app.trainingRun).toContainText('step 0');
  await app.press('p');
  await expect(app.trainingRun).toContainText(/ (9[5-9]\.[1-9]|9[6-9]\.\d|100\.0) % right/, {
    timeout: 50_000,
  });
});

test('XOR is learned: all four right', async ({ page }) => {
  const app = await App.open(page);
  await app.openExample('XOR by four hidden units');
  await app.mode('Train');
  for (let i = 1; i <= 3; i++) {
    await app.trainingRun.getByRole('button', { name: '100 steps' }).click();
    await expect(app.trainingRun).toContainText(`step ${i}00`);
  }
  await expect(app.trainingRun).toContainText('100.0 % right');
});

test('a learning rate that is far too high is said, and a rewind helps', async ({ page }) => {
  const app = await App.open(page);
  await app.openExample('A sine curve from ReLU units');
  await app.mode('Train');
  const rate = app.trainingPanel.getByLabel('learning rate', { exact: true });
  await rate.fill('100');
  await rate.press('Enter');
  await expect(app.trainingRun).toContainText('step 0');
  await app.trainingRun.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(app.trainingPanel.getByRole('alert')).toContainText('use a smaller learning rate');
  await rate.fill('0.05');
  await rate.press('Enter');
  await app.trainingRun.getByRole('button', { name: '100 steps' }).click();
  await expect(app.trainingRun).toContainText('step 100');
  await expect(app.trainingPanel.getByRole('alert')).toBeHidden();
});

test('the gallery has every lesson, finds one by a word, and opens it without a problem', async ({
  page,
}) => {
  const titles = await lessonTitles();
  const app = await App.open(page);
  await app.press('g');
  const lessons = app.dialog('Examples').getByRole('button', { name: /^[A-GX]\d/ });
  await expect(lessons).toHaveCount(titles.length);
  // That each of them opens is held by examples.test.ts.
  await app.dialog('Examples').getByLabel('Search the lessons').fill('truth table');
  await lessons.first().click();
  await expect(app.name).toHaveValue('Any truth table by one unit a row');
  await expect(app.wires.first()).toBeAttached();
  await expect(app.inspector.getByRole('region', { name: 'Problems' })).toBeHidden();
});

/** The titles of all lessons, from their folders. */
async function lessonTitles(): Promise<string[]> {
  const folder = new URL('../examples/', import.meta.url);
  const entries = await readdir(folder, { withFileTypes: true });
  const lessons = entries.filter((entry) => entry.isDirectory());
  return Promise.all(
    lessons.map(async ({ name }) => {
      const text = await readFile(new URL(`${name}/graph.json`, folder), 'utf8');
      return (JSON.parse(text) as { readonly name: string }).name;
    }),
  );
}

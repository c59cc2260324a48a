/** A run in the page's worker and the same run on the command line: equal weights, digit by digit. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, type Page, test } from '@playwright/test';
import { App } from './app.ts';

/** Weights by node, as they stand in a file. */
function weightsOf(text: string): unknown {
  const { nodes } = JSON.parse(text) as {
    nodes: Record<string, { op: string; attrs?: { value?: unknown } }>;
  };
  return Object.entries(nodes).flatMap(([id, { op, attrs }]) =>
    op === 'parameter' ? [[id, attrs?.value]] : [],
  );
}

async function trainOnCommandLine(path: string, steps: number, out: string): Promise<string> {
  const bin = fileURLToPath(new URL('../bin/gradwire.mjs', import.meta.url));
  const options = ['--steps', String(steps), '--out', out, '--json'];
  const { stdout } = await promisify(execFile)(process.execPath, [bin, 'train', path, ...options]);
  return stdout;
}

async function trainInPage(app: App, steps: number): Promise<void> {
  const field = app.trainingRun.getByRole('textbox', { name: 'Number of steps' });
  await field.fill(String(steps));
  await field.press('Enter');
  await app.trainingRun.getByRole('button', { name: `${steps} steps` }).click();
}

async function expectSameWeights(
  page: Page,
  app: App,
  steps: number,
  out: string,
  train: () => Promise<void>,
): Promise<void> {
  const before = await app.saveFile();
  await app.mode('Train');
  await train();
  await expect(app.trainingRun).toContainText(`step ${steps.toLocaleString('en-US')} ·`);
  await expect(app.trainingRun).toContainText('✓ one compiled loop');
  await page.getByRole('button', { name: 'Keep these weights in the graph' }).click();
  const after = await app.saveFile();
  expect(await trainOnCommandLine(before.path, steps, out)).toContain('"engine":"compiled"');
  const weights = weightsOf(after.text);
  expect(weights).toEqual(weightsOf(await readFile(out, 'utf8')));
  expect(weights).not.toEqual(weightsOf(before.text));
}

test('1,000 steps of a lesson, paused on the way', async ({ page }) => {
  const app = await App.open(page);
  await app.openExample('Three spirals, 2-8-8-3');
  await expectSameWeights(page, app, 1000, test.info().outputPath('trained.json'), async () => {
    await trainInPage(app, 317);
    await expect(app.trainingRun).toContainText('step 317 ·');
    await app.trainingRun.getByRole('button', { name: 'One step' }).click();
    await expect(app.trainingRun).toContainText('step 318 ·');
    await trainInPage(app, 682);
  });
});

test('a net large enough for threads', async ({ page }) => {
  const app = await App.open(page);
  await app.dropFile({ name: 'wide.json', text: JSON.stringify(wideNet()) });
  await expect(app.name).toHaveValue('Wide');
  await expectSameWeights(page, app, 400, test.info().outputPath('trained.json'), () =>
    trainInPage(app, 400),
  );
});

/** 100 features, 128 units, one number: some 2.5 million multiplications a step. */
function wideNet() {
  const node = (op: string, attrs: Readonly<Record<string, unknown>>, x: number, y: number) => ({
    ...{ op, attrs, position: { x, y } },
  });
  const wires = ['x z x', 'W z weight', 'b z bias', 'z h x', 'h p a', 'V p b', 'p L prediction'];
  return {
    format: 'gradwire',
    version: 2,
    name: 'Wide',
    target: 'L',
    nodes: {
      x: node('input', { value: null, shape: ['N', 100] }, 0, 0),
      t: node('input', { value: null, shape: ['N', 1] }, 0, 300),
      W: node('parameter', { init: 'xavier', shape: [128, 100], seed: 1 }, 0, 100),
      b: node('parameter', { init: 'zeros', shape: [128] }, 0, 200),
      z: node('linear', {}, 200, 0),
      h: node('tanh', {}, 400, 0),
      V: node('parameter', { init: 'xavier', shape: [128, 1], seed: 2 }, 400, 200),
      p: node('matmul', {}, 600, 0),
      L: node('meanSquaredError', {}, 800, 0),
    },
    edges: Object.fromEntries(
      [...wires, 't L target'].map((wire, i) => {
        const [from, to, port] = wire.split(' ');
        return [`e${i}`, { from, to, port }];
      }),
    ),
    training: {
      ...{ loss: 'L', features: 'x', targets: 't', rate: 0.001, batch: 64, seed: 5 },
      dataset: {
        ...{ kind: 'linear-regression', size: 256, noise: 0.1, seed: 3 },
        options: { dimensions: 100 },
      },
    },
  };
}

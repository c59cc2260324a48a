/** Undo and redo across the modes: looking at a document changes nothing, and every change is one step. */
import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { App } from './app.ts';

/** A lesson that trains, without the settings that say how. */
async function withoutSettings(): Promise<string> {
  const file = new URL('../examples/d4-sine-regression/graph.json', import.meta.url);
  const { training: _, ...graph } = JSON.parse(await readFile(file, 'utf8'));
  return JSON.stringify(graph);
}

/** The page with a graph that was opened some time ago: there is nothing to undo. */
async function openUntouched(page: Page): Promise<App> {
  const app = await App.open(page);
  await app.dropFile({ name: 'sine.json', text: await withoutSettings() });
  await expect(app.name).toHaveValue('A sine curve from ReLU units');
  await app.expectSaved();
  await page.reload();
  await app.expectSaved();
  await expect(page.getByRole('button', { name: /^Undo/ })).toBeDisabled();
  return app;
}

test('every change is undone and done again in every mode, and looking at a mode is no change', async ({
  page,
}) => {
  test.setTimeout(240_000);
  const app = await openUntouched(page);
  const undo = page.getByRole('button', { name: /^Undo/ });
  const redo = page.getByRole('button', { name: /^Redo/ });
  const texts = [(await app.saveFile()).text];
  /** Makes one change and remembers what it makes of the document. */
  const change = async (label: RegExp, make: () => Promise<void>): Promise<void> => {
    await make();
    await expect(page.getByRole('button', { name: label })).toBeEnabled();
    const { text } = await app.saveFile();
    expect(texts).not.toContain(text);
    texts.push(text);
  };

  await app.select('L');
  await change(/^Undo: Rename/, () => app.rename('loss'));
  await app.mode('Step');
  await app.press(']');
  expect((await app.saveFile()).text).toBe(texts[1]);
  const target = app.timeline.getByLabel('Gradient of');
  await change(/^Undo: Take gradients of/, async () => {
    await target.selectOption({ index: 1 });
  });

  await app.mode('Train');
  await expect(app.trainingRun).toContainText('step 0');
  await app.trainingRun.getByRole('button', { name: 'One step' }).click();
  await expect(app.trainingRun).toContainText('step 1');
  expect((await app.saveFile()).text).toBe(texts[2]);
  const rate = app.trainingPanel.getByLabel('learning rate', { exact: true });
  await app.openTrainingRow('Optimizer');
  await change(/^Undo: Change the training/, async () => {
    await rate.fill('0.02');
    await rate.press('Enter');
  });
  await change(/^Undo: Change the training/, () =>
    app.trainingPanel
      .getByLabel('optimizer', { exact: true })
      .selectOption('Momentum')
      .then(() => {}),
  );

  for (const mode of ['Train', 'Step', 'Build'] as const) {
    await app.mode(mode);
    for (let at = texts.length - 2; at >= 0; at--) {
      await undo.click();
      expect((await app.saveFile()).text).toBe(texts[at]);
    }
    await expect(undo).toBeDisabled();
    await expect(page.getByRole('radio', { name: mode, exact: true })).toBeChecked();
    if (mode === 'Train') await expect(app.trainingRun).toContainText('step 0');
    for (let at = 1; at < texts.length; at++) {
      await redo.click();
      expect((await app.saveFile()).text).toBe(texts[at]);
    }
    await expect(redo).toBeDisabled();
  }
});

test('suggested settings are shown, and written with the first one that is changed', async ({
  page,
}) => {
  const app = await openUntouched(page);
  await app.mode('Train');
  await app.openTrainingRow('What is trained');
  await app.openTrainingRow('Batch');
  await expect(app.trainingPanel.getByLabel('loss', { exact: true })).toHaveValue(/.+/);
  await expect(app.trainingRun).toContainText('step 0');
  expect((await app.saveFile()).text).not.toContain('"training"');
  const batch = app.trainingPanel.getByLabel('batch size', { exact: true });
  await batch.fill('20');
  await batch.press('Enter');
  await expect(page.getByRole('button', { name: 'Undo: Change the training' })).toBeEnabled();
  expect((await app.saveFile()).text).toContain('"batch": 20');
  await app.undo();
  await expect(batch).toHaveValue('10');
  await expect(app.trainingRun).toContainText('step 0');
  expect((await app.saveFile()).text).not.toContain('"training"');
});

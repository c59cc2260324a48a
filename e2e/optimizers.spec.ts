import { expect, test } from '@playwright/test';
import { App } from './app.ts';

test('Adam with a cosine trains, repeats itself after a rewind, and its rule is shown', async ({
  page,
}) => {
  const app = await App.open(page);
  await app.openExample('Three spirals, 2-8-8-3');
  await app.mode('Train');
  const panel = app.trainingPanel;
  const run = app.trainingRun;
  const rule = await app.openTrainingRow('Optimizer');
  await app.openTrainingRow('Schedule');
  await panel.getByLabel('optimizer', { exact: true }).selectOption('Adam');
  await panel.getByLabel('schedule', { exact: true }).selectOption('Cosine');
  for (const [label, value] of [
    ['learning rate', '0.02'],
    ['length in steps T', '400'],
    ['warm-up steps u', '20'],
  ] as const) {
    const field = panel.getByLabel(label, { exact: true });
    await field.fill(value);
    await field.press('Enter');
  }
  await expect(rule.getByRole('img', { name: 'mhat = m / (1 - beta1**t)' })).toBeVisible();
  await rule.getByRole('radio', { name: 'Code' }).click();
  await expect(rule).toContainText('w = w - rate * mhat / (sqrt(vhat) + epsilon)');
  await expect(panel.getByRole('region', { name: 'Schedule' })).toContainText(
    'from 0.001 at step 0 to 0 at step 498',
  );

  await expect(run).toContainText('step 0');
  const hundred = run.getByRole('button', { name: '100 steps' });
  await hundred.click();
  await expect(run).toContainText('step 100');
  await hundred.click();
  await expect(run).toContainText('step 200');
  const trained = (await run.getByText(/^step 200/).textContent()) ?? '';
  await run.getByRole('button', { name: 'Rewind to the initial weights' }).click();
  await expect(run).toContainText('step 0');
  await hundred.click();
  await expect(run).toContainText('step 100');
  await hundred.click();
  await expect(run.getByText(/^step 200/)).toHaveText(trained);

  // Both engines do the same, gradients and the optimizer's own numbers included.
  await run.getByText('✓ one compiled loop, equal to the stepped graph').click();
  await expect(run).toContainText(/gradients\S+ ✓/);
  await expect(run).toContainText(/optimizer’s state\S+ ✓/);

  await page.keyboard.press('ControlOrMeta+z');
  await expect(panel.getByLabel('warm-up steps u', { exact: true })).toHaveValue('0');
});

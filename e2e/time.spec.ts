/** Time goes both ways: through the update into the next step of training, and back to any step of a run. */
import { expect, test } from '@playwright/test';
import { App } from './app.ts';

test('a student steps to the update of the smallest network, into the next step, and back', async ({
  page,
}) => {
  const app = await App.open(page);
  await app.openExample('One hidden ReLU unit');
  await app.mode('Step');
  await expect(app.timeline).toContainText('update: parameters');
  await app.press('End');
  await expect(app.stepPanel).toContainText('Update w2');
  await expect(app.stepPanel).toContainText('w2 goes from 2 to -2: down by 4.');
  await app.expectWire('w2', 'q', { value: 2, gradient: 16 });

  await app.press(']');
  await expect(app.timeline).toContainText('training step 2');
  await app.press('End');
  await app.expectWire('w1', 'p', { value: 1, gradient: 0 });
  await app.expectWire('b2', 'y', { value: -6, gradient: -14 });

  await page.reload();
  await expect(app.timeline).toContainText('training step 2');
  await app.expectWire('b2', 'y', { value: -6, gradient: -14 });

  await app.timeline.getByRole('button', { name: 'Keep numbers' }).click();
  await expect(app.timeline).toContainText('training step 1');
  await app.mode('Build');
  await app.expectNode('b2', { value: -6, gradient: -14 });
  await app.undo();
  await app.expectNode('b2', { value: -5, gradient: 4 });
});

test('what has no parameter is made trainable in one step, and undone in one', async ({ page }) => {
  const app = await App.open(page);
  await app.openExample('f = x + y');
  await app.mode('Train');
  await app.trainingPanel.getByRole('button', { name: 'Make x and y trainable' }).click();
  await expect(app.trainingRun).toContainText('step 0');
  await app.trainingRun.getByRole('button', { name: 'One step' }).click();
  await expect(app.trainingPanel.getByRole('table', { name: 'Parameters' })).toContainText('3.9');
  await app.undo();
  await expect(app.trainingPanel).toContainText('Nothing changes yet');
});

test('a run is scrubbed, forked, searched for a step, and stepped through from the inside', async ({
  page,
}) => {
  const app = await App.open(page);
  await app.openExample('XOR by four hidden units');
  await app.mode('Train');
  for (let i = 1; i <= 3; i++) {
    await app.trainingRun.getByRole('button', { name: '100 steps' }).click();
    await expect(app.trainingRun).toContainText(`step ${i}00`);
  }
  const found = app.trainingRun.getByRole('status');
  await app.trainingRun.getByLabel('First step at which').selectOption('90 % are right');
  await expect(found).toContainText(/At step \d+ 90 % are right/);

  await app.trainingRun.getByRole('slider', { name: 'Step of the run' }).fill('120');
  await expect(app.trainingRun).toContainText('step 120');
  const rate = app.trainingPanel.getByLabel('learning rate', { exact: true });
  await rate.fill('0.01');
  await rate.press('Enter');
  await expect(app.trainingPanel).toContainText('left at step 120');

  await app.trainingRun.getByRole('button', { name: 'Step inside' }).click();
  await expect(app.timeline).toContainText('training step 121');
  await app.press('End');
  await expect(app.stepPanel).toContainText('by the interpreter in f64');
});

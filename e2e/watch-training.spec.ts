/** Watching a run: picture, loss and settings on one screen, at a speed at which one sees what happens. */
import { expect, test } from '@playwright/test';
import { App } from './app.ts';

for (const lesson of [
  'Three spirals, 2-8-8-3',
  'XOR by four hidden units',
  'A sine curve from ReLU units',
]) {
  test(`${lesson}: picture, curve and every setting stand on one screen`, async ({ page }) => {
    const app = await App.open(page);
    await app.openExample(lesson);
    await app.mode('Train');
    const panel = app.trainingPanel;
    await expect(panel.getByRole('img').first()).toBeInViewport({ ratio: 1 });
    await expect(panel.getByRole('figure')).toBeInViewport({ ratio: 1 });
    await expect(panel.getByLabel('learning rate', { exact: true })).toBeInViewport({ ratio: 1 });
    const rows = [
      'Optimizer',
      'Schedule',
      'Data',
      'Batch',
      'Held out',
      'What is trained',
      'Scores',
    ];
    for (const row of rows) {
      await expect(app.trainingRow(row)).toBeInViewport({ ratio: 1 });
    }
  });
}

test('a row says its value, unfolds by keyboard, stays open, and says what begins again', async ({
  page,
}) => {
  const app = await App.open(page);
  await app.openExample('Three spirals, 2-8-8-3');
  await app.mode('Train');
  const batch = app.trainingRow('Batch');
  await expect(batch).toContainText('100 of 300 rows');
  await expect(batch.getByLabel('batch size')).toBeHidden();
  // Folding the row before up leaves the focus there.
  await (await app.openTrainingRow('Data')).getByText('Data', { exact: true }).click();
  await app.press('Tab', 'Enter');
  await expect(batch.getByLabel('batch size')).toBeVisible();
  await expect(batch).toContainText('A change here begins a new run.');
  await app.trainingRun.getByRole('button', { name: '100 steps' }).click();
  await expect(app.trainingRun).toContainText('step 100');
  await expect(batch).toContainText('A change here begins again at step 0.');
  await app.mode('Build');
  await app.mode('Train');
  const size = batch.getByLabel('batch size');
  await size.fill('50');
  await size.press('Enter');
  await expect(batch).toContainText('50 of 300 rows');
  await expect(app.trainingRun).toContainText('step 0');
});

test('the learning rate goes along 1, 2, 5 while the run goes on', async ({ page }) => {
  const app = await App.open(page);
  await app.openExample('Three spirals, 2-8-8-3');
  await app.mode('Train');
  await app.trainingRun.getByRole('button', { name: '100 steps' }).click();
  await expect(app.trainingRun).toContainText('step 100');
  const panel = app.trainingPanel;
  const rate = panel.getByLabel('learning rate', { exact: true });
  await expect(rate).toHaveValue('0.3');
  await panel.getByRole('button', { name: 'Smaller learning rate' }).click();
  await expect(rate).toHaveValue('0.2');
  await panel.getByRole('button', { name: 'Larger learning rate' }).click();
  await expect(rate).toHaveValue('0.5');
  await rate.focus();
  await app.press('ArrowUp', 'ArrowUp');
  await expect(rate).toHaveValue('2');
  await expect(app.trainingRun).toContainText('step 100');
});

test('the speed is chosen from a step a second to all there is, while it plays, and stays chosen', async ({
  page,
}) => {
  const app = await App.open(page);
  await app.openExample('Three spirals, 2-8-8-3');
  await app.mode('Train');
  const run = app.trainingRun;
  const speed = run.getByRole('slider', { name: 'Speed of training' });
  await expect(run).toContainText('100 steps/s');
  await speed.focus();
  await app.press('Home');
  await expect(run).toContainText('1 step/s');
  await run.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(run).toContainText('step 1 ');
  const first = await app.readNode('L');
  await expect(run).toContainText('step 2 ');
  // The wires follow each step.
  await expect.poll(() => app.readNode('L')).not.toBe(first);
  await speed.focus();
  await app.press('End');
  await expect(run).toContainText(/step [\d,]{6,}/);
  await expect(run).toContainText(/full, [\d,]+ steps\/s/);
  await run.getByRole('button', { name: 'Pause' }).click();
  await page.reload();
  await app.mode('Train');
  await expect(speed).toHaveAttribute('aria-valuetext', 'full speed');
});

test('the curve is read at the pointer and by keys, and its last loss is the one of the bar', async ({
  page,
}) => {
  const app = await App.open(page);
  await app.openExample('Three spirals, 2-8-8-3');
  await app.mode('Train');
  const hundred = app.trainingRun.getByRole('button', { name: '100 steps' });
  for (let i = 1; i <= 6; i++) {
    await hundred.click();
    await expect(app.trainingRun).toContainText(`step ${i}00`);
  }
  const loss = app.trainingPanel.getByRole('slider', { name: 'Loss at a step' });
  const bar = (await app.trainingRun.getByText(/^step 600/).textContent()) ?? '';
  const told = /batch loss (\S+)/.exec(bar)?.[1] ?? 'none';
  await expect(loss).toHaveAttribute(
    'aria-valuetext',
    `step 599: batch loss, 100 of 300 rows ${told}`,
  );
  await loss.focus();
  await app.press('Home');
  await expect(loss).toHaveAttribute('aria-valuetext', /^step 0: batch loss, .* 1\.\d+$/);
  await app.press('ArrowRight');
  await expect(loss).toHaveAttribute('aria-valuetext', /^step [1-9]: /);
  await app.press('Escape');
  await expect(loss).toHaveAttribute('aria-valuetext', /^step 599: /);
  const box = await loss.boundingBox();
  if (box === null) throw new Error('no curve');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await expect(loss).toHaveAttribute('aria-valuetext', /^step [23]\d\d: /);
  await page.mouse.move(0, 0);
  const log = app.trainingPanel.getByRole('button', { name: 'Logarithmic scale of the loss' });
  await log.click();
  await expect(log).toHaveAttribute('aria-pressed', 'true');
  // Along factors the first steps are told apart however long the run is, and the browser remembers the look.
  const steps = app.trainingPanel.getByRole('button', { name: 'Logarithmic scale of the steps' });
  await steps.click();
  await app.trainingRun.getByLabel('Number of steps').fill('20000');
  await app.press('Enter');
  await app.trainingRun.getByRole('button', { name: '20000 steps' }).click();
  await expect(app.trainingRun).toContainText('step 20,600');
  await loss.focus();
  await app.press('Home');
  await expect(loss).toHaveAttribute('aria-valuetext', /^step 0: /);
  await app.press('ArrowRight');
  await expect(loss).toHaveAttribute('aria-valuetext', /^step 1: /);
  await page.reload();
  await app.mode('Train');
  await expect(steps).toHaveAttribute('aria-pressed', 'true');
});

test('on a phone everything of a run is at hand in two lines, and its past in one', async ({
  page,
}) => {
  const app = await App.open(page);
  await app.openExample('Three spirals, 2-8-8-3');
  await app.mode('Train');
  await page.setViewportSize({ width: 390, height: 844 });
  const run = app.trainingRun;
  await run.getByRole('button', { name: '100 steps' }).click();
  await expect(run).toContainText('step 100');
  for (const name of [
    'Train',
    'One step',
    'Rewind to the initial weights',
    'What it was compiled to',
  ]) {
    await expect(run.getByRole('button', { name, exact: true })).toBeInViewport({ ratio: 1 });
  }
  for (const name of ['Speed of training', 'Step of the run']) {
    await expect(run.getByRole('slider', { name })).toBeInViewport({ ratio: 1 });
  }
  await expect(run.getByText('one compiled loop')).toBeAttached();
  // As high as two lines of buttons and a line of text.
  await expect.poll(async () => (await run.boundingBox())?.height).toBeLessThan(150);
});

test('a rate at which the loss rises is told, with a smaller one by one press', async ({
  page,
}) => {
  const app = await App.open(page);
  await app.openExample('XOR by four hidden units');
  await app.mode('Train');
  const panel = app.trainingPanel;
  const rate = panel.getByLabel('learning rate', { exact: true });
  await rate.fill('300');
  await rate.press('Enter');
  await app.trainingRun.getByRole('button', { name: '100 steps' }).click();
  await expect(panel).toContainText('a rate of 300 is too large here');
  await panel.getByRole('button', { name: /^Use / }).click();
  await expect(rate).not.toHaveValue('300');
  await expect(panel).not.toContainText('is too large here');
});

test('a student presses Train and sees a hidden unit turn from noise into a part of the answer', async ({
  page,
}) => {
  const app = await App.open(page);
  await app.openExample('Three spirals, 2-8-8-3');
  await app.mode('Train');
  await app.node('h2').focus();
  await app.press('Enter');
  await expect(app.node('h2')).toContainText('8 units pictured');
  await app.press('m');
  const lens = app.dialog('Units of h2');
  const picture = lens.getByRole('slider', { name: /^h2 · unit 1 of 8, from / });
  await expect(lens.getByRole('radio', { name: 'unit 1' })).toBeFocused();
  const noise = (await picture.getAttribute('aria-label')) ?? '';
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(picture).not.toHaveAccessibleName(noise);
  await lens.getByRole('radio', { name: 'unit 1' }).focus();
  await app.press('ArrowRight');
  await expect(lens.getByRole('heading', { name: 'h2 · unit 2 of 8' })).toBeVisible();
  await lens.getByRole('slider').focus();
  await app.press('ArrowLeft');
  await expect(lens.getByRole('slider')).toHaveAttribute('aria-valuetext', /^x₁ .+, x₂ .+: −?\d/);
  await lens.getByRole('button', { name: 'Numbers' }).click();
  await expect(app.dialog(/^h2 \[3, 8\]/)).toBeVisible();
  await app.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('hidden units of one feature are curves, which can be turned off and on', async ({ page }) => {
  const app = await App.open(page);
  await app.openExample('A sine curve from ReLU units');
  await app.mode('Train');
  await expect(app.node('h1')).toContainText('8 units pictured');
  await expect(app.canvas.page().getByText('a curve is a unit over x')).toBeVisible();
  await app.menu('View', 'Show pictures of units');
  await expect(app.node('h1')).not.toContainText('pictured');
  await app.menu('View', 'Show pictures of units');
  await expect(app.node('h1')).toContainText('8 units pictured');
});

test('hidden units are pictured on the canvas before the first step, and no node moves for it', async ({
  page,
}) => {
  const app = await App.open(page);
  await app.openExample('Three spirals, 2-8-8-3');
  const names = ['X', 'z1', 'h1', 'z2', 'h2', 's', 'L'];
  const places = (): Promise<unknown> => Promise.all(names.map((name) => app.boxOf(name)));
  const before = await places();
  await app.mode('Train');
  for (const name of ['z1', 'h1', 'z2', 'h2']) {
    await expect(app.node(name)).toContainText('8 units pictured');
  }
  await expect(app.node('s')).toContainText('3 units pictured');
  for (const name of ['W1', 'y', 'L']) await expect(app.node(name)).not.toContainText('pictured');
  expect(await places()).toEqual(before);
  await app.trainingRun.getByRole('button', { name: '100 steps' }).click();
  await expect(app.trainingRun).toContainText('step 100');
  expect(await places()).toEqual(before);
  await app.mode('Build');
  await expect(app.node('h1')).not.toContainText('pictured');
  expect(await places()).toEqual(before);
});

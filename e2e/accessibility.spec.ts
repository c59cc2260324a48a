/** An axe check of every screen, in light and in dark: nothing to complain about. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { App } from './app.ts';

/** What axe finds, as one line a fault. */
async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${id}: ${help}: ${target.join(' ')}: ${failureSummary}`,
    ),
  );
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('building', async ({ page }) => {
      const app = await App.open(page);
      expect(await faults(page)).toEqual([]);
      await app.select('q');
      expect(await faults(page)).toEqual([]);
    });

    test('building with problems shown', async ({ page }) => {
      const app = await App.open(page);
      await app.select('q');
      await app.press('Delete');
      await expect(app.node('f')).toContainText('is not connected');
      expect(await faults(page)).toEqual([]);
      await app.clickPaper();
      expect(await faults(page)).toEqual([]);
    });

    test('stepping', async ({ page }) => {
      const app = await App.open(page);
      await app.mode('Step');
      await app.press('End');
      await expect(app.stepPanel).toContainText('Step 10 of 10');
      expect(await faults(page)).toEqual([]);
      for (const [key, said] of [
        ['t', 'Move a number'],
        ['v', 'Check a gradient'],
        ['w', 'The whole gradient'],
      ]) {
        await app.press(key);
        await expect(app.stepPanel).toContainText(said);
        expect(await faults(page)).toEqual([]);
      }
    });

    test('a lesson, and where a number comes from', async ({ page }) => {
      const app = await App.open(page);
      await app.openLesson('f = max(x, y)');
      expect(await faults(page)).toEqual([]);
      await app.select('y');
      await app.press('o');
      await expect(page.getByRole('region', { name: 'Where it comes from' })).toContainText('max');
      expect(await faults(page)).toEqual([]);
    });

    test('stepping through tensors', async ({ page }) => {
      const app = await App.open(page);
      await app.openExample('XOR by four hidden units');
      await app.mode('Step');
      await app.press('End');
      await expect(app.stepPanel).toContainText('backward');
      expect(await faults(page)).toEqual([]);
    });

    test('training', async ({ page }) => {
      const app = await App.open(page);
      await app.openExample('XOR by four hidden units');
      await app.mode('Train');
      await app.trainingRun.getByRole('button', { name: '100 steps' }).click();
      await expect(app.trainingRun).toContainText('step 100');
      expect(await faults(page)).toEqual([]);
      await app.node('h1').focus();
      await app.press('Enter', 'm');
      await expect(page.getByRole('heading', { name: /^h1 · unit 1 of 4/ })).toBeVisible();
      expect(await faults(page)).toEqual([]);
    });

    test('the gallery', async ({ page }) => {
      const app = await App.open(page);
      await app.press('g');
      await expect(app.dialog('Examples').getByRole('listitem').first()).toBeVisible();
      expect(await faults(page)).toEqual([]);
    });

    test('dialogs and menus', async ({ page }) => {
      const app = await App.open(page);
      await app.press('?');
      await expect(app.dialog('Keyboard shortcuts')).toBeVisible();
      expect(await faults(page)).toEqual([]);
      await app.press('Escape', 'Control+k');
      await expect(app.dialog('Search commands')).toBeVisible();
      expect(await faults(page)).toEqual([]);
      await app.press('Escape');
      await app.select('x');
      await app.press('c');
      await expect(app.dialog('Connect x to')).toBeVisible();
      expect(await faults(page)).toEqual([]);
      await app.press('Escape');
      await app.dropFile({ name: 'bad.json', text: '{}' });
      await expect(app.dialog('bad.json was not opened')).toBeVisible();
      expect(await faults(page)).toEqual([]);
      await app.press('Escape');
      await page.getByRole('button', { name: 'File', exact: true }).click();
      await expect(page.getByRole('menuitem').first()).toBeVisible();
      expect(await faults(page)).toEqual([]);
    });
  });
}

test('the mode switch and the graph stay where they are, whatever is saved and shown', async ({
  page,
}) => {
  const app = await App.open(page);
  const modes = page.getByRole('group', { name: 'Mode' });
  const places = async () => [await modes.boundingBox(), await app.node('q').boundingBox()];
  const before = await places();
  await app.addNode('Add');
  await expect(page.getByText('saved in this browser')).toBeVisible();
  expect(await places()).toEqual(before);
  await app.mode('Step');
  await expect(page.getByRole('complementary', { name: 'Step' })).toBeVisible();
  expect(await places()).toEqual(before);
  await app.mode('Train');
  expect(await places()).toEqual(before);
});

test('a phone reaches every menu, and 200 % zoom leaves half of the height to the canvas', async ({
  page,
}) => {
  const app = await App.open(page);
  await page.setViewportSize({ width: 390, height: 844 });
  for (const name of ['Examples', 'File', 'View']) {
    await expect(page.getByRole('button', { name, exact: true })).toBeInViewport({ ratio: 1 });
  }
  await page.setViewportSize({ width: 720, height: 450 });
  for (const mode of ['Build', 'Step', 'Train'] as const) {
    await app.mode(mode);
    await expect
      .poll(async () => (await app.canvas.boundingBox())?.height ?? 0)
      .toBeGreaterThanOrEqual(225);
  }
});

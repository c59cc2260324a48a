/** Nothing blanks the page: parts that do not load, a network that goes, a graph that stops the page at its start. */
import { expect, test } from '@playwright/test';
import { App } from './app.ts';

const LATER = /\/(?:step-panel|timeline|training-panel|training-bar|data-files)-[\w-]+\.js$/;

test('a part that does not load says so, the graph stays, and trying again works', async ({
  page,
}) => {
  await page.route(LATER, (route) => route.abort());
  const app = await App.open(page);
  await page.getByRole('radio', { name: 'Step' }).click();
  const fault = page.getByRole('alert').filter({ hasText: 'The step panel could not be shown.' });
  await expect(fault).toContainText('Your graph is intact.');
  await expect(app.node('f')).toBeVisible();
  await page.unroute(LATER);
  await fault.getByRole('button', { name: 'Try again' }).click();
  await expect(fault).toBeHidden();
  await page
    .getByRole('alert')
    .filter({ hasText: 'The timeline could not be shown.' })
    .getByRole('button', { name: 'Try again' })
    .click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.getByRole('radio', { name: 'Build' }).click();
  await app.expectNode('f', { value: -12, gradient: 1 });
});

test('a table whose reader does not load is told, and the page goes on', async ({ page }) => {
  await page.route(LATER, (route) => route.abort());
  const app = await App.open(page);
  await page.getByRole('main', { name: 'Graph' }).evaluate((graph) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['a,b\n1,2\n'], 'table.csv', { type: 'text/csv' }));
    graph.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  });
  await expect(app.notice).toContainText('what reads data files could not be loaded');
  await app.expectNode('f', { value: -12, gradient: 1 });
});

test('a page that has opened goes on working without a network', async ({ page, context }) => {
  const app = await App.open(page, { fetchesAhead: true });
  // The lessons come late, in one part; the layout is the last.
  const fetched = (): Promise<number> =>
    page.evaluate(() => {
      const names = performance.getEntriesByType('resource').map(({ name }) => name);
      return names.filter((name) => /\/(?:course|lay-out)-[\w-]+\.js$/.test(name)).length;
    });
  await expect.poll(fetched, { timeout: 20_000 }).toBe(2);
  await context.setOffline(true);
  await app.openExample('XOR by four hidden units');
  await app.mode('Step');
  await app.mode('Train');
  await app.trainingRun.getByRole('button', { name: '100 steps' }).click();
  await expect(app.trainingRun).toContainText('step 100 ·');
});

test('a graph whose start did not finish is held back, and can be opened all the same', async ({
  page,
  context,
}) => {
  const app = await App.open(page);
  await app.setValue('x', 7);
  await app.expectSaved();
  // No numbers come, so the start is not finished when the page is killed.
  await page.route(/\/worker-[\w-]+\.js$/, () => {});
  await page.reload();
  await expect(app.node('x')).toBeVisible();
  const crashed = page.waitForEvent('crash');
  page.goto('chrome://crash').catch(() => {});
  await crashed;
  const next = new App(await context.newPage());
  await page.close();
  await next.page.goto('./');
  const dialog = next.dialog('The last start did not finish');
  await expect(dialog).toContainText('“f = (x + y) z” was not opened');
  await dialog.getByRole('button', { name: 'Open it all the same' }).click();
  await next.expectNode('f', { value: -48, gradient: 1 });
  await next.page.reload();
  await next.expectNode('f', { value: -48, gradient: 1 });
});

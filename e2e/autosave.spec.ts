/** Nothing is lost: reload, a killed page, a second tab. */
import { expect, test } from '@playwright/test';
import { App } from './app.ts';

test('a reload brings the graph back as it was', async ({ page }) => {
  const app = await App.open(page);
  await app.setValue('x', 10);
  await app.moveNode('z', { x: 0, y: 60 });
  await app.expectSaved();
  const before = await app.saveFile();
  await page.reload();
  await app.expectNode('f', { value: -60, gradient: 1 });
  expect((await app.saveFile()).text).toBe(before.text);
});

test('a change made right before a reload is there after it', async ({ page }) => {
  const app = await App.open(page);
  await app.setValue('x', 10);
  await page.reload();
  await app.expectNode('f', { value: -60, gradient: 1 });
});

test('a reload keeps mode, step and selection', async ({ page }) => {
  const app = await App.open(page);
  await app.node('z').click();
  await app.mode('Step');
  for (const _ of [1, 2, 3]) await app.press(']');
  const timeline = page.getByRole('slider', { name: /step/i });
  await expect(timeline).toHaveValue('3');
  await page.reload();
  await expect(page.getByRole('radio', { name: 'Step', exact: true })).toBeChecked();
  await expect(timeline).toHaveValue('3');
  await app.mode('Build');
  await expect(page.getByRole('textbox', { name: 'name', exact: true })).toHaveValue('z');
});

test('a page that is closed without a word loses nothing that was saved', async ({
  page,
  context,
}) => {
  const app = await App.open(page);
  await app.setValue('y', 1);
  await app.expectSaved();
  await page.close({ runBeforeUnload: false });
  const again = await App.open(await context.newPage());
  await again.expectNode('f', { value: 4, gradient: 1 });
});

test('a renderer that crashes loses nothing that was saved', async ({ page, context }) => {
  const app = await App.open(page);
  await app.setValue('y', 1);
  await app.expectSaved();
  const crashed = page.waitForEvent('crash');
  page.goto('chrome://crash').catch(() => {});
  await crashed;
  const next = await context.newPage();
  await page.close();
  const again = await App.open(next);
  await again.expectNode('f', { value: 4, gradient: 1 });
});

test('a second tab keeps a copy of its own and never writes over the first', async ({
  page,
  context,
}) => {
  const first = await App.open(page);
  await first.setValue('x', 0);
  await first.expectSaved();

  const second = await App.open(await context.newPage());
  await second.expectNode('f', { value: -20, gradient: 1 });
  await second.setValue('x', 100);
  await expect(second.page.getByRole('banner')).toContainText('this tab keeps its own copy');
  await second.expectNode('f', { value: -420, gradient: 1 });

  await first.page.reload();
  await first.expectNode('f', { value: -20, gradient: 1 });
  await second.page.reload();
  await second.expectNode('f', { value: -420, gradient: 1 });
});

test('two tabs that both made something, one closed, one reloaded: both graphs are there', async ({
  page,
  context,
}) => {
  const first = await App.open(page);
  await first.setValue('x', 0);
  await first.expectSaved();
  const second = await App.open(await context.newPage());
  await second.setValue('x', 100);
  await second.expectSaved();
  await first.setValue('x', 1);
  await first.expectSaved();
  await first.page.close();

  await second.page.reload();
  await second.expectNode('f', { value: -420, gradient: 1 });
  await second.page.getByRole('button', { name: 'Examples', exact: true }).click();
  await second.page
    .getByRole('region', { name: 'Graphs you had open before' })
    .getByRole('button')
    .first()
    .click();
  await second.expectNode('f', { value: -24, gradient: 1 });
});

test('a storage that refuses is said, and a file can still be saved', async ({ page }) => {
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('refused for this test', 'SecurityError');
    };
  });
  const app = new App(page);
  await page.goto('./');
  await expect(page.getByRole('banner')).toContainText('not saved');
  await app.expectNode('f', { value: -12, gradient: 1 });
  expect((await app.saveFile()).text).toContain('"name": "f = (x + y) z"');
});

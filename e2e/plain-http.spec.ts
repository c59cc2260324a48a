/** Served over plain http on a local name there are no Web Locks, no digest and no clipboard: all works the other way. */
import { test as base, expect } from '@playwright/test';
import { App } from './app.ts';

const test = base.extend<object, { launchOptions: object }>({
  launchOptions: [
    async ({ browserName: _ }, use, { project }) => {
      const { launchOptions = {} } = project.use;
      const rule = '--host-resolver-rules=MAP gradwire.test localhost';
      await use({ ...launchOptions, args: [...(launchOptions.args ?? []), rule] });
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ baseURL }, use) => {
    await use(baseURL?.replace('localhost', 'gradwire.test'));
  },
});

test('two tabs keep to themselves, and both graphs are there in the end', async ({
  page,
  context,
}) => {
  const first = await App.open(page);
  expect(await page.evaluate(() => isSecureContext)).toBe(false);
  await first.setValue('x', 0);
  await first.expectSaved();
  const second = await App.open(await context.newPage());
  await second.setValue('x', 100);
  await second.expectSaved();
  await first.setValue('x', 1);
  await first.expectSaved();
  await first.page.reload();
  await first.expectNode('f', { value: -24, gradient: 1 });
  await first.page.close();
  await second.page.reload();
  await second.expectNode('f', { value: -420, gradient: 1 });
});

test('a table is read, under the hash it has everywhere', async ({ page }) => {
  const app = await App.open(page);
  await app.openExample('XOR by four hidden units');
  await page.getByRole('main', { name: 'Graph' }).evaluate((graph) => {
    const rows = Array.from({ length: 20 }, (_, i) => `${i},${i * 2},${i % 2}`).join('\n');
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([`a,b,c\n${rows}\n`], 'table.csv', { type: 'text/csv' }));
    graph.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
  });
  await expect(app.notice).toContainText('table.csv');
  expect((await app.saveFile()).text).toContain(
    '"hash": "5f373262bf698c6a7071cc21968c96a9d53d487be846408aed03f0626109fba3"',
  );
});

test('nodes are copied and pasted', async ({ page }) => {
  const app = await App.open(page);
  const before = await app.nodes.count();
  await app.node('x').click();
  await app.press('Control+c');
  await app.press('Control+v');
  await expect(app.nodes).toHaveCount(before + 1);
});

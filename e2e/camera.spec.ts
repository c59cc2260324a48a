/** In a graph too large to be read at once the view follows the steps, and comes back to where the person had it. */
import { expect, type Page, test } from '@playwright/test';
import { App } from './app.ts';

/** `x` through so many ReLUs in a row far too long for the window. */
function row(length: number): string {
  const nodes: Record<string, unknown> = {
    x: { op: 'input', name: 'x', attrs: { value: 1 }, position: { x: 0, y: 0 } },
  };
  const edges: Record<string, unknown> = {};
  for (let i = 1; i <= length; i++) {
    nodes[`h${i}`] = { op: 'relu', name: `h${i}`, position: { x: 260 * i, y: 0 } };
    edges[`e${i}`] = { from: i === 1 ? 'x' : `h${i - 1}`, to: `h${i}`, port: 'x' };
  }
  return JSON.stringify({ format: 'gradwire', version: 2, name: 'A long row', nodes, edges });
}

async function openRow(page: Page): Promise<App> {
  const app = await App.open(page);
  await app.dropFile({ name: 'row.json', text: row(20) });
  await expect(app.name).toHaveValue('A long row');
  await expect(app.nodes).toHaveCount(21);
  return app;
}

/** Width of a node on the screen: how near the view is. */
const widthOf = async (app: App, name: string): Promise<number> => (await app.boxOf(name)).width;

test('the node at work is in view and large enough to read, and leaving the steps shows all again', async ({
  page,
}) => {
  const app = await openRow(page);
  await app.expectInView('x', 'h20');
  const small = await widthOf(app, 'h20');

  await app.press(']');
  await app.expectInView('x');
  await expect.poll(() => widthOf(app, 'x')).toBeGreaterThan(2 * small);
  await app.press('End');
  await expect(app.stepPanel).toContainText('backward');
  await app.expectInView('x', 'h1');
  await app.press('Home', ']', ']', ']', ']', ']', ']', ']', ']', ']', ']', ']', ']');
  await app.expectInView('h11');
  await app.expectWire('h10', 'h11', { value: 1 });

  await app.press('Escape');
  await expect(page.getByRole('radio', { name: 'Build' })).toBeChecked();
  await app.expectInView('x', 'h20');
});

test('undoing the last step shows all again', async ({ page }) => {
  const app = await openRow(page);
  await app.press(']', ']', ']', ']', ']', ']', ']', ']');
  await app.expectInView('h7');
  await app.press('Home');
  await app.expectInView('x', 'h20');
});

test('a view chosen by hand stays until a step is out of it, and is what one comes back to', async ({
  page,
}) => {
  const app = await openRow(page);
  await app.press(']');
  await app.expectInView('x', 'h1');
  await app.press(']');
  await app.expectRest('h1');
  // Around the pointer, so that the first nodes stay in view.
  await app.zoomTo('h1');
  await app.expectRest('h1');
  const near = await widthOf(app, 'h1');
  await app.press('[', ']');
  expect(await widthOf(app, 'h1')).toBe(near);
  await app.press(']', ']');
  await app.expectInView('h3');
  expect(await widthOf(app, 'h3')).toBeCloseTo(near, 0);

  await app.mode('Build');
  await app.expectInView('h1');
  expect(await widthOf(app, 'h1')).toBeCloseTo(near, 0);
});

test('whoever wants no motion sees each place at once', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const app = await openRow(page);
  await app.press('End');
  await app.expectInView('x', 'h1');
});

test('a hand that takes a wire moves the view, and pins nothing', async ({ page }) => {
  const app = await App.open(page);
  await app.openExample('f = (x + y) z');
  const before = await app.boxOf('f');
  await app.wire('q', 'f').locator('path').first().hover({ force: true });
  await page.mouse.down();
  await page.mouse.move(before.x - 60, before.y - 90, { steps: 5 });
  await page.mouse.up();
  await expect.poll(async () => (await app.boxOf('f')).x).not.toBeCloseTo(before.x, 0);
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

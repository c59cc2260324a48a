/** Working on a graph: move, copy, duplicate, rename, delete; all of it can be undone. */
import { expect, test } from '@playwright/test';
import { App } from './app.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('one drag of a node is one entry to undo', async ({ page }) => {
  const app = await App.open(page);
  const before = await app.node('q').boundingBox();
  await app.moveNode('q', { x: 60, y: 90 });
  const after = await app.node('q').boundingBox();
  expect((after?.x ?? 0) - (before?.x ?? 0)).toBeGreaterThan(40);
  await expect(page.getByRole('button', { name: 'Undo: Move q' })).toBeEnabled();
  await app.undo();
  await expect.poll(async () => (await app.node('q').boundingBox())?.x).toBeCloseTo(before?.x ?? 0);
  await expect(page.getByRole('button', { name: /^Undo/ })).toBeDisabled();
});

test('copied nodes come back with the wires between them', async ({ page }) => {
  const app = await App.open(page);
  await app.press('Control+a', 'Control+c');
  await expect(app.notice).toHaveText('Copied 5 nodes');
  await app.press('Control+v');
  await expect(app.nodes).toHaveCount(10);
  await expect(app.wires).toHaveCount(8);
  await app.undo();
  await expect(app.nodes).toHaveCount(5);
  await expect(app.wires).toHaveCount(4);
});

test('a copy can be pasted into another tab', async ({ page, context }) => {
  const app = await App.open(page);
  await app.select('q');
  await app.press('Control+c');
  const other = await App.openEmpty(await context.newPage());
  await other.press('Control+v');
  await expect(other.node('q')).toBeVisible();
  await expect(other.nodes).toHaveCount(1);
});

test('cut takes a node away and pastes it again', async ({ page }) => {
  const app = await App.open(page);
  await app.select('z');
  await app.press('Control+x');
  await expect(app.nodes).toHaveCount(4);
  await app.press('Control+v');
  await expect(app.node('z')).toBeVisible();
});

test('duplicate puts a copy beside the original and selects it', async ({ page }) => {
  const app = await App.open(page);
  await app.select('x');
  await app.press('Control+d');
  await expect(app.node('x2')).toBeVisible();
  await expect(app.node('x')).toBeVisible();
  await app.press('Delete');
  await expect(app.node('x2')).toBeHidden();
  await app.expectNode('f', { value: -12, gradient: 1 });
});

test('a node is renamed where its name is shown, and with F2', async ({ page }) => {
  const app = await App.open(page);
  await app.select('q');
  await app.press('F2');
  await expect(app.inspector.getByRole('textbox', { name: 'name', exact: true })).toBeFocused();
  await page.keyboard.type('sum');
  await app.press('Enter');
  await expect(app.node('sum')).toBeVisible();
  await app.undo();
  await expect(app.node('q')).toBeVisible();
});

test('deleting a node takes its wires along and says what is missing', async ({ page }) => {
  const app = await App.open(page);
  await app.select('q');
  await app.press('Delete');
  await expect(app.nodes).toHaveCount(4);
  await expect(app.wires).toHaveCount(1);
  await expect(app.node('f')).toContainText('input x of f (multiply) is not connected');
  await app.undo();
  await app.expectNode('f', { value: -12, gradient: 1 });
});

test('a wire is selected by a click and deleted', async ({ page }) => {
  const app = await App.open(page);
  const numbers = await app.wire('z', 'f').getByRole('img').boundingBox();
  if (numbers === null) throw new Error('the wire has no numbers');
  await page.mouse.click(numbers.x + numbers.width / 2, numbers.y + numbers.height / 2);
  await app.press('Delete');
  await expect(app.wires).toHaveCount(3);
  await expect(app.node('f')).toContainText('input y of f (multiply) is not connected');
});

test('the graph has a name, which can be undone', async ({ page }) => {
  const app = await App.open(page);
  await app.name.fill('My graph');
  await app.name.press('Enter');
  await expect(page.getByRole('button', { name: /^Undo: Rename/ })).toBeEnabled();
  await app.undo();
  await expect(app.name).toHaveValue('f = (x + y) z');
});

test('tidy up lays the graph out from left to right', async ({ page }) => {
  const app = await App.open(page);
  await app.moveNode('f', { x: -300, y: 150 });
  await app.menu('View', 'Tidy up');
  const left = async (name: string): Promise<number> =>
    (await app.node(name).boundingBox())?.x ?? 0;
  await expect.poll(async () => (await left('f')) > (await left('q'))).toBe(true);
  expect(await left('q')).toBeGreaterThan(await left('x'));
});

test('dark, light or as the system says', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  const app = await App.open(page);
  const paper = (): Promise<string> =>
    page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await paper();
  await app.press('d');
  expect(await paper()).toBe(light);
  await app.press('d');
  const dark = await paper();
  expect(dark).not.toBe(light);
  await app.press('d');
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await paper()).toBe(dark);
});

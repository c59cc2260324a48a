/** Everything without a pointer: add, wire, change, delete, step; and the list of keys to learn it from. */
import { expect, test } from '@playwright/test';
import { App } from './app.ts';

test('a graph is built with the keyboard alone', async ({ page }) => {
  const app = await App.openEmpty(page);
  const search = app.palette.getByRole('searchbox', { name: 'Add a node' });

  await app.press('a');
  await expect(search).toBeFocused();
  await page.keyboard.type('input');
  await app.press('Enter');
  await expect(app.node('x')).toBeVisible();
  await page.keyboard.type('square');
  await app.press('Enter', 'Escape');
  await expect(app.node('Square')).toBeVisible();

  await app.node('x').focus();
  await app.press('Enter', 'c');
  const connect = app.dialog('Connect x to');
  await expect(connect.getByRole('combobox', { name: 'Input' })).toContainText('Square');
  await expect(connect.getByRole('combobox', { name: 'Input' })).toBeFocused();
  await app.press('Tab', 'Enter');
  await expect(app.wire('x', 'square1')).toBeVisible();

  await app.node('x').focus();
  await app.press('Tab');
  await expect(app.node('x').getByRole('textbox', { name: 'Value of x' })).toBeFocused();
  await page.keyboard.type('-3');
  await app.press('Enter');
  await app.expectNode('Square', { value: 9, gradient: 1 });
  await app.expectNode('x', { value: -3, gradient: -6 });

  await app.node('Square').focus();
  await app.press('Enter', 'Delete');
  await expect(app.nodes).toHaveCount(1);
  await app.press('Control+z');
  await app.expectNode('Square', { value: 9, gradient: 1 });
  await app.press('Control+z', 'Control+y');
  await app.expectNode('Square', { value: 9, gradient: 1 });
});

test('Tab goes through the nodes in the order in which they are computed', async ({ page }) => {
  const app = await App.open(page);
  await app.node('x').focus();
  const visited: string[] = [];
  for (let i = 0; i < 12; i++) {
    const label = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    const name = /^(\w+), (Input|Add|Multiply)$/.exec(label ?? '')?.[1];
    if (name !== undefined) visited.push(name);
    if (name === 'f') break;
    await app.press('Tab');
  }
  expect(visited).toEqual(['x', 'y', 'z', 'q', 'f']);
});

test('arrow keys move the selected node, and so many presses are one entry to undo', async ({
  page,
}) => {
  const app = await App.open(page);
  await app.node('q').focus();
  await app.press('Enter');
  const before = await app.node('q').boundingBox();
  await app.press('ArrowDown', 'ArrowDown', 'Shift+ArrowRight');
  const after = await app.node('q').boundingBox();
  expect(after?.y).toBeGreaterThan(before?.y ?? 0);
  expect(after?.x).toBeGreaterThan(before?.x ?? 0);
  await app.press('Control+z');
  await expect.poll(async () => (await app.node('q').boundingBox())?.y).toBeCloseTo(before?.y ?? 0);
});

test('the help lists every command with its key', async ({ page }) => {
  const app = await App.open(page);
  await app.press('?');
  const help = app.dialog('Keyboard shortcuts');
  for (const [label, key] of [
    ['New graph', 'Alt+N'],
    ['Undo', 'Ctrl+Z'],
    ['Redo', 'Ctrl+Shift+Z'],
    ['Duplicate', 'Ctrl+D'],
    ['Connect the selected node …', 'C'],
    ['Tidy up', 'Shift+T'],
    ['One step forward', ']'],
    ['One step back', '['],
    ['Play or pause', 'P'],
  ] as const) {
    const row = help.getByText(label, { exact: true }).locator('..');
    await expect(row).toContainText(key);
  }
  await app.press('Escape');
  await expect(help).toBeHidden();

  await app.press('Control+k');
  const search = app.dialog('Search commands');
  const found = search.getByRole('option');
  const count = await found.count();
  expect(count).toBeGreaterThan(15);
  for (let i = 0; i < count; i++) {
    await expect(
      found
        .nth(i)
        .getByText(/^(Ctrl|Alt|Shift|[A-Z0-9?[\]]|F2|Home|End|Delete)/)
        .last(),
    ).toBeVisible();
  }
});

test('a command is found by its words and run with Enter', async ({ page }) => {
  const app = await App.open(page);
  await app.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Command' })).toBeFocused();
  await page.keyboard.type('new gr');
  await app.press('Enter');
  await expect(app.name).toHaveValue('Untitled graph');
  await expect(app.nodes).toHaveCount(0);
});

test('keys typed into a field are text, not commands', async ({ page }) => {
  const app = await App.open(page);
  await app.name.fill('');
  await page.keyboard.type('3 dbg');
  await expect(app.name).toHaveValue('3 dbg');
  await expect(page.getByRole('radio', { name: 'Build' })).toBeChecked();
});

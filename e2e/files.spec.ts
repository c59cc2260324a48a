/** Documents come from files and go to files; a bad file changes nothing and says what is wrong with it. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { App } from './app.ts';

const product = JSON.stringify({
  format: 'gradwire',
  version: 1,
  name: 'A product',
  nodes: {
    a: { op: 'input', attrs: { value: 6 }, position: { x: 0, y: 0 } },
    b: { op: 'input', attrs: { value: 7 }, position: { x: 0, y: 120 } },
    p: { op: 'multiply', position: { x: 260, y: 40 } },
  },
  edges: { e1: { from: 'a', to: 'p', port: 'x' }, e2: { from: 'b', to: 'p', port: 'y' } },
});

/** The product with something changed in it. */
function spoiled(change: (document: Record<string, Record<string, unknown>>) => void): string {
  const document = JSON.parse(product);
  change(document);
  return JSON.stringify(document);
}

test('a saved file opens again and saves as the same bytes', async ({ page }) => {
  const app = await App.open(page);
  await app.setValue('x', 1.5);
  const first = await app.saveFile();
  expect(first.name).toBe('f-x-y-z.json');
  await app.menu('File', 'New graph');
  await expect(app.nodes).toHaveCount(0);
  await app.openFile(first);
  await expect(app.name).toHaveValue('f = (x + y) z');
  await app.expectNode('f', { value: -26, gradient: 1 });
  expect((await app.saveFile()).text).toBe(first.text);
});

test('Ctrl+S saves what is being typed, in a number of a node and in the name', async ({
  page,
}) => {
  const app = await App.open(page);
  const save = async (): Promise<string> => {
    const started = page.waitForEvent('download');
    await page.keyboard.press('Control+s');
    return readFile(await (await started).path(), 'utf8');
  };
  const number = app.node('x').getByRole('textbox', { name: 'Value of x' });
  await number.focus();
  await number.fill('41');
  expect(await save()).toContain('"value": 41');
  await app.name.fill('being typed');
  expect(await save()).toContain('"name": "being typed"');
});

test('a file is opened with Ctrl+O and saved with Ctrl+S', async ({ page }) => {
  const app = await App.open(page);
  const chosen = page.waitForEvent('filechooser');
  await app.press('Control+o');
  await (await chosen).setFiles({
    name: 'product.json',
    mimeType: 'application/json',
    buffer: Buffer.from(product),
  });
  await expect(app.name).toHaveValue('A product');
  const started = page.waitForEvent('download');
  await app.press('Control+s');
  expect((await started).suggestedFilename()).toBe('a-product.json');
});

test('a file dropped on the canvas opens', async ({ page }) => {
  const app = await App.open(page);
  await app.dropFile({ name: 'product.json', text: product });
  await expect(app.name).toHaveValue('A product');
  await app.expectNode('p', { value: 42, gradient: 1 });
});

const hostile: readonly [what: string, text: string, said: readonly string[]][] = [
  ['text that is no JSON', '{"format": "gradwire",', ['line 1']],
  [
    'an edge to a node that is not there',
    spoiled(({ edges }) => {
      edges['e9'] = { from: 'ghost', to: 'p', port: 'x' };
    }),
    ['edges.e9', 'ghost'],
  ],
  ['a __proto__ key', product.replace('"b":', '"__proto__":'), ['__proto__']],
  [
    'several faults at once',
    spoiled(({ nodes }) => {
      nodes['a'] = { op: 'input', attrs: { value: 6 }, position: { x: 0, y: 'low' } };
      nodes['b'] = { op: 'input', colour: 1, position: { x: 0, y: 0 } };
    }),
    ['nodes.a.position.y', 'nodes.b.colour'],
  ],
  ['a newer version', product.replace('"version":1', '"version":3'), ['version']],
];

for (const [what, text, said] of hostile) {
  test(`a file with ${what} is refused with its problems and nothing changes`, async ({ page }) => {
    const app = await App.open(page);
    await app.dropFile({ name: 'hostile.json', text });
    const problems = app.dialog('hostile.json was not opened');
    await expect(problems).toContainText('Your graph is as it was');
    for (const words of said) await expect(problems).toContainText(words);
    await problems.getByRole('button', { name: 'Close' }).click();
    await expect(app.name).toHaveValue('f = (x + y) z');
    await app.expectNode('f', { value: -12, gradient: 1 });
    await expect(app.nodes).toHaveCount(5);
  });
}

test('a file with an unknown operation opens, says so at the node and keeps it', async ({
  page,
}) => {
  const app = await App.open(page);
  const text = spoiled(({ nodes }) => {
    nodes['w'] = { op: 'warp', position: { x: 400, y: 200 } };
  });
  await app.dropFile({ name: 'later.json', text });
  await expect(app.node('w')).toContainText('warp');
  await app.expectNode('p', { value: 42, gradient: 1 });
  expect((await app.saveFile()).text).toContain('"op": "warp"');
});

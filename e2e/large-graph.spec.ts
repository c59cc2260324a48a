/** A graph of a thousand nodes opens, pans, and computes. */
import { expect, test } from '@playwright/test';
import { App } from './app.ts';
import { middleOf } from './canvas-words.ts';

/** x, then 999 additions of x, in rows: the last one is 1000 x. */
function chain(): string {
  const nodes: Record<string, unknown> = {
    x: { op: 'input', attrs: { value: 1 }, position: { x: 0, y: 0 } },
  };
  const edges: Record<string, unknown> = {};
  for (let i = 1; i < 1000; i++) {
    const before = i === 1 ? 'x' : `n${i - 1}`;
    nodes[`n${i}`] = {
      op: 'add',
      position: { x: 220 * (i % 40), y: 160 * Math.floor(i / 40) },
    };
    edges[`a${i}`] = { from: before, to: `n${i}`, port: 'x' };
    edges[`b${i}`] = { from: 'x', to: `n${i}`, port: 'y' };
  }
  return JSON.stringify({ format: 'gradwire', version: 2, name: 'Thousand', nodes, edges });
}

test('a graph of 1,000 nodes opens, is computed and can be panned', async ({ page }) => {
  const app = await App.open(page);
  await app.dropFile({ name: 'thousand.json', text: chain() });
  await expect(app.name).toHaveValue('Thousand');
  // Seen from so far it is a picture, with its two ends on the page for the keyboard.
  const fromAfar = page.getByRole('img', { name: '1,000 nodes and 1,998 wires in outline' });
  await expect(fromAfar).toBeVisible();
  await expect(app.node('x')).toBeVisible();

  await app.zoomTo('n999');
  await app.expectWire('n998', 'n999', { value: 999, gradient: 1 });
  await app.expectNode('n999', { value: 1000, gradient: 1 });
  expect(await app.nodes.count()).toBeLessThan(200);
  const before = await app.node('n999').boundingBox();
  // Below the last row there is only paper.
  const { x, y } = await app.at([0.5, 0.9]);
  await app.drag({ x, y }, { x: x - 60, y: y - 40 });
  const after = await app.node('n999').boundingBox();
  expect((before?.x ?? 0) - (after?.x ?? 0)).toBeGreaterThan(40);

  await app.press('f');
  await expect(fromAfar).toBeVisible();
  await app.zoomTo('x');
  await app.setValue('x', 2);
  await app.press('f');
  await expect(fromAfar).toBeVisible();
  await app.zoomTo('n999');
  await app.expectNode('n999', { value: 2000, gradient: 1 });
});

test('from afar a box selects all nodes in it, and a hand moves them together', async ({
  page,
}) => {
  const app = await App.open(page);
  await app.dropFile({ name: 'thousand.json', text: chain() });
  await expect(app.name).toHaveValue('Thousand');
  await expect(app.node('n999')).toBeVisible();
  await page.keyboard.down('Shift');
  await app.drag(await app.at([0.01, 0.01]), await app.at([0.98, 0.98]));
  await page.keyboard.up('Shift');
  await expect(app.inspector.getByRole('heading', { name: '1000 nodes selected' })).toBeVisible();

  const [first, last] = [await middleOf(app.node('x')), await middleOf(app.node('n999'))];
  const gone = async () => (await middleOf(app.node('x'))).x - first.x;
  // While wires are still led the page may miss the first press.
  await expect(async () => {
    const { x, y } = await middleOf(app.node('x'));
    await app.drag({ x, y }, { x: x + 40, y: y + 20 });
    await expect.poll(gone, { timeout: 3000 }).toBeGreaterThan(20);
  }).toPass();
  expect((await middleOf(app.node('n999'))).x - last.x).toBeCloseTo(await gone(), 0);
  await app.undo();
  await expect.poll(gone).toBeCloseTo(0, 0);
});

/** A number is dragged or typed: everything that depends on it changes at once, and undo takes it back. */
import { expect, test } from '@playwright/test';
import { App } from './app.ts';

test('dragging x changes every number and is one entry to undo', async ({ page }) => {
  const app = await App.open(page);
  const field = app.node('x').getByRole('textbox', { name: 'Value of x' });
  const box = await field.boundingBox();
  if (box === null) throw new Error('x has no number');
  const from = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await app.drag(from, { x: from.x + 120, y: from.y });

  // 120 px to the right are 30 steps of 0.1.
  await expect(field).toHaveValue('1');
  await app.expectNode('q', { value: 6, gradient: -4 });
  await app.expectNode('f', { value: -24, gradient: 1 });
  await app.expectWire('z', 'f', { value: -4, gradient: 6 });

  await app.undo();
  await app.expectNode('f', { value: -12, gradient: 1 });
  await app.expectWire('z', 'f', { value: -4, gradient: 3 });
  await expect(page.getByRole('button', { name: /^Undo/ })).toBeDisabled();

  await app.redo();
  await app.expectNode('f', { value: -24, gradient: 1 });
  await expect(page.getByRole('button', { name: /^Redo/ })).toBeDisabled();
});

test('typing a number takes effect on Enter; Escape leaves it as it was', async ({ page }) => {
  const app = await App.open(page);
  await app.setValue('z', 2);
  await app.expectNode('f', { value: 6, gradient: 1 });
  await app.expectWire('q', 'f', { value: 3, gradient: 2 });

  const field = app.node('z').getByRole('textbox', { name: 'Value of z' });
  await field.focus();
  await field.fill('7');
  await field.press('Escape');
  await app.expectNode('f', { value: 6, gradient: 1 });
});

test('what is no number is refused in its place', async ({ page }) => {
  const app = await App.open(page);
  const field = app.node('z').getByRole('textbox', { name: 'Value of z' });
  await field.focus();
  await field.fill('four');
  await field.press('Enter');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await app.expectNode('f', { value: -12, gradient: 1 });
});

test('the arrow keys change a number, with Shift ten times as fast', async ({ page }) => {
  const app = await App.open(page);
  const field = app.node('x').getByRole('textbox', { name: 'Value of x' });
  await field.focus();
  await field.press('ArrowUp');
  await app.expectNode('q', { value: 3.1, gradient: -4 });
  await field.press('Shift+ArrowUp');
  await app.expectNode('q', { value: 4.1, gradient: -4 });
});

test('a number in a node keeps its end, however long it is', async ({ page }) => {
  const app = await App.open(page);
  const field = app.node('z').getByRole('textbox', { name: 'Value of z' });
  for (const [typed, shown] of [
    ['349000', '3.49e5'],
    ['12345', '12345'],
    ['-0.83333', '−0.8333'],
    ['1.2345e-7', '1.235e−7'],
  ]) {
    await field.focus();
    await field.fill(typed);
    await field.press('Enter');
    await expect(field).toHaveValue(shown);
    await expect
      .poll(() => field.evaluate((input) => input.scrollWidth - input.clientWidth))
      .toBeLessThanOrEqual(0);
  }
});

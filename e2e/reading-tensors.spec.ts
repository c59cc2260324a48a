/** A student reads a gradient too large to print: its shape, its largest entry, any entry by pointer and by keyboard. */
import { expect, test } from '@playwright/test';
import { App } from './app.ts';

test('every entry of a gradient can be read by pointer, by keyboard and by its place', async ({
  page,
}) => {
  const app = await App.open(page);
  await app.openExample('Three spirals, 2-8-8-3');
  await app.select('W2');
  const numbers = app.inspector.getByRole('region', { name: 'Numbers' });
  const gradient = numbers.getByRole('slider', { name: /^Gradient: \[8, 8\]/ });
  await expect(gradient).toHaveAttribute('aria-valuetext', /^row 2, column 2: −0\.1412/);

  await gradient.hover({ position: { x: 4, y: 4 } });
  await expect(gradient).toHaveAttribute('aria-valuetext', /^row 0, column 0: /);
  await gradient.focus();
  await app.press('ArrowDown', 'End');
  await expect(gradient).toHaveAttribute('aria-valuetext', /^row 1, column 7: /);
  await numbers.getByRole('textbox', { name: 'Place, 0–7, 0–7' }).last().fill('5, 3');
  await expect(gradient).toHaveAttribute('aria-valuetext', /^row 5, column 3: /);
});

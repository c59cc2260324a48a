/** On a touch screen: operations are dragged out of the palette with a finger, or added by a tap. */
import { expect, test } from '@playwright/test';
import { App } from './app.ts';

test.use({ hasTouch: true });

test('a finger drags an operation out of the palette', async ({ page }) => {
  const app = await App.openEmpty(page);
  const entry = app.palette.getByRole('button', { name: 'Multiply', exact: true });
  const box = await entry.boundingBox();
  if (box === null) throw new Error('the palette has no Multiply');
  const from = { x: box.x + 60, y: box.y + box.height / 2 };
  const to = await app.at([0.5, 0.4]);
  const finger = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', at?: { x: number; y: number }) =>
    finger.send('Input.dispatchTouchEvent', { type, touchPoints: at === undefined ? [] : [at] });
  await touch('touchStart', from);
  for (let i = 1; i <= 8; i++) {
    await touch('touchMove', {
      x: from.x + ((to.x - from.x) * i) / 8,
      y: from.y + ((to.y - from.y) * i) / 8,
    });
  }
  await touch('touchEnd');
  await expect(app.node('Multiply')).toBeVisible();
  const dropped = await app.node('Multiply').boundingBox();
  expect(Math.abs((dropped?.x ?? 0) + (dropped?.width ?? 0) / 2 - to.x)).toBeLessThan(8);
});

test('a tap adds an operation in the middle', async ({ page }) => {
  const app = await App.openEmpty(page);
  await app.palette.getByRole('button', { name: 'Add', exact: true }).tap();
  await expect(app.node('Add')).toBeVisible();
});

/** Looking closely at the numbers of a wire: by pointing, by a press, by the keyboard and with a finger. */
import { expect, type Locator, type Page, test } from '@playwright/test';
import { App } from './app.ts';

async function openSpirals(page: Page): Promise<App> {
  const app = await App.open(page);
  await app.openExample('Three spirals, 2-8-8-3');
  await app.expectNode('L', { value: 1.235, gradient: 1 });
  return app;
}
const numbers = (app: App): Locator => app.wire('W2', 'z2').getByRole('img');
const lens = (app: App): Locator => app.dialog('W2 [8, 8]');

test('pointing at the numbers of a wire shows value and gradient side by side, at the same place', async ({
  page,
}) => {
  const app = await openSpirals(page);
  await numbers(app).hover();
  await expect(lens(app)).toContainText('▸ value · max |·| 0.606');
  await expect(lens(app)).toContainText('◂ gradient · max |·| 0.141');
  const [value, gradient] = await lens(app).getByRole('slider').all();
  await value.hover({ position: { x: 4, y: 4 } });
  await expect(value).toHaveAttribute('aria-valuetext', /^row 0, column 0: /);
  await expect(gradient).toHaveAttribute('aria-valuetext', /^row 0, column 0: /);

  const { x, y } = await app.at([0.6, 0.97]);
  await page.mouse.move(x, y);
  await expect(lens(app)).toBeHidden();
});

test('a press keeps the lens open, where it stands, until it is closed', async ({ page }) => {
  const app = await openSpirals(page);
  await numbers(app).click();
  await expect(lens(app).getByRole('button', { name: 'Let go' })).toBeVisible();
  const before = await lens(app).boundingBox();
  // The whole graph out of view.
  const [from, to] = [await app.at([0.9, 0.1]), await app.at([0.05, 0.1])];
  await app.drag(from, to);
  await app.drag(from, to);
  await expect(numbers(app)).toBeHidden();
  expect(await lens(app).boundingBox()).toEqual(before);
  await lens(app).getByRole('button', { name: 'Close' }).click();
  await expect(lens(app)).toBeHidden();
});

test('M looks at what is selected, any number is read by its place, and Escape goes back', async ({
  page,
}) => {
  const app = await openSpirals(page);
  await app.node('W2').focus();
  await app.press('Enter', 'm');
  const slider = lens(app).getByRole('slider').first();
  await expect(slider).toBeFocused();
  await app.press('Control+Home', 'ArrowDown');
  await expect(slider).toHaveAttribute('aria-valuetext', /^row 1, column 0: /);
  await lens(app).getByRole('textbox', { name: 'Place, 0–7, 0–7' }).fill('5, 3');
  await expect(slider).toHaveAttribute('aria-valuetext', /^row 5, column 3: /);

  await slider.focus();
  // First the place that is held, then the lens.
  await app.press('Escape', 'Escape');
  await expect(lens(app)).toBeHidden();
  await expect(app.node('W2')).toBeFocused();
});

/** A point where no node is. */
async function paperOf(app: App): Promise<[number, number]> {
  const { x, y } = await app.at([0.5, 0.03]);
  return [x, y];
}

for (const width of [820, 390]) {
  test.describe(`with a finger, ${width} px wide`, () => {
    test.use({ hasTouch: true });

    test('a tap opens the lens, a tap elsewhere closes it, and a pan opens nothing', async ({
      page,
    }) => {
      const app = await App.open(page);
      await page.setViewportSize({ width, height: 844 });
      await app.openExample('Two spirals, 2-8-8-1');
      const label = app.wire('W1', 'z1').getByRole('img');
      const opened = app.dialog('W1 [8, 2]');
      const placeOf = async () => {
        const box = await label.boundingBox();
        if (box === null) throw new Error('the numbers of W1 are not in view');
        return { x: box.x + 20, y: box.y + box.height / 4 };
      };
      const at = await placeOf();

      const finger = await page.context().newCDPSession(page);
      const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x?: number) =>
        finger.send('Input.dispatchTouchEvent', {
          type,
          touchPoints: x === undefined ? [] : [{ x, y: at.y }],
        });
      await touch('touchStart', at.x);
      for (let i = 1; i <= 6; i++) await touch('touchMove', at.x + 8 * i);
      await touch('touchEnd');
      // What a finger that moved would have opened is not there when the next tap has its answer.
      await page.touchscreen.tap(...(await paperOf(app)));
      await expect(opened).toBeHidden();

      // The view went with the finger.
      const moved = await placeOf();
      expect(moved.x).toBeGreaterThan(at.x + 20);
      await page.touchscreen.tap(moved.x, moved.y);
      await expect(opened).toBeVisible();
      const window = await opened.boundingBox();
      expect(window?.x).toBeGreaterThanOrEqual(0);
      expect((window?.x ?? 0) + (window?.width ?? 0)).toBeLessThanOrEqual(width);
      // A finger in the lens reads.
      await opened
        .getByRole('slider')
        .first()
        .tap({ position: { x: 44, y: 28 } });
      await expect(opened.getByRole('slider').first()).toHaveAttribute(
        'aria-valuetext',
        /^row 0, column 0: /,
      );
      await page.touchscreen.tap(...(await paperOf(app)));
      await expect(opened).toBeHidden();
    });
  });
}

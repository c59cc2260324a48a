/** The first story: step through backprop of (x + y) z and see every number where it belongs. */
import { expect, test } from '@playwright/test';
import { App } from './app.ts';

test('someone new steps through (x + y) z, forward and backward and back again', async ({
  page,
}) => {
  const app = await App.open(page);
  await expect(app.name).toHaveValue('f = (x + y) z');
  await app.expectNode('f', { value: -12, gradient: 1 });

  await app.mode('Step');
  await expect(app.stepPanel).toContainText('Before the first step');
  for (const name of ['x', 'y', 'z', 'q', 'f']) await app.expectNode(name, {});

  const forward = app.timeline.getByRole('button', { name: 'Step forward' });
  for (let i = 0; i < 5; i++) await forward.click();
  await expect(app.stepPanel).toContainText('Step 5 of 10 · forward');
  await app.expectNode('q', { value: 3 });
  await app.expectNode('f', { value: -12 });
  await app.expectWire('q', 'f', { value: 3 });

  await forward.click();
  await app.expectNode('f', { value: -12, gradient: 1 });
  await app.expectWire('q', 'f', { value: 3 });
  await forward.click();
  await app.expectWire('q', 'f', { value: 3, gradient: -4 });
  await app.expectWire('z', 'f', { value: -4 });
  await forward.click();
  await app.expectWire('z', 'f', { value: -4, gradient: 3 });
  await forward.click();
  await app.expectWire('x', 'q', { value: -2, gradient: -4 });
  await app.expectWire('y', 'q', { value: 5 });
  await forward.click();
  await app.expectWire('y', 'q', { value: 5, gradient: -4 });
  await expect(app.stepPanel).toContainText('Step 10 of 10 · backward');
  await expect(forward).toBeDisabled();

  await app.timeline.getByRole('button', { name: 'Step back' }).click();
  await app.expectWire('y', 'q', { value: 5 });
  await app.expectWire('x', 'q', { value: -2, gradient: -4 });
});

test('the step beside the canvas says upstream times local is downstream, with the numbers', async ({
  page,
}) => {
  const app = await App.open(page);
  await app.mode('Step');
  await app.press(']', ']', ']', ']', ']', ']', ']');
  await expect(app.stepPanel).toContainText('Step 7 of 10');
  const numbers = app.stepPanel.getByRole('region', { name: 'Numbers' });
  await expect(numbers).toContainText(/upstream, at f\s*1/);
  await expect(numbers).toContainText(/local, f to q\s*−4/);
  await expect(numbers).toContainText(/downstream, at q\s*−4/);
});

test('a rule too long for the panel goes on in a new line, with nothing cut', async ({ page }) => {
  const app = await App.open(page);
  await app.openExample('Hinge loss beside softmax loss');
  await app.mode('Step');
  await app.press('End');
  await expect(app.stepPanel).toContainText('Through svm (hinge) to S');
  // The sum over the classes stands at the end of the rule.
  const end = app.stepPanel.getByText('axis 1', { exact: true }).last();
  await expect(end).toBeInViewport({ ratio: 1 });
});

test('the keys [ ] N B Home End step as the buttons do', async ({ page }) => {
  const app = await App.open(page);
  await app.press('2');
  const slider = app.timeline.getByRole('slider', { name: 'Step' });
  await expect(slider).toHaveValue('0');
  await app.press(']', 'n');
  await expect(slider).toHaveValue('2');
  await app.press('[');
  await expect(slider).toHaveValue('1');
  await app.press('End');
  await expect(slider).toHaveValue('10');
  await app.press('b');
  await expect(slider).toHaveValue('9');
  await app.press('Home');
  await expect(slider).toHaveValue('0');
  await expect(slider).toHaveAttribute('aria-valuetext', /^0 of 10: before the first step$/);
});

test('play goes on by itself until it is paused', async ({ page }) => {
  const app = await App.open(page);
  await page.clock.install();
  await app.mode('Step');
  await app.press('p');
  await expect(app.timeline.getByRole('button', { name: 'Pause' })).toBeVisible();
  await page.clock.runFor(2_500);
  // The page's own time goes on as well: on a slow machine some more steps are done.
  const slider = app.timeline.getByRole('slider', { name: 'Step' });
  await expect(slider).not.toHaveValue(/^[01]$/);
  await app.timeline.getByRole('button', { name: 'Pause' }).click();
  const stopped = await slider.inputValue();
  await page.clock.runFor(5_000);
  await expect(slider).toHaveValue(stopped);
});

test('a sum of gradients stands only where several wires bring some', async ({ page }) => {
  const app = await App.open(page);
  await app.expectNode('f', { value: -12, gradient: 1 });
  await expect(app.canvas.getByText('Σ')).toHaveCount(0);
  await app.connect('x', 'f', 'y');
  await expect(app.canvas.getByText('Σ')).toHaveCount(1);
  await app.expectNode('x', { value: -2, gradient: 1 });
  await app.expectWire('x', 'q', { value: -2, gradient: -2 });
  await app.expectWire('x', 'f', { value: -2, gradient: 3 });
});

test('another target has other gradients', async ({ page }) => {
  const app = await App.open(page);
  await app.mode('Step');
  await app.press('End');
  await app.timeline.getByRole('combobox', { name: 'Gradient of' }).selectOption('q');
  await expect(app.stepPanel).toContainText('of 8');
  await app.expectWire('x', 'q', { value: -2, gradient: 1 });
  await app.expectWire('y', 'q', { value: 5, gradient: 1 });
  await app.expectNode('q', { value: 3, gradient: 1 });
});

/** Why a gradient is what it is: read it, write an element out, move a number along its tangent, check it. */
import { expect, test } from '@playwright/test';
import { App } from './app.ts';

test('a student reads why a gradient is -4, moves the number, keeps it and checks it', async ({
  page,
}) => {
  const app = await App.open(page);
  await app.mode('Step');
  await app.press(']', ']', ']', ']', ']', ']', ']');
  const panel = app.stepPanel;
  await expect(panel.getByRole('img', { name: '= 1 · (-4) = -4' })).toBeVisible();
  await expect(panel).toContainText('Raise q by 0.01 and f falls by about 0.04.');

  await app.press('End', 'w');
  await expect(panel.getByRole('heading', { name: 'The gradient of f by y' })).toBeVisible();
  await expect(
    panel.getByRole('button', { name: '100 % of this gradient comes along y → q → f: −4' }),
  ).toBeVisible();

  await app.press('t');
  const slider = panel.getByRole('slider', { name: 'y' });
  await expect(slider).toHaveAttribute('aria-valuetext', 'y = 5, f = −12, slope −4');
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await expect(slider).toHaveAttribute('aria-valuetext', 'y = 5.1, f = −12.4, slope −4');
  // The wires follow, the document does not.
  await app.expectNode('f', { value: -12.4, gradient: 1 });
  await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled();
  await panel.getByRole('button', { name: 'Keep' }).click();
  await expect(page.getByRole('textbox', { name: 'Value of y' })).toHaveValue('5.1');
  await page.getByRole('button', { name: 'Undo' }).click();
  await app.expectNode('f', { value: -12, gradient: 1 });

  await panel.focus();
  await app.press('v');
  await expect(panel).toContainText('The gradient agrees with the differences.');
  await expect(panel).toContainText('All gradients agree with differences');
});

test('an element of dW is made of a row and a column, which light up', async ({ page }) => {
  const app = await App.open(page);
  await app.openExample('XOR by four hidden units');
  await app.mode('Step');
  await app.press('End', '[');
  await expect(app.stepPanel).toContainText('Through z1 (Wx+b) to W1');
  await expect(app.stepPanel.getByRole('img', { name: '∂L/∂W1 = (∂L/∂z1)ᵀ X' })).toBeVisible();
  const result = app.stepPanel.getByRole('grid', { name: 'downstream, at W1' });
  await result.getByRole('gridcell', { name: /^row 2, column 1/ }).click();
  await expect(
    app.stepPanel.getByRole('img', { name: /^∂L\/∂W1\[2, 1\] = ∂L\/∂z1\[0, 2\] · X\[0, 1\] \+/ }),
  ).toBeVisible();
  const column = app.stepPanel.getByRole('grid', { name: 'factor X' });
  await expect(
    column.getByRole('gridcell', { name: /^row \d, column 1: .*, takes part$/ }),
  ).toHaveCount(4);
});

/** Input from people everywhere: other keyboards, input methods, numbers as they are written, gestures given up. */
import { expect, type Page, test } from '@playwright/test';
import { App } from './app.ts';

/** Presses a key as a keyboard of another layout sends it: what it types, and where it is. */
async function pressOn(page: Page, key: string, code: string, ctrl = false): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const event = { key, code, modifiers: ctrl ? 2 : 0 };
  await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...event });
  await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
  await session.detach();
}

/** Presses Enter as an input method takes it for itself. */
async function composeEnter(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const event = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229 };
  await session.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...event });
  await session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
  await session.detach();
}

test('shortcuts work on a Russian keyboard', async ({ page }) => {
  const app = await App.open(page);
  await app.setValue('z', 2);
  await app.expectNode('f', { value: 6, gradient: 1 });
  await app.clickPaper();
  await pressOn(page, 'я', 'KeyZ', true);
  await app.expectNode('f', { value: -12, gradient: 1 });
  await pressOn(page, 'п', 'KeyG');
  await expect(app.dialog('Examples')).toBeVisible();
  await app.press('Escape');
  await pressOn(page, 'ф', 'KeyA');
  await expect(app.palette.getByRole('searchbox', { name: 'Add a node' })).toBeFocused();
});

test('the digits of a French keyboard choose the mode without Shift', async ({ page }) => {
  await App.open(page);
  await pressOn(page, 'é', 'Digit2');
  await expect(page.getByRole('radio', { name: 'Step', exact: true })).toBeChecked();
  await pressOn(page, '&', 'Digit1');
  await expect(page.getByRole('radio', { name: 'Build', exact: true })).toBeChecked();
});

test('the Enter that takes a composed word does nothing else', async ({ page }) => {
  const app = await App.open(page);
  const count = await app.nodes.count();
  const search = app.palette.getByRole('searchbox', { name: 'Add a node' });
  await search.fill('square');
  await composeEnter(page);
  await expect(search).toHaveValue('square');
  await expect(app.nodes).toHaveCount(count);

  await page.getByRole('button', { name: 'Examples', exact: true }).click();
  const first = app.dialog('Examples').getByRole('listitem').getByRole('button').first();
  await first.focus();
  await composeEnter(page);
  await expect(app.dialog('Examples')).toBeVisible();
  // The same key without an input method opens it.
  await app.press('Enter');
  await expect(app.dialog('Examples')).toBeHidden();
});

test('numbers are read as people write them, on the canvas and beside it', async ({ page }) => {
  const app = await App.open(page);
  const field = app.node('z').getByRole('textbox', { name: 'Value of z' });
  for (const [text, value] of [
    ['0,5', 1.5],
    ['1/3', 1],
    ['2^10', 3072],
    ['-.5', -1.5],
    ['+1', 3],
  ] as const) {
    await field.focus();
    await field.fill(text);
    await field.press('Enter');
    await app.expectNode('f', { value, gradient: 1 });
  }
  await app.node('z').focus();
  await app.press('Enter');
  await app.setAttribute('value', '[[1/2, 2*pi], [,5]]');
  const attribute = app.inspector.getByLabel('value', { exact: true });
  await expect(attribute).toHaveAttribute('aria-invalid', 'true');
  await app.setAttribute('value', '3/2');
  await app.expectNode('f', { value: 4.5, gradient: 1 });
});

test('what is no number stays, marked, until it is repaired or given up', async ({ page }) => {
  const app = await App.open(page);
  const field = app.node('z').getByRole('textbox', { name: 'Value of z' });
  await field.focus();
  await field.fill('four');
  await app.clickPaper();
  await expect(field).toHaveValue('four');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(app.notice).toContainText('“four” is not a number');
  await field.focus();
  const saved = page.waitForEvent('download');
  await app.press('Control+s');
  await saved;
  await expect(field).toHaveValue('four');
  await field.press('Escape');
  await expect(field).toHaveValue('−4');
  await expect(page.getByRole('button', { name: /^Undo/ })).toBeDisabled();
});

test('an arrow up and one down give the same number back', async ({ page }) => {
  const app = await App.open(page);
  const field = app.node('z').getByRole('textbox', { name: 'Value of z' });
  await field.focus();
  await field.fill('1/3');
  await field.press('Enter');
  await field.focus();
  await expect(field).toHaveValue('0.3333333333333333');
  await app.press('ArrowUp', 'Shift+ArrowUp', 'ArrowDown', 'Shift+ArrowDown');
  await expect(field).toHaveValue('0.3333333333333333');
});

test('three pastes land in three places, in view, under names of their own', async ({ page }) => {
  const app = await App.open(page);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await app.node('z').focus();
  await app.press('Enter', 'Control+c', 'Control+v', 'Control+v', 'Control+v');
  await expect(app.nodes).toHaveCount(8);
  await app.expectInView('z', 'z2', 'z3', 'z4');
  await app.expectApart('x', 'y', 'z', 'q', 'f', 'z2', 'z3', 'z4');
});

test('a node added at any zoom and place is in view, beside the palette', async ({ page }) => {
  const app = await App.open(page);
  await app.zoomTo('x');
  for (const name of ['w', 'b', 'w1']) {
    await app.addNode('Parameter');
    await app.expectInView(name);
  }
});

test('a copy of everything is seen as a whole', async ({ page }) => {
  const app = await App.open(page);
  await app.press('Control+a', 'Control+d');
  await app.expectInView('x2', 'y2', 'z2', 'q2', 'f2');
});

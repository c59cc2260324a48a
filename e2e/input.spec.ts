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

/** Presses at a point and moves to another; the button stays down. */
async function hold(page: Page, from: { x: number; y: number }, to: { x: number; y: number }) {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
}

/** Expects the graph as it opened, with nothing to undo. */
async function expectUntouched(app: App): Promise<void> {
  await expect(app.nodes).toHaveCount(5);
  await expect(app.wires).toHaveCount(4);
  await app.expectNode('f', { value: -12, gradient: 1 });
  await expect(app.page.getByRole('button', { name: /^Undo/ })).toBeDisabled();
}

test('Escape gives up a drag of nodes', async ({ page }) => {
  const app = await App.open(page);
  const before = await app.boxOf('q');
  const grip = { x: before.x + before.width * 0.2, y: before.y + before.height / 2 };
  await hold(page, grip, { x: grip.x + 60, y: grip.y + 120 });
  await expect.poll(async () => (await app.boxOf('q')).y).toBeGreaterThan(before.y + 60);
  await app.press('Escape');
  await expect.poll(async () => (await app.boxOf('q')).y).toBeCloseTo(before.y);
  await page.mouse.move(grip.x + 80, grip.y + 160);
  await page.mouse.up();
  expect((await app.boxOf('q')).y).toBeCloseTo(before.y);
  await expectUntouched(app);
  await expect(app.inspector.getByRole('textbox', { name: 'name' })).toBeHidden();
  // The next drag is one again.
  await app.moveNode('q', { x: 0, y: 60 });
  await expect.poll(async () => (await app.boxOf('q')).y).toBeGreaterThan(before.y + 30);
});

test('Escape gives up a wire, even over a port that would take it', async ({ page }) => {
  const app = await App.open(page);
  const [output, input] = await app.portsOf('z', 'q', 'x');
  await hold(page, output, input);
  await app.press('Escape');
  await page.mouse.move(input.x + 2, input.y);
  await page.mouse.up();
  await expectUntouched(app);
  await expect(app.wire('x', 'q')).toBeVisible();
  await app.connect('z', 'q', 'x');
  await expect(app.wire('z', 'q', 'x')).toBeVisible();
});

test('Escape gives up a scrub', async ({ page }) => {
  const app = await App.open(page);
  const field = app.node('x').getByRole('textbox', { name: 'Value of x' });
  const box = await field.boundingBox();
  if (box === null) throw new Error('x has no number');
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await hold(page, middle, { x: middle.x + 120, y: middle.y });
  await expect(field).toHaveValue('1');
  await app.press('Escape');
  await expect(field).toHaveValue('−2');
  await page.mouse.move(middle.x + 160, middle.y);
  await page.mouse.up();
  await expect(field).toHaveValue('−2');
  await expectUntouched(app);
});

test('Escape gives up a drag out of the palette', async ({ page }) => {
  const app = await App.open(page);
  const entry = await app.palette
    .getByRole('button', { name: 'Square', exact: true })
    .boundingBox();
  if (entry === null) throw new Error('no entry');
  const from = { x: entry.x + 20, y: entry.y + entry.height / 2 };
  await hold(page, from, await app.at([0.5, 0.9]));
  await app.press('Escape');
  await page.mouse.up();
  await expectUntouched(app);
});

test('the right button starts no drag, no wire and no scrub', async ({ page }) => {
  const app = await App.open(page);
  const box = await app.boxOf('q');
  const [output, input] = await app.portsOf('z', 'q', 'x');
  const grips = [{ x: box.x + box.width * 0.2, y: box.y + box.height / 2 }, output];
  const number = await app.node('x').getByRole('textbox').boundingBox();
  if (number !== null) grips.push({ x: number.x + 20, y: number.y + number.height / 2 });
  for (const { x, y } of grips) {
    await page.mouse.move(x, y);
    await page.mouse.down({ button: 'right' });
    await page.mouse.move(input.x, input.y, { steps: 4 });
    await page.mouse.up({ button: 'right' });
  }
  expect(await app.boxOf('q')).toEqual(box);
  await expectUntouched(app);
});

test('a long name is cut, with the whole of it at hand, and never its number', async ({ page }) => {
  const app = await App.open(page);
  const long = 'the learning rate of the second layer, as measured on Tuesday';
  await app.node('x').focus();
  await app.press('Enter', 'F2');
  await expect(app.inspector.getByRole('textbox', { name: 'name' })).toBeFocused();
  await page.keyboard.type(long);
  await app.press('Enter');
  const node = await app.boxOf(long);
  const number = await app.node(long).getByRole('textbox').boundingBox();
  if (number === null) throw new Error('the number is not shown');
  expect(number.x).toBeGreaterThan(node.x);
  expect(number.x + number.width).toBeLessThanOrEqual(node.x + node.width);
  expect(number.width).toBeGreaterThan(40);
  const name = await app.node(long).getByTitle(long).boundingBox();
  if (name === null) throw new Error('the name is not shown');
  expect(name.x + name.width).toBeLessThanOrEqual(number.x);
});

test('a long name stays inside the panel in every sentence that tells it', async ({ page }) => {
  const app = await App.openEmpty(page);
  await app.addNode('Multiply');
  await app.rename('a_name_without_end_'.repeat(3));
  await expect(app.inspector).toContainText('is not connected');
  const width = () => app.inspector.evaluate((panel) => panel.scrollWidth - panel.clientWidth);
  expect(await width()).toBe(0);
  await app.clickPaper();
  await expect(app.inspector).toContainText('Still to come');
  expect(await width()).toBe(0);
  await app.mode('Step');
  await expect(app.stepPanel).toContainText('is not connected');
  expect(await app.stepPanel.evaluate((panel) => panel.scrollWidth - panel.clientWidth)).toBe(0);
});

/** A student reads a lesson beside its graph, looks where it points, and answers its question. */
import { expect, test } from '@playwright/test';
import { App } from './app.ts';

const TITLE = 'One hidden ReLU unit';

test('a lesson leads through its stops, points at the graph, and knows when its question is answered', async ({
  page,
}) => {
  const app = await App.open(page);
  await app.openLesson(TITLE);
  const lesson = page.getByRole('complementary', { name: 'Lesson' });
  await expect(lesson).toContainText('This is a whole network');
  const next = lesson.getByRole('button', { name: 'Next', exact: true });
  for (let page = 0; page < 3; page++) await next.click();
  await expect(lesson.getByRole('heading', { name: 'Why w2 gets 16' })).toBeVisible();
  await expect(page.getByRole('complementary', { name: 'Step' })).toContainText(
    'Through q (×) to w2',
  );
  await lesson.getByRole('button', { name: 'w2', exact: true }).hover();
  await expect(app.node('w2')).toContainText('pointed at');
  await app.node('b2').hover();
  await expect(app.node('w2')).not.toContainText('pointed at');
  // Nothing of the document has changed: the only entry of the history is the opening.
  await app.undo();
  await expect(app.name).not.toHaveValue(TITLE);
  await app.redo();
  await lesson.getByRole('button', { name: /: Question$/ }).click();
  await expect(lesson).toContainText('gradient of w1, now8');
  await app.setValue('b1', -4);
  await expect(lesson.getByRole('status')).toContainText('Right.');
  await page.reload();
  await expect(lesson).toContainText('Right.');
});

test('a lesson is done by keyboard alone', async ({ page }) => {
  const app = await App.open(page);
  await app.press('g');
  await app.dialog('Examples').getByRole('button', { name: 'f = x y', exact: false }).focus();
  await page.keyboard.press('Enter');
  await expect(app.name).toHaveValue('f = x y');
  const lesson = page.getByRole('complementary', { name: 'Lesson' });
  await expect(lesson).toContainText('Two numbers and their product');
  for (let page = 0; page < 4; page++) await app.press('.');
  await expect(lesson).toContainText('Make the gradient of');
  await app.press(',');
  await lesson.getByRole('button', { name: /^Try y = 0/ }).focus();
  await page.keyboard.press('Enter');
  await app.expectNode('f', { value: 0, gradient: 1 });
  await app.press('e');
  await expect(lesson).toBeHidden();
});

test('an exercise hides what it asks for, takes what is right, and helps with what is not', async ({
  page,
}) => {
  const app = await App.open(page);
  await app.openLesson('A chain of three');
  const lesson = page.getByRole('complementary', { name: 'Lesson' });
  await lesson.getByRole('button', { name: 'Next', exact: true }).click();
  await expect(app.node('r').getByText(/^(no )?value/)).not.toContainText('gradient 10');
  const answer = lesson.getByLabel('The gradient of r');
  await answer.fill('7');
  await answer.press('Enter');
  await expect(lesson).toContainText('Not yet.');
  await lesson.getByRole('button', { name: 'Hint' }).first().click();
  await answer.fill('2*5');
  await answer.press('Enter');
  await expect(lesson).toContainText('1 of 3 filled in');
  await lesson.getByLabel('The gradient of q').fill('10');
  await lesson.getByLabel('The gradient of x').fill('30');
  await lesson.getByLabel('The gradient of x').press('Enter');
  await expect(lesson).toContainText('All of it is right.');
  await lesson.getByLabel('by seed').fill('12');
  await lesson.getByLabel('by seed').press('Enter');
  await expect(lesson).toContainText('0 of 3 filled in');
});

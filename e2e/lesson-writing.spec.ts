/** A teacher writes a lesson beside a graph, sees it as a student will, and saves it as a file. */
import { expect, test } from '@playwright/test';
import { App } from './app.ts';

test('a teacher writes a text and a stop, sees them as the student will, and saves them with the graph', async ({
  page,
}) => {
  const app = await App.open(page);
  await app.menu('File', 'Write the lesson');
  const lesson = page.getByRole('complementary', { name: 'Lesson' });
  await lesson.getByLabel('Text of the first page').fill('The sum [q](node:q) is [4](value:q).');
  await expect(lesson.getByRole('list', { name: 'What does not agree' })).toContainText(
    '[4](value:q) is 3',
  );
  await lesson.getByLabel('Text of the first page').fill('The sum [q](node:q) is [3](value:q).');
  await expect(lesson.getByRole('list', { name: 'What does not agree' })).not.toContainText('is 3');
  await app.mode('Step');
  await app.press(']', ']');
  await lesson.getByRole('button', { name: 'Add a stop as it is shown now' }).click();
  await lesson.getByLabel('Title of the stop').fill('Two numbers');
  await lesson.getByRole('button', { name: 'Preview' }).click();
  await expect(lesson.getByRole('heading', { name: 'Two numbers' })).toBeVisible();
  const { text } = await app.saveFile();
  expect(JSON.parse(text)).toMatchObject({
    lesson: {
      text: 'The sum [q](node:q) is [3](value:q).',
      stops: [{ title: 'Two numbers', mode: 'step', position: { pass: 'forward' } }],
    },
  });
  for (let edit = 0; edit < 4; edit++) await app.undo();
  await expect(lesson).toBeHidden();
});

/** A table of one's own becomes a net, or the net that is there comes to fit it. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { App } from './app.ts';

/** Three kinds of flowers by four lengths. */
function flowers(): string {
  let state = 7;
  const draw = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const kinds = ['setosa', 'versicolor', 'virginica'];
  const rows = Array.from({ length: 150 }, (_, i) => {
    const kind = i % 3;
    const middles = [5 + kind, 3.5 - kind / 2, 1.5 + 2 * kind, 0.3 + kind];
    return `${middles.map((middle) => (middle + draw()).toFixed(1)).join()},${kinds[kind]}`;
  });
  return `sepal length,sepal width,petal length,petal width,species\n${rows.join('\n')}\n`;
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include('dialog[open]').analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
}

test('a newcomer drops a table on an empty canvas, presses twice, and a net learns it', async ({
  page,
}) => {
  const app = await App.openEmpty(page);
  await app.dropFile({ name: 'flowers.csv', text: flowers() });
  const sheet = app.dialog('A net for flowers.csv');
  await expect(sheet).toContainText('150 rows, 5 columns');
  await expect(sheet).toContainText(
    'Chosen as the last column. It has 3 classes: setosa, versicolor, virginica.',
  );
  await expect(sheet.getByRole('region', { name: 'The net' }).getByRole('listitem')).toHaveText([
    'X [N, 4]',
    'linear 4→16',
    'relu',
    'linear 16→3',
    'softmax loss',
  ]);
  await expectAccessible(page);
  await sheet.getByRole('button', { name: 'Make it' }).click();
  await expect(app.name).toHaveValue('flowers, 4-16-3');
  await expect(page.getByRole('radio', { name: 'Train', exact: true })).toBeChecked();
  await app.trainingRun.getByRole('button', { name: /^Train/ }).click();
  await expect(app.trainingRun).toContainText(/(9\d\.\d|100\.0) % right, all 30 rows held out/);

  await app.undo();
  await expect(app.nodes).toHaveCount(0);
  await expect(app.name).toHaveValue('Untitled graph');
  await app.redo();
  await expect(app.name).toHaveValue('flowers, 4-16-3');
  await app.mode('Train');
  await expect(app.trainingPanel).toContainText('120 to learn from, 30 held out');
});

test('another column and another size make another net', async ({ page }) => {
  const app = await App.openEmpty(page);
  await app.dropFile({ name: 'flowers.csv', text: flowers() });
  const sheet = app.dialog('A net for flowers.csv');
  await sheet.getByLabel('predict').selectOption('petal width');
  await expect(sheet).toContainText(/It is a number, 1\.\d+ ± 0\.\d+/);
  await sheet.getByText('2 hidden layers').click();
  await sheet.getByLabel('units, layer 2').fill('5');
  await sheet.getByLabel('units, layer 2').press('Enter');
  const net = sheet.getByRole('region', { name: 'The net' });
  await expect(net).toContainText('linear 6→32');
  await expect(net).toContainText('linear 32→5');
  await expect(net).toContainText('mean squared error');
  await sheet.getByLabel('its values are').selectOption('classes');
  await expect(sheet.getByRole('alert')).toContainText(
    'petal width has many different numbers, which make no classes',
  );
  await expect(sheet.getByRole('button', { name: 'Make it' })).toBeDisabled();
  await sheet.getByLabel('its values are').selectOption('numbers');
  await sheet.getByRole('button', { name: 'Make it' }).click();
  await expect(app.name).toHaveValue('flowers, 6-32-5-1');
  await expect(app.trainingRun).toContainText('step 0');
});

test('a net of two features comes to fit a table of four by one press, and back by one', async ({
  page,
}) => {
  const app = await App.open(page);
  await app.openExample('Two spirals, 2-8-8-1');
  await app.dropFile({ name: 'flowers.csv', text: flowers() });
  const sheet = app.dialog('Fit the graph to flowers.csv');
  const repairs = sheet.getByRole('region', { name: 'Repairs' }).getByRole('listitem');
  await expect(repairs).toHaveText([
    /^X \[N, 2\] → \[N, 4\].*flowers.csv has 4 features$/,
    /^W1 \[8, 2\] → \[8, 4\].*flowers.csv has 4 features$/,
    /^W3 \[1, 8\] → \[3, 8\].*species has 3 classes$/,
    /^b3 \[1\] → \[3\]/,
    /^y \[N, 1\] → \[N\]/,
    /^L: binary cross-entropy → softmax loss/,
  ]);
  await expectAccessible(page);
  await sheet.getByRole('button', { name: 'Do all 6 repairs' }).click();
  await expect(app.trainingPanel).toContainText('120 to learn from, 30 held out');
  await app.trainingRun.getByRole('button', { name: '100 steps' }).click();
  await expect(app.trainingRun).toContainText(/(9\d\.\d|100\.0) % right, all 30 rows held out/);
  await app.undo();
  await expect(app.trainingPanel).not.toContainText('flowers.csv');
  await expect(app.trainingRun).toContainText('step 0');
});

test('nothing changes without consent, and the data can be taken alone', async ({ page }) => {
  const app = await App.open(page);
  await app.openExample('Two spirals, 2-8-8-1');
  const drop = () => app.dropFile({ name: 'flowers.csv', text: flowers() });
  await drop();
  const sheet = app.dialog('Fit the graph to flowers.csv');
  await sheet.getByRole('button', { name: 'Cancel' }).click();
  await expect(sheet).toBeHidden();
  await expect(app.name).toHaveValue('Two spirals, 2-8-8-1');
  await drop();
  await expect(sheet).toBeVisible();
  await app.press('Escape');
  await expect(sheet).toBeHidden();
  await drop();
  await sheet.getByRole('button', { name: 'Only take the data' }).click();
  await expect(app.notice).toContainText('flowers.csv is the data set now');
  await expect(app.trainingPanel).toContainText('X is declared [N, 2]');
  await app.undo();
  await expect(app.trainingPanel).not.toContainText('flowers.csv');
});

test('a graph that cannot learn a table makes room for a net, and comes back', async ({ page }) => {
  const app = await App.open(page);
  const before = await app.name.inputValue();
  await app.dropFile({ name: 'flowers.csv', text: flowers() });
  const sheet = app.dialog('A net for flowers.csv');
  await expect(sheet).toContainText('the graph has no two inputs and a loss');
  await sheet.getByRole('button', { name: 'Make it' }).click();
  await expect(app.name).toHaveValue('flowers, 4-16-3');
  await app.undo();
  await expect(app.name).toHaveValue(before);
});

test('tables of nothing to learn are told so, and the graph stays', async ({ page }) => {
  const app = await App.openEmpty(page);
  const drop = (text: string) => app.dropFile({ name: 'odd.csv', text });
  const said = page.getByRole('alert');
  await drop('a\n1\n2\n3\n');
  await expect(said).toContainText('odd.csv has one column, a');
  await app.press('Escape');
  await drop(`a,b\n${Array.from({ length: 30 }, (_, i) => `${i}.5,7`).join('\n')}\n`);
  await expect(said).toContainText('no column of odd.csv is a feature');
  await expect(app.dialog('A net for odd.csv')).toContainText('Left out: b (always the same)');
  await app.press('Escape');
  await expect(app.nodes).toHaveCount(0);
});

test('a table that was read wrongly is read otherwise in the sheet, at once', async ({ page }) => {
  const app = await App.openEmpty(page);
  const rows = Array.from({ length: 30 }, (_, i) => `${i},5;${(i % 3) - 1},25;k${i % 3}`);
  await app.dropFile({ name: 'comma.csv', text: `a;b;kind\n${rows.join('\n')}\n` });
  const sheet = app.dialog('A net for comma.csv');
  const first = sheet.getByRole('region', { name: 'First rows' });
  await expect(first).toContainText('0.5');
  await sheet.getByText('how the table is written').click();
  await expect(sheet.getByLabel('decimal mark')).toContainText('comma (found out)');
  await sheet.getByLabel('cells end with').selectOption('tabs');
  await expect(sheet.getByRole('alert')).toContainText('comma.csv has one column, a;b;kind');
  await expect(sheet.getByRole('button', { name: 'Make it' })).toBeDisabled();
  await sheet.getByLabel('cells end with').selectOption('semicolons');
  await expect(first).toContainText('0.5');
  await sheet.getByLabel('first line').selectOption('an example');
  await expect(sheet).toContainText('31 rows, 3 columns');
  await expect(first).toContainText('column 1');
  await expectAccessible(page);
  await sheet.getByLabel('first line').selectOption('names');
  await sheet.getByLabel('predict').selectOption('b');
  await expect(sheet).toContainText('It is a number, 0.083 ± 1.03.');
  await sheet.getByLabel('missing are').selectOption('empty cells only');
  await expect(sheet.getByLabel('predict')).toHaveValue('b');
  await sheet.getByRole('button', { name: 'Make it' }).click();
  await expect(app.trainingPanel).toContainText('24 to learn from, 6 held out');
  expect((await app.saveFile()).text).toContain('"separator": "semicolon"');
});

test('another column and other data make the graph fit by one press each, in the training panel', async ({
  page,
}) => {
  const app = await App.open(page);
  await app.openExample('Two spirals, 2-8-8-1');
  await app.dropFile({ name: 'flowers.csv', text: flowers() });
  await app
    .dialog('Fit the graph to flowers.csv')
    .getByRole('button', { name: 'Do all 6 repairs' })
    .click();
  const panel = app.trainingPanel;
  await panel.getByLabel('predict', { exact: true }).selectOption('petal width');
  const problems = panel.getByRole('region', { name: 'Problems' });
  await expect(problems).toContainText('The graph does not fit flowers.csv yet');
  await expect(problems.getByRole('listitem').last()).toContainText(
    'L: softmax loss → mean squared error',
  );
  await problems.getByRole('button', { name: 'Make a new net …' }).click();
  const sheet = app.dialog('A net for flowers.csv');
  await expect(sheet.getByRole('button', { name: 'Make it' })).toBeEnabled();
  await sheet.getByRole('button', { name: 'Cancel' }).click();
  await problems.getByRole('button', { name: 'Do all 6 repairs' }).click();
  await expect(problems).toBeHidden();
  await expect(panel).toContainText('120 to learn from, 30 held out');
  await app.undo();
  await expect(problems).toContainText('The graph does not fit flowers.csv yet');
  await app.redo();
  await panel.getByLabel('data set').selectOption('Three spirals');
  await expect(problems).toContainText('The graph does not fit Three spirals yet');
  await problems.getByRole('button', { name: /^Do all \d repairs$/ }).click();
  await expect(problems).toBeHidden();
  await expect(app.trainingRun).toContainText('step 0');
});

test('a net that cannot be laid out is told, and made when the layout has come', async ({
  page,
}) => {
  const app = await App.openEmpty(page);
  await page.route(/\/elk-worker[\w.-]+\.js$/, (route) => route.abort());
  await app.dropFile({ name: 'flowers.csv', text: flowers() });
  const sheet = app.dialog('A net for flowers.csv');
  await sheet.getByRole('button', { name: 'Make it' }).click();
  await expect(sheet).toContainText('the graph could not be laid out');
  await expect(app.nodes).toHaveCount(0);
  await page.unroute(/\/elk-worker[\w.-]+\.js$/);
  await sheet.getByRole('button', { name: 'Make it' }).click();
  await expect(app.name).toHaveValue('flowers, 4-16-3');
});

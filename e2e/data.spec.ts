/** Data of one's own: a table with gaps and words, and points drawn by hand. */
import { expect, test } from '@playwright/test';
import { App } from './app.ts';

/** Three kinds of flowers by two lengths, a few of them unknown; the last line is cut off. */
function flowers(): string {
  let state = 7;
  const draw = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const kinds = ['setosa', 'versicolor', 'virginica'];
  const rows = Array.from({ length: 150 }, (_, i) => {
    const length = (4 + 2 * (i % 3) + draw()).toFixed(2);
    const width = (3 - (i % 3) + draw()).toFixed(2);
    return `${i === 11 ? '' : length},${i === 20 || i === 77 ? 'NA' : width},${kinds[i % 3]}`;
  });
  return `length,width,species\n${rows.join('\n')}\n1,2\n`;
}

test('a table with gaps is dropped, trained on, and there again after a reload', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const app = await App.open(page);
  await app.openExample('Three spirals, 2-8-8-3');
  await app.dropFile({ name: 'flowers.csv', text: flowers() });
  const panel = app.trainingPanel;
  await expect(app.notice).toContainText('flowers.csv is the data set now');

  const rows = panel.getByRole('region', { name: 'First rows' });
  await expect(rows.getByRole('row')).toHaveCount(7);
  await expect(rows.getByRole('columnheader', { name: 'species' })).toContainText('predicted');
  const gaps = panel.getByRole('region', { name: 'Missing values' });
  await expect(gaps).toContainText('length: 1, line 13');
  await expect(gaps).toContainText('width: 2, lines 22, 79');
  await expect(panel).toContainText(
    '1 row has another number of cells than the first line, which has 3: line 152',
  );
  await expect(panel).toContainText('118 to learn from, 29 held out');
  await expect(panel).toContainText('3 rows left out');
  await gaps.getByLabel('such rows are').selectOption('filled with means');
  await expect(panel).toContainText('120 to learn from, 30 held out');

  await app.trainingRun.getByRole('button', { name: '100 steps' }).click();
  await app.trainingRun.getByRole('button', { name: '100 steps' }).click();
  await expect(app.trainingRun).toContainText('step 200');
  await expect(app.trainingRun).toContainText(/(9\d\.\d|100\.0) % right, all 30 rows held out/);
  const scores = await app.openTrainingRow('Scores');
  await expect(scores.getByRole('row', { name: /^held out, all 30 rows/ })).toContainText('%');
  await scores.getByText('Confusion matrix, held-out rows').click();
  const matrix = scores.getByRole('region', { name: 'Confusion matrix' });
  await expect(matrix.getByRole('rowheader')).toHaveText(['setosa', 'versicolor', 'virginica']);
  const counts = await matrix.getByRole('cell').allTextContents();
  expect(counts.reduce((sum, count) => sum + Number(count), 0)).toBe(30);

  await app.expectSaved();
  await page.reload();
  await app.expectSaved();
  await app.mode('Train');
  await expect(panel).toContainText('120 to learn from, 30 held out');
  await expect(panel.getByRole('region', { name: 'Missing values' })).toContainText('line 13');
});

test('another column is predicted, and the graph is told what does not fit, with the repairs', async ({
  page,
}) => {
  const app = await App.open(page);
  await app.openExample('Three spirals, 2-8-8-3');
  await app.dropFile({ name: 'flowers.csv', text: flowers() });
  const panel = app.trainingPanel;
  await panel.getByLabel('predict', { exact: true }).selectOption('width');
  await expect(panel).toContainText(
    /X is declared \[N, 2\], but a batch of features of flowers.csv is \[\d+, 4\]/,
  );
  await panel.getByRole('button', { name: /^Do all \d repairs$/ }).click();
  await expect(panel).not.toContainText('X is declared');
  await app.undo();
  await app.undo();
  await expect(panel).toContainText('118 to learn from');
});

test('a document whose data file is not here says so and takes it back', async ({ page }) => {
  const app = await App.open(page);
  await app.openExample('Three spirals, 2-8-8-3');
  await app.dropFile({ name: 'flowers.csv', text: flowers() });
  await expect(app.trainingPanel).toContainText('118 to learn from');
  const { text } = await app.saveFile();
  expect(text).toContain('"name": "flowers.csv"');
  expect(text).not.toContain('setosa');
  // Somewhere else: the same graph, another file in the place of the named one.
  await app.dropFile({ name: 'graph.json', text: text.replace(/"hash": "\w{4}/, '"hash": "0000') });
  await app.mode('Train');
  const missing = app.trainingPanel.getByRole('alert');
  await expect(missing).toContainText('Data file flowers.csv is not here.');
  await expect(missing).toContainText('Drop it or choose it again');
  await app.dropFile({ name: 'flowers.csv', text: flowers() });
  await expect(app.notice).toContainText('flowers.csv has taken the place of flowers.csv');
  await expect(app.trainingPanel).toContainText('118 to learn from');
});

test('what is dragged over the window is told what becomes of it, and links do not leave the page', async ({
  page,
}) => {
  const app = await App.open(page);
  const told = page.getByRole('status', { name: 'Dropping files' });
  await expect(told).toBeHidden();
  const { text } = await app.saveFile();
  const graph = { name: 'graph.json', text: text.replace(/"name": "[^"]*"/, '"name": "dropped"') };
  const drop = await app.dragFiles([graph, { name: 'other.json', text }]);
  await expect(told).toContainText('Drop to open');
  await drop();
  await expect(told).toBeHidden();
  await expect(app.notice).toContainText('2 files that are no data were dropped at once');
  await expect(app.name).toHaveValue('f = (x + y) z');

  await app.openExample('Three spirals, 2-8-8-3');
  const both = await app.dragFiles([
    { name: 'flowers.csv', text: flowers() },
    { name: 'spirals.json', text: (await app.saveFile()).text.replace('Three', 'Dropped') },
  ]);
  await both();
  await expect(app.name).toHaveValue(/^Dropped/);
  await expect(app.trainingPanel).toContainText('118 to learn from');

  expect(await app.dropLink('https://example.org/')).toBe(true);
  await expect(app.notice).toContainText('what was dropped is no file');
});

test('how a table is written is found out, told, and can be said otherwise', async ({ page }) => {
  const app = await App.open(page);
  await app.openExample('Three spirals, 2-8-8-3');
  const rows = Array.from({ length: 12 }, (_, i) => `${i + 1},${100 + i};${i % 3}`).join('\n');
  await app.dropFile({ name: 'marks.csv', text: `a title\nx;y\n${rows}\n` });
  const sheet = app.dialog('Fit the graph to marks.csv');
  await sheet.getByRole('button', { name: 'Only take the data' }).click();
  const panel = app.trainingPanel;
  await expect(panel).toContainText('cells separated by semicolons, decimal comma');
  await expect(panel).toContainText('commas are taken as decimal marks');
  await expect(panel).toContainText('the first line is no part of the table');
  await panel.getByText('how the table is written').click();
  await expect(panel.getByLabel('decimal mark')).toContainText('comma (found out)');
  await panel.getByLabel('decimal mark').selectOption('point');
  await expect(panel).toContainText('is read as 1100');
  await app.undo();
  await expect(panel).toContainText('commas are taken as decimal marks');
});

test('a spreadsheet is refused with what to do', async ({ page }) => {
  const app = await App.open(page);
  await app.dropFile({
    name: 'a.xlsx',
    text: `PK\u0003\u0004${'\0'.repeat(22)}\u000b\0\0\0xl/workbook`,
  });
  const problems = app.dialog('a.xlsx was not opened');
  await expect(problems).toContainText('a.xlsx is an Excel workbook');
  await expect(problems).toContainText('save the sheet as CSV');
});

test('data chosen where a graph is asked for is taken as data, or refused with what to do', async ({
  page,
}) => {
  const app = await App.open(page);
  await app.openExample('Three spirals, 2-8-8-3');
  await app.openFile({ name: 'sheet.ods', text: 'PK\u0003\u0004' });
  const problems = app.dialog('sheet.ods was not opened');
  await expect(problems).toContainText('sheet.ods is a zip archive');
  await page.keyboard.press('Escape');
  await app.openFile({ name: 'flowers.csv', text: flowers() });
  await expect(app.trainingPanel).toContainText('flowers.csv');
});

test('images with their labels are chosen by the menu and fit after one press', async ({
  page,
}) => {
  const app = await App.open(page);
  await app.openExample('Three spirals, 2-8-8-3');
  const idx = (sizes: readonly number[], byteAt: (i: number) => number): Buffer => {
    const count = sizes.reduce((product, size) => product * size, 1);
    const words = sizes.flatMap((size) => [0, 0, size >> 8, size & 255]);
    const bytes = Array.from({ length: count }, (_, i) => byteAt(i));
    return Buffer.from([0, 0, 8, sizes.length, ...words, ...bytes]);
  };
  const chosen = page.waitForEvent('filechooser');
  await app.menu('File', 'Open data for training');
  const mimeType = 'application/octet-stream';
  await (await chosen).setFiles([
    { name: 'images-idx3-ubyte', mimeType, buffer: idx([300, 4, 5], (i) => (i * 37) % 256) },
    { name: 'labels-idx1-ubyte', mimeType, buffer: idx([300], (i) => i % 3) },
  ]);
  const sheet = app.dialog(/^Fit the graph to images-idx3-ubyte/);
  await expect(sheet).toContainText('300 rows, images of 4 × 5 in 3 classes');
  await expect(sheet).toContainText('X [N, 2] → [N, 20]');
  await sheet.getByRole('button', { name: /^Do all/ }).click();
  await expect(app.trainingPanel).toContainText('240 to learn from, 60 held out');
});

test('a damaged file is refused with what is wrong and nothing changes', async ({ page }) => {
  const app = await App.open(page);
  await app.dropFile({ name: 'broken.csv', text: 'a,b\n1,2\n"3,4\n' });
  const problems = app.dialog('broken.csv was not opened');
  await expect(problems).toContainText('the quote opened in line 3 is never closed');
  await problems.getByRole('button', { name: 'Close' }).click();
  await expect(app.name).toHaveValue('f = (x + y) z');
});

test('points are drawn by hand, by mouse and by keys, and learned', async ({ page }) => {
  const app = await App.open(page);
  await app.openExample('Two spirals, 2-8-8-1');
  await app.mode('Train');
  const panel = app.trainingPanel;
  await app.openTrainingRow('Data');
  await panel.getByLabel('data set', { exact: true }).selectOption('Points drawn by hand');
  await expect(panel).toContainText('no points are drawn yet');
  const area = panel.getByRole('application', { name: /^Drawing area/ });
  await area.scrollIntoViewIfNeeded();
  const box = await area.boundingBox();
  if (box === null) throw new Error('no drawing area');
  const at = (x: number, y: number) => ({
    x: box.x + ((x + 1) / 2) * box.width,
    y: box.y + ((1 - y) / 2) * box.height,
  });
  await app.drag(at(-0.8, 0.6), at(0.6, 0.7));
  await expect(app.trainingRow('Data')).toContainText(/Drawn by hand, [5-9] points/);
  const drawn = await panel.getByText(/^\d+ points$/).textContent();

  await area.focus();
  await app.press('2', 'ArrowDown', 'Shift+ArrowDown', 'Enter', 'Shift+ArrowLeft', 'Enter');
  await expect(panel).toContainText(`${Number.parseInt(drawn ?? '', 10) + 2} points`);
  await app.press('Delete');
  await expect(panel).toContainText(`${Number.parseInt(drawn ?? '', 10) + 1} points`);
  await app.undo();
  await expect(panel).toContainText(`${Number.parseInt(drawn ?? '', 10) + 2} points`);

  const steps = app.trainingRun.getByRole('button', { name: '100 steps' });
  await steps.click();
  await expect(app.trainingRun).toContainText('step 100');
  await steps.click();
  await expect(app.trainingRun).toContainText('100.0 % right');
  const progress = panel.getByRole('region', { name: 'Progress' });
  await expect(progress).toContainText('A change here begins again at step 0.');

  // The drag was one step.
  for (let i = 0; i < 3; i++) await app.undo();
  await expect(panel).toContainText('no points are drawn yet');
});

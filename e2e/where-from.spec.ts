/** "Where does this NaN come from, and why does this unit not learn?" */
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { App } from './app.ts';

const input = (name: string, value: unknown) => ({ op: 'input', name, attrs: { value } });
const at = (x: number) => ({ position: { x, y: 0 } });

/** The logarithm of a probability that has become 0. */
const broken = JSON.stringify({
  ...{ format: 'gradwire', version: 1, name: 'A broken loss' },
  nodes: {
    x: { ...input('x', [1000, 0, 3]), ...at(0) },
    p: { op: 'softmax', name: 'p', ...at(300) },
    l: { op: 'log', name: 'l', ...at(600) },
    L: { op: 'mean', name: 'L', ...at(900) },
  },
  edges: {
    e1: { from: 'x', to: 'p', port: 'x' },
    e2: { from: 'p', to: 'l', port: 'x' },
    e3: { from: 'l', to: 'L', port: 'x' },
  },
});

test('a broken loss is followed to its source, written anew, and brought back', async ({
  page,
}) => {
  const app = await App.open(page);
  await app.dropFile({ name: 'broken.json', text: broken });
  await app.expectNode('L', { value: '−∞', gradient: 1 });

  await app.select('L');
  await app.press('o');
  const answer = page.getByRole('region', { name: 'Where it comes from' });
  await expect(answer.getByRole('heading').first()).toBeFocused();
  await expect(answer).toContainText('Where does the infinity in L come from?');
  await expect(answer).toContainText('ln 0 = −∞: the logarithm falls without bound');
  const way = answer.getByRole('list', { name: 'From its source' }).getByRole('button');
  await expect(way).toHaveText([/^l\[1\]/, /^L/]);
  await way.first().click();
  await expect(app.inspector).toContainText('Log');

  await expect(answer).toContainText('Elsewhere the values stay');
  await answer
    .getByRole('button', { name: 'softmax and its logarithm as one log-softmax' })
    .click();
  await expect(answer).toBeHidden();
  await app.expectNode('L', { value: '−665.7', gradient: 1 });
  await app.press('Control+z');
  await app.expectNode('L', { value: '−∞', gradient: 1 });
});

test('units that are off for all rows are marked, and what to do is said', async ({ page }) => {
  const text = readFileSync('examples/d4-sine-regression/graph.json', 'utf8');
  const graph = JSON.parse(text) as {
    nodes: Record<string, { name?: string; attrs?: Record<string, unknown> }>;
  };
  for (const node of Object.values(graph.nodes)) {
    if (node.name === 'b1') node.attrs = { value: [-99, 0, 0, 0, 0, 0, 0, -99] };
  }
  const app = await App.open(page);
  await app.dropFile({ name: 'dead.json', text: JSON.stringify(graph) });
  const said = '2 of 8 units of h1 are off for all 100 rows of the data';
  await expect(app.node('h1')).toContainText(said);
  const diagnosis = app.inspector.getByRole('region', { name: 'Diagnosis' });
  await diagnosis.getByRole('button', { name: said }).click();
  await expect(app.inspector).toContainText('ReLU');
});

test('the Hessian of a number is a table with what its eigenvalues say', async ({ page }) => {
  const app = await App.open(page);
  await app.openExample('One hidden ReLU unit');
  await app.select('L');
  await app.inspector.getByText('Hessian', { exact: true }).click();
  await app.inspector.getByLabel('second derivatives by').selectOption('w2');
  await expect(app.inspector.getByRole('figure', { name: 'Hessian of L by w2' })).toContainText(
    '32',
  );

  await app.openExample('Counting a 3-4-2 network');
  await app.select('s');
  await app.inspector.getByText('Jacobian', { exact: true }).click();
  await app.inspector.getByLabel('derivatives by').selectOption('b1');
  await expect(app.inspector).toContainText(
    'A row for each element of s [2], a column for each of b1 [4].',
  );
});

/** The built site under its content security policy: everything works and nothing is refused. */
import { expect, type Page, test } from '@playwright/test';
import { App } from './app.ts';

/** Collects everything the page complains about, from the first line of it on. */
async function listen(page: Page): Promise<string[]> {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('requestfailed', (request) => complaints.push(`did not load: ${request.url()}`));
  await page.exposeFunction('reportViolation', (text: string) => complaints.push(text));
  await page.addInitScript(() => {
    const report = (window as unknown as { reportViolation(text: string): void }).reportViolation;
    document.addEventListener('securitypolicyviolation', (event) =>
      report(`${event.violatedDirective} refused ${event.blockedURI} ${event.sample}`),
    );
  });
  return complaints;
}

test('the built site runs under its content security policy without a complaint', async ({
  page,
}) => {
  const complaints = await listen(page);
  const app = await App.open(page);
  await page.waitForLoadState('networkidle');
  expect(complaints).toEqual([]);

  await test.step('building: a formula in the panel, a node by dragging, undo', async () => {
    await app.select('q');
    await expect(app.inspector.getByRole('math')).toBeAttached();
    await app.dragNode('Sigmoid', [0.7, 0.85]);
    await app.undo();
    expect(complaints).toEqual([]);
  });
  await test.step('stepping: typeset formulas with numbers', async () => {
    await app.mode('Step');
    await app.press('End');
    const formula = app.stepPanel.getByRole('img', { name: /^∂f\/∂y = ∂f\/∂q/ });
    await expect(formula.locator('.katex')).toBeAttached();
    expect(complaints).toEqual([]);
  });
  await test.step('training: a worker, a plot and a decision boundary', async () => {
    await app.openExample('XOR by four hidden units');
    await app.mode('Train');
    await app.trainingRun.getByRole('button', { name: '100 steps' }).click();
    await expect(app.trainingRun).toContainText('step 100');
    await expect(app.trainingPanel.getByRole('img', { name: 'Decision boundary' })).toBeVisible();
    expect(complaints).toEqual([]);
  });
  await test.step('files: a download and a file that opens', async () => {
    const file = await app.saveFile();
    await app.dropFile(file);
    expect(complaints).toEqual([]);
  });
  await test.step('dialogs, menus and both themes', async () => {
    await app.press('?', 'Escape', 'Control+k', 'Escape', 'd', 'd');
    await page.getByRole('button', { name: 'View', exact: true }).click();
    await app.press('Escape');
    await page.waitForLoadState('networkidle');
    expect(complaints).toEqual([]);
  });
});

test('the built site declares the policy and refuses inline scripts', async ({ page }) => {
  await page.goto('./');
  const policy = page.locator('meta[http-equiv="Content-Security-Policy"]');
  await expect(policy).toHaveAttribute('content', /require-trusted-types-for 'script'/);
  const refused = await page.evaluate(() => {
    try {
      document.createElement('div').innerHTML = '<b>x</b>';
      return 'allowed';
    } catch {
      return 'refused';
    }
  });
  expect(refused).toBe('refused');
});

test('the page is isolated, so that threads can share memory', async ({ page }) => {
  await page.goto('./');
  expect(await page.evaluate(() => window.crossOriginIsolated)).toBe(true);
});

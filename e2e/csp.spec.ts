import { expect, test } from '@playwright/test';

test('the built site runs under its content security policy without a complaint', async ({
  page,
}) => {
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

  await page.goto('./');
  await expect(page.getByRole('banner')).toContainText('Gradwire');
  await page.waitForLoadState('networkidle');

  expect(complaints).toEqual([]);
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

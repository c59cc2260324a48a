import { existsSync, readFileSync } from 'node:fs';
import { defineConfig } from '@playwright/test';

const { CI, GRADWIRE_E2E_PORT, GRADWIRE_E2E_REPORT } = process.env;
/** Two checkouts can be tested at the same time when each has a port of its own. */
const port = Number(GRADWIRE_E2E_PORT ?? 5848);

/** The browser that scripts/setup.mjs found by launching it. */
function chosenBrowser(): string | undefined {
  const stamp = new URL('./node_modules/.cache/gradwire-browser.json', import.meta.url);
  if (!existsSync(stamp)) return undefined;
  const { executablePath } = JSON.parse(readFileSync(stamp, 'utf8')) as { executablePath: string };
  return executablePath;
}

const executablePath = chosenBrowser();
const isRoot = process.getuid?.() === 0;

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  fullyParallel: true,
  forbidOnly: Boolean(CI),
  workers: 2,
  // What failed runs again for its trace, not for another chance.
  retries: 1,
  failOnFlakyTests: true,
  // Generous, for slow machines: what is awaited is a fact, not a speed.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: GRADWIRE_E2E_REPORT
    ? [['list'], ['json', { outputFile: GRADWIRE_E2E_REPORT }]]
    : [['list']],
  use: {
    baseURL: `http://localhost:${port}/`,
    viewport: { width: 1440, height: 900 },
    // Video needs a download; a trace shows more, but costs a quarter of the time where nothing fails.
    trace: 'on-first-retry',
    screenshot: 'only-on-failure',
    launchOptions: {
      args: isRoot ? ['--no-sandbox'] : [],
      ...(executablePath ? { executablePath } : {}),
    },
  },
  projects: [{ name: 'chromium', use: { browserName: 'chromium' } }],
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --port ${port}`,
    port,
    reuseExistingServer: false,
    timeout: 30_000,
  },
});

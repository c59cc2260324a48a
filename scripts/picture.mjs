// npm run picture: takes the pictures of the README from the built site, light and dark.
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setUp, setUpBrowser } from './setup.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, 'docs', 'pictures');
const PORT = 5849;
/** px; the least in which every lesson shows its numbers. */
const viewport = { width: 1440, height: 900 };
/** Dots along each px: small labels stay sharp, the files stay small. */
const DENSITY = 4 / 3;

setUp();
const executablePath = await setUpBrowser();
const { build, preview } = await import('vite');
const { chromium } = await import('@playwright/test');

await build({ root, logLevel: 'warn' });
mkdirSync(folder, { recursive: true });
const server = await preview({ root, logLevel: 'warn', preview: { port: PORT } });
const isRoot = process.getuid?.() === 0;
const browser = await chromium.launch({ executablePath, args: isRoot ? ['--no-sandbox'] : [] });
try {
  for (const colorScheme of ['light', 'dark']) {
    const page = await browser.newPage({ viewport, deviceScaleFactor: DENSITY, colorScheme });
    await page.goto(`http://localhost:${PORT}/`);
    await stepBack(page);
    await page.screenshot({ path: join(folder, `step-${colorScheme}.png`) });
    await train(page);
    await page.screenshot({ path: join(folder, `train-${colorScheme}.png`) });
    await page.close();
  }
} finally {
  await browser.close();
  await server.close();
}

/** f = (x + y) z, on the way back. */
async function stepBack(page) {
  await page.getByRole('radio', { name: 'Step' }).click();
  for (const key of ['End', '[', '[']) await page.keyboard.press(key);
  await page.getByText('upstream, at f').waitFor();
}

/** Three spirals that a small network has told apart. */
async function train(page) {
  await page.getByRole('button', { name: 'Examples', exact: true }).click();
  await page.getByRole('button', { name: 'Three spirals' }).click();
  await page.getByRole('radio', { name: 'Train' }).click();
  const steps = page.getByLabel('Number of steps');
  await steps.fill('20000');
  await steps.press('Enter');
  await page.getByRole('button', { name: '20000 steps' }).click();
  await page.getByText('step 20,000').waitFor();
}

// npm test: every check there is, in the order that fails fastest. Stops at the first failing stage.
// The last line printed is always `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SetupError, setUp, setUpBrowser } from './setup.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const reports = join(root, 'node_modules', '.cache', 'gradwire-reports');
const vitestReport = join(reports, 'vitest.json');
const playwrightReport = join(reports, 'playwright.json');
const bin = (name) => join(root, 'node_modules', ...name.split('/'));

/** ms; an endless loop in a test would otherwise hang for good. */
const stageLimit = 30 * 60_000;

let passed = 0;
let failed = 0;

/** Each stage returns true when the next one may run. */
const stages = [
  ['set-up', () => setUpEverything()],
  ['types', () => node('scripts/check-types.mjs')],
  ['lint', () => node(bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.')],
  ['unit tests', () => unitTests()],
  ['library build', () => node('scripts/build-library.mjs')],
  ['app build', () => node(bin('vite/bin/vite.js'), 'build', '--logLevel', 'warn')],
  ['bundle size', () => node('scripts/check-bundle-size.mjs')],
  ['end-to-end tests', () => endToEndTests()],
];

for (const [name, run] of stages) {
  process.stdout.write(`\n── ${name} ──\n`);
  const failedBefore = failed;
  let ok = false;
  try {
    ok = await run();
  } catch (error) {
    process.stderr.write(`${error instanceof SetupError ? error.message : error.stack}\n`);
  }
  if (!ok) {
    if (failed === failedBefore) failed += 1;
    process.stdout.write(`\nStopped: the stage "${name}" failed. What it found is above.\n`);
    break;
  }
}

process.exitCode = failed === 0 ? 0 : 1;
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);

async function setUpEverything() {
  setUp();
  process.stdout.write(`Browser: ${await setUpBrowser()}\n`);
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });
  return true;
}

function unitTests() {
  const ok = node(
    bin('vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${vitestReport}`,
  );
  if (existsSync(vitestReport)) {
    const report = JSON.parse(readFileSync(vitestReport, 'utf8'));
    passed += report.numPassedTests;
    failed += report.numFailedTests;
  }
  return ok;
}

function endToEndTests() {
  const ok = node(bin('@playwright/test/cli.js'), 'test');
  if (existsSync(playwrightReport)) {
    const { stats } = JSON.parse(readFileSync(playwrightReport, 'utf8'));
    // Playwright's word for a test that failed and then did not.
    passed += stats.expected;
    failed += stats.unexpected + stats.flaky;
  }
  return ok;
}

function node(script, ...args) {
  const { status } = spawnSync(process.execPath, [script, ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, GRADWIRE_E2E_REPORT: playwrightReport },
    timeout: stageLimit,
  });
  return status === 0;
}

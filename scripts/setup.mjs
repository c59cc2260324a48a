// Makes a checkout ready to run: Node version, installed packages and, with --browser, a Chromium
// that really launches. Node built-ins only, because it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cache = join(root, 'node_modules', '.cache');
const installStamp = join(cache, 'gradwire-install');
const browserStamp = join(cache, 'gradwire-browser.json');
const oldestNode = [20, 19];

/** An expected failure with a remedy: printed without a stack. */
export class SetupError extends Error {}

/** Checks Node and installs the packages of the lock file unless that is already done. */
export function setUp({ stdio = 'inherit' } = {}) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
    throw new SetupError(
      `Gradwire needs Node ${oldestNode.join('.')} or newer; this is ${process.versions.node}.`,
    );
  }
  const wanted = installFingerprint();
  if (existsSync(installStamp) && readFileSync(installStamp, 'utf8') === wanted) return;
  log('Installing packages (first run, or the lock file changed) …');
  const { status } = npm(['ci', '--include=dev', '--no-audit', '--no-fund'], stdio);
  if (status !== 0) {
    throw new SetupError('npm ci failed; its message is above. Is the package registry reachable?');
  }
  mkdirSync(cache, { recursive: true });
  writeFileSync(installStamp, wanted);
}

/** Finds a Chromium by launching it, remembers it for Playwright's config, returns its path. */
export async function setUpBrowser() {
  const remembered = existsSync(browserStamp)
    ? JSON.parse(readFileSync(browserStamp, 'utf8')).executablePath
    : null;
  const chosen = (remembered && launches(remembered) && remembered) || (await findBrowser());
  if (!chosen) {
    throw new SetupError(
      'No Chromium could be launched. Install Chromium, Chrome or Edge so that it is on PATH,\n' +
        'or run: npx playwright install --with-deps chromium',
    );
  }
  mkdirSync(cache, { recursive: true });
  writeFileSync(browserStamp, JSON.stringify({ executablePath: chosen }));
  return chosen;
}

async function findBrowser() {
  const own = await playwrightBrowser();
  if (own && launches(own)) return own;
  const onPath = browserOnPath();
  if (onPath) return onPath;
  log("Downloading Playwright's Chromium …");
  const require = createRequire(import.meta.url);
  const playwrightCli = join(dirname(require.resolve('playwright/package.json')), 'cli.js');
  spawnSync(process.execPath, [playwrightCli, 'install', 'chromium'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'ignore'],
    timeout: 300_000,
  });
  if (own && launches(own)) return own;
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    log('Installing Chromium with apt-get …');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const quiet = ['ignore', 'ignore', 'inherit'];
    spawnSync('apt-get', ['update'], { stdio: quiet, env });
    spawnSync('apt-get', ['install', '-y', 'chromium'], { stdio: quiet, env });
    return browserOnPath();
  }
  return null;
}

async function playwrightBrowser() {
  const require = createRequire(import.meta.url);
  const { chromium } = await import(pathToFileURL(require.resolve('playwright-core')).href).then(
    (module) => module.default ?? module,
  );
  return chromium.executablePath();
}

function browserOnPath() {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'msedge'];
  const suffix = process.platform === 'win32' ? '.exe' : '';
  for (const name of names) {
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      const path = join(folder, name + suffix);
      if (existsSync(path) && launches(path)) return path;
    }
  }
  return null;
}

/** True when the executable starts headless and renders a page; existing is not enough. */
function launches(executablePath) {
  if (!existsSync(executablePath)) return false;
  const profile = mkdtempSync(join(tmpdir(), 'gradwire-browser-'));
  const flags = ['--headless', '--disable-gpu', '--no-first-run', `--user-data-dir=${profile}`];
  if (process.getuid?.() === 0) flags.push('--no-sandbox');
  const { status, stdout } = spawnSync(
    executablePath,
    [...flags, '--dump-dom', 'data:text/html,<p>ready</p>'],
    { encoding: 'utf8', timeout: 60_000, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  return status === 0 && stdout.includes('ready');
}

/** Changes when another lock file, platform or Node major version needs another install. */
function installFingerprint() {
  const lock = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  const node = process.versions.node.split('.')[0];
  return `${lock.digest('hex')} ${process.platform}-${process.arch} node${node}`;
}

function npm(args, stdio) {
  const cli = process.env.npm_execpath;
  const options = { cwd: root, stdio };
  if (cli?.endsWith('.js')) return spawnSync(process.execPath, [cli, ...args], options);
  return spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
}

function log(line) {
  process.stderr.write(`${line}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    setUp();
    if (process.argv.includes('--browser')) await setUpBrowser();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    log(error.message);
    process.exitCode = 1;
  }
}

// Builds graph-core as ES modules with type declarations into dist/lib. Emits beside it and renames,
// so that a command that starts meanwhile never sees half a build.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const output = join(root, 'dist', 'lib');
const stamp = join(output, '.built');
const lock = join(root, 'dist', '.lib-lock');
/** ms; a lock older than this was left by a build that was killed. */
const lockExpiry = 120_000;

/** True when dist/lib was built after the last change under graph-core (deletions included). */
export function libraryIsFresh() {
  if (!existsSync(stamp)) return false;
  return newestChange(join(root, 'graph-core')) <= statSync(stamp).mtimeMs;
}

/** Builds the library unless it is fresh; messages go to stderr. Returns whether it succeeded. */
export async function buildLibrary({ force = false } = {}) {
  mkdirSync(dirname(lock), { recursive: true });
  while (!takeLock()) await new Promise((resolve) => setTimeout(resolve, 50));
  try {
    if (!force && libraryIsFresh()) return true;
    return compile();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function compile() {
  const started = new Date();
  const fresh = join(root, 'dist', `lib-${process.pid}`);
  const require = createRequire(import.meta.url);
  const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
  const project = join(root, 'graph-core', 'tsconfig.build.json');
  const { status } = spawnSync(process.execPath, [tsc, '-p', project, '--outDir', fresh], {
    stdio: ['ignore', process.stderr, process.stderr],
  });
  if (status !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    return false;
  }
  writeFileSync(join(fresh, '.built'), `${started.toISOString()}\n`);
  rmSync(output, { recursive: true, force: true });
  renameSync(fresh, output);
  return true;
}

function takeLock() {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    const since = existsSync(lock) ? statSync(lock).mtimeMs : 0;
    if (since > 0 && Date.now() - since > lockExpiry)
      rmSync(lock, { recursive: true, force: true });
    return false;
  }
}

function newestChange(folder) {
  let newest = statSync(folder).mtimeMs;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    newest = Math.max(newest, entry.isDirectory() ? newestChange(path) : statSync(path).mtimeMs);
  }
  return newest;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = (await buildLibrary({ force: true })) ? 0 : 1;
}

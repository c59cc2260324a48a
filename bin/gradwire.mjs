#!/usr/bin/env node
// The `gradwire` command: brings packages and the library build up to date (messages on stderr, so
// that stdout stays pipeable), then hands over to the command line in graph-core.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const main = new URL('../dist/lib/cli/main.js', import.meta.url);

async function ready() {
  // An installed package carries no sources: what it ships is what it runs.
  if (!existsSync(new URL('../graph-core', import.meta.url))) return true;
  const { buildLibrary, libraryIsFresh } = await import('../scripts/build-library.mjs');
  if (libraryIsFresh()) return true;
  const { setUp, SetupError } = await import('../scripts/setup.mjs');
  try {
    setUp({ stdio: ['ignore', process.stderr, process.stderr] });
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return false;
  }
  return buildLibrary();
}

if (!(await ready())) {
  process.stderr.write('gradwire: the library could not be built; see the messages above.\n');
  process.exitCode = 1;
} else if (!existsSync(main)) {
  process.stderr.write(`gradwire: ${fileURLToPath(main)} is missing; run: npm run build:lib\n`);
  process.exitCode = 1;
} else {
  const { main: run } = await import(main.href);
  process.exitCode = await run(process.argv.slice(2));
}

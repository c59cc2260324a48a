// npm start: sets up, serves the editor with hot reload and opens it where there is a screen.
import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SetupError, setUp } from './setup.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

try {
  setUp();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

const { createServer } = await import('vite');
try {
  const server = await createServer({ root });
  await server.listen();
  const address = server.resolvedUrls?.local[0] ?? '';
  process.stdout.write(`\n  Gradwire is at ${address}  (Ctrl+C stops it)\n\n`);
  if (address && hasScreen()) openBrowser(address);
} catch (error) {
  process.stderr.write(`Gradwire did not start: ${error.message}\n`);
  process.exit(1);
}

function hasScreen() {
  const { CI, NO_OPEN, DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (CI || NO_OPEN) return false;
  return process.platform !== 'linux' || Boolean(DISPLAY || WAYLAND_DISPLAY);
}

/** Best effort: the address is printed anyway. */
function openBrowser(address) {
  const commands = { darwin: ['open'], win32: ['cmd', '/c', 'start', ''] };
  const [command, ...args] = commands[process.platform] ?? ['xdg-open'];
  const child = spawn(command, [...args, address], { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}

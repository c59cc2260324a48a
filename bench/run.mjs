// npm run bench: builds, installs the peers, measures one thing at a time and prints one table.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);

function command(name, args, cwd = root) {
  const { status } = spawnSync(name, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) {
    console.error(`${name} ${args.join(' ')} failed`);
    process.exit(1);
  }
}

command('node', ['scripts/setup.mjs', '--browser']);
command('npm', ['run', 'build']);
if (!existsSync(join(here, 'node_modules'))) command('npm', ['ci'], here);

const { core } = await import('./core.mjs');
const { browser } = await import('./browser.mjs');
const { data } = await import('./data.mjs');
const rows = [...(await core()), ...data(), ...(await browser())];

const number = (x) => (x === null || x === undefined ? '' : x < 10 ? x.toFixed(2) : x.toFixed(1));
console.log('| what | ms | asked for | peer | its ms | ratio |');
console.log('|---|---|---|---|---|---|');
for (const { title, ours, worst, target, peerName, peer, ratio } of rows) {
  const shown = worst === undefined ? number(ours) : `${number(ours)} (${number(worst)})`;
  const asked = target === null ? '' : `≤ ${target}`;
  const factor = ratio === undefined ? '' : `${number(ratio)}×`;
  console.log(
    `| ${title} | ${shown} | ${asked} | ${peerName ?? ''} | ${number(peer)} | ${factor} |`,
  );
}

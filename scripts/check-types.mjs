// Type-checks every project: each has its own globals (page, worker, Node), so that a DOM name does
// not compile in graph-core and a Node name compiles neither there nor in the editor.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
const projects = [
  'graph-core/tsconfig.json',
  'graph-core/tsconfig.node.json',
  'tsconfig.json',
  'tsconfig.tools.json',
];

let failures = 0;
for (const project of projects) {
  const { status } = spawnSync(process.execPath, [tsc, '-p', join(root, project)], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) {
    failures += 1;
    process.stderr.write(`types: ${project} has errors\n`);
  }
}
process.exitCode = failures === 0 ? 0 : 1;

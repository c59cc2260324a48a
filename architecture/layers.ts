/**
 * Who may import whom (DESIGN of the folders, as data). The order matters: the first pattern that
 * matches a path names its layer.
 */
import type { Layer, Rules } from './check.ts';

const operations = ['ops/kit', 'ops/registry'];
/** What sees a flat program. */
const belowProgram = ['tensor', 'graph', 'program', ...operations, 'infer'];
const belowTraining = [
  ...belowProgram,
  'autodiff',
  'evaluate',
  'interpret',
  'compiler',
  'formats',
  'datasets',
  'datasets/generated',
  'datasets/files',
  'settings',
  'updates',
];
const belowWorker = [...belowTraining, 'training/step', 'training/run', 'training/look'];
/** What a view may read of the core. */
const readable = ['graph', 'tensor', ...operations, 'infer', 'formats'];
const typesOnly = (names: readonly string[]) => names.map((name) => `${name}:type`);
/** Results are data of these layers' types; who shows them computes none of them. */
const results = typesOnly([
  'program',
  'evaluate',
  'autodiff',
  'compiler',
  'training/run',
  'training/look',
  'datasets',
  'datasets/files',
]);

const core: Layer[] = [
  { name: 'tensor', files: /^graph-core\/tensor\//, may: [] },
  { name: 'graph', files: /^graph-core\/graph\//, may: ['tensor'] },
  { name: 'settings', files: /^graph-core\/settings\//, may: ['tensor', 'graph'] },
  { name: 'ops/kit', files: /^graph-core\/ops\/kit\//, may: ['tensor', 'graph'] },
  {
    name: 'ops/registry',
    files: /^graph-core\/ops\/registry\.ts$/,
    may: ['ops/*', 'tensor', 'graph'],
  },
  // Each family is a layer of its own, so that families cannot lean on each other.
  { name: 'ops/$1', files: /^graph-core\/ops\/([\w-]+)/, may: ['ops/kit', 'tensor'] },
  { name: 'program', files: /^graph-core\/program\//, may: belowProgram },
  { name: 'infer', files: /^graph-core\/infer\//, may: belowProgram },
  { name: 'autodiff', files: /^graph-core\/autodiff\//, may: belowProgram },
  // One operation at given numbers: small enough for a view to ask for it.
  {
    name: 'interpret',
    files: /^graph-core\/interpret\//,
    may: [...belowProgram, 'autodiff'],
  },
  {
    name: 'evaluate',
    files: /^graph-core\/evaluate\//,
    may: [...belowProgram, 'autodiff', 'interpret'],
  },
  // Rules and formulas of operations in LaTeX and in numbers: small enough for a view to ask for them.
  {
    name: 'explain',
    files: /^graph-core\/explain\//,
    may: [...belowProgram, 'interpret', 'settings:type', 'updates:type'],
  },
  { name: 'compiler', files: /^graph-core\/compiler\//, may: belowProgram },
  // Data files as tables.
  { name: 'datasets/files', files: /^graph-core\/datasets\/files\//, may: ['tensor', 'graph'] },
  { name: 'formats', files: /^graph-core\/formats\//, may: belowProgram },
  {
    name: 'datasets/generated',
    files: /^graph-core\/datasets\/generated\//,
    may: ['tensor', 'graph'],
  },
  {
    name: 'datasets',
    files: /^graph-core\/datasets\//,
    may: ['tensor', 'graph', 'datasets/generated', 'datasets/files'],
  },
  // Optimizers and schedules, the update they make, the schedule as a curve: small enough for a view to ask for it.
  {
    name: 'updates',
    files: /^graph-core\/updates\//,
    may: [...belowProgram, 'settings', 'interpret'],
  },
  { name: 'training/step', files: /^graph-core\/training\/step\//, may: belowTraining },
  {
    name: 'training/run',
    files: /^graph-core\/training\/run\//,
    may: [...belowTraining, 'training/step'],
  },
  {
    name: 'training/look',
    files: /^graph-core\/training\/look\//,
    may: [...belowTraining, 'training/step', 'training/run'],
  },
  { name: 'worker/messages', files: /^graph-core\/worker\/messages\//, may: belowWorker },
  {
    name: 'worker/thread',
    files: /^graph-core\/worker\/thread\//,
    may: ['worker/messages', ...belowWorker],
  },
  {
    name: 'worker/page',
    files: /^graph-core\/worker\/page\//,
    may: ['worker/messages', 'worker/thread:url', ...typesOnly(belowWorker)],
  },
  // What the library offers beyond the parts of the application: building graphs in code, training, listings.
  { name: 'library', files: /^graph-core\/library\//, may: [...belowWorker, 'explain'] },
  {
    name: 'cli',
    files: /^graph-core\/cli\//,
    may: [...belowWorker, 'library'],
    packages: ['node:*'],
  },
  { name: 'public entry', files: /^graph-core\/index\.ts$/, may: [...belowWorker, 'library'] },
  {
    name: 'testing',
    files: /^graph-core\/testing\//,
    may: [...belowWorker, 'explain', 'ops/*', 'worker/*', 'cli'],
    packages: ['fast-check', 'vitest', 'node:*'],
  },
];

const viewPackages = ['react', 'zustand', 'lucide-react'];
const view = [
  'editor/state',
  'editor/widgets',
  'editor/theme',
  'editor/engine',
  'editor/data',
  ...readable,
  ...results,
  'interpret',
  'explain',
  'datasets/generated',
  'settings',
  'updates',
  'worker/messages:type',
];

const editor: Layer[] = [
  { name: 'editor/theme', files: /^editor\/theme\//, may: [] },
  {
    name: 'editor/state',
    files: /^editor\/state\//,
    may: [...readable, ...results, 'worker/messages:type'],
    packages: ['immer', 'zustand'],
  },
  {
    name: 'editor/engine',
    files: /^editor\/engine\//,
    may: [
      'worker/page',
      'worker/messages',
      'worker/thread:url',
      'editor/state',
      ...typesOnly(belowWorker),
    ],
  },
  {
    name: 'editor/persist',
    files: /^editor\/persist\//,
    may: ['editor/state', 'formats', 'graph', 'datasets/files'],
    packages: ['idb'],
  },
  // Data files: chosen, kept in this browser, handed to the worker.
  {
    name: 'editor/data',
    files: /^editor\/data\//,
    may: ['editor/state', 'editor/engine', 'graph', 'datasets/files', 'worker/page:type'],
    packages: ['idb'],
  },
  {
    name: 'editor/widgets',
    files: /^editor\/widgets\//,
    may: ['editor/theme'],
    packages: ['react', 'react-dom', 'katex', 'uplot', 'lucide-react'],
  },
  {
    name: 'editor/canvas',
    files: /^editor\/canvas\//,
    may: view,
    packages: [...viewPackages, '@xyflow/react'],
  },
  // Each panel is a layer of its own, so that panels cannot import panels.
  {
    name: 'editor/panels/$1',
    files: /^editor\/panels\/([\w-]+)/,
    may: view,
    packages: [...viewPackages],
  },
  {
    name: 'editor/app',
    files: /^editor\/(?:app|main)(?:-[\w-]+)?\.tsx?$|^editor\/app\//,
    may: [
      'editor/theme',
      'editor/state',
      'editor/engine',
      'editor/persist',
      'editor/data',
      'editor/widgets',
      'editor/canvas',
      'editor/panels/*',
      ...readable,
      ...results,
    ],
    packages: [...viewPackages, 'react-dom', '@fontsource-variable/inter'],
  },
  // Imported by tests only: it is in nobody's list.
  {
    name: 'editor/testing',
    files: /^editor\/testing\//,
    may: ['editor/*', ...belowWorker],
    packages: ['react', 'react-dom', 'vitest'],
  },
  { name: 'editor/types', files: /^editor\/[\w-]+\.d\.ts$/, may: [] },
];

/** The whole table, with the limits on a file's length. */
export const rules: Rules = {
  layers: [...core, ...editor],
  longestFile: 400,
  longFiles: {},
  publicEntry: 'graph-core/index.ts',
};

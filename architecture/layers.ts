/**
 * Who may import whom (the rooms of the house, as data), in the order in which a run needs them: a room names only
 * rooms that stand above it here, which a test holds. The order matters for the lookup too: the first pattern that
 * matches a path names its layer. A layer is a folder with all that lies in it; the families of operations are the one
 * exception, for they may not lean on each other.
 */
import type { Layer, Rules } from './check.ts';

const operations = ['ops/kit', 'ops/registry'];
/** A document, what its operations are, and what is wrong with it. */
const document = ['tensor', 'graph', 'settings', ...operations, 'infer'];
/** What sees a flat program and its numbers. */
const program = [...document, 'program', 'autodiff', 'interpret'];
/** What a data set, an optimizer or a schedule is. */
const catalogs = ['datasets', 'datasets/generated', 'datasets/files', 'fit', 'updates'];
const phases = ['wasm', 'ir', 'lower', 'cost', 'passes', 'plan', 'emit'].map(
  (phase) => `compiler/${phase}`,
);
const training = [...program, 'evaluate', ...catalogs, ...phases, 'compiler', 'compiler/run'];
const belowWorker = [
  ...[...training, 'training/step', 'training/run', 'training/look'],
  'training/replay',
];
const typesOnly = (names: readonly string[]) => names.map((name) => `${name}:type`);

/** A folder of graph-core with all that lies in it. */
const room = (name: string, may: readonly string[], packages?: readonly string[]): Layer => ({
  name,
  files: new RegExp(`^graph-core/${name}/`),
  may,
  ...(packages === undefined ? {} : { packages }),
});

const core: Layer[] = [
  room('tensor', []),
  room('graph', ['tensor']),
  room('settings', ['tensor', 'graph']),
  room('ops/kit', ['tensor', 'graph', 'settings']),
  {
    name: 'ops/registry',
    files: /^graph-core\/ops\/registry\.ts$/,
    may: ['ops/*', 'tensor', 'graph'],
  },
  // Each family is a layer of its own, so that families cannot lean on each other.
  { name: 'ops/$1', files: /^graph-core\/ops\/([\w-]+)/, may: ['ops/kit', 'tensor', 'settings'] },
  room('infer', ['tensor', 'graph', 'settings', ...operations]),
  room('program', document),
  room('autodiff', [...document, 'program']),
  room('interpret', [...document, 'program', 'autodiff']),
  room('evaluate', program),
  // More than the gradient of one target: forward mode, Jacobians, Hessians, paths.
  room('derivatives', [...program, 'evaluate'], ['ml-matrix']),
  // Data files as tables, data sets made by formulas, and how rows of either become examples.
  room('datasets/files', ['tensor', 'graph', 'settings']),
  room('datasets/generated', ['tensor', 'graph', 'settings']),
  room('datasets', ['tensor', 'graph', 'settings', 'datasets/generated', 'datasets/files']),
  // What a table asks of a net: nets made for one, and what to change in one that does not fit.
  room('fit', [...document, ...typesOnly(['datasets/files'])]),
  room('updates', [...document, 'program', 'interpret']),
  // Assembler, then the phases of the compiler in the order of its pipeline.
  room('compiler/wasm', []),
  room('compiler/ir', document.concat('program')),
  room('compiler/lower', [...document, 'program', 'compiler/ir']),
  room('compiler/cost', ['tensor', 'compiler/ir']),
  room('compiler/passes', ['tensor', ...operations, 'compiler/ir', 'compiler/cost']),
  room('compiler/plan', ['tensor', ...operations, 'compiler/ir', 'compiler/cost']),
  room('compiler/emit', [
    ...['tensor', ...operations],
    ...['wasm', 'ir', 'cost', 'plan'].map((phase) => `compiler/${phase}`),
  ]),
  // The pipeline itself: `compile.ts`.
  {
    name: 'compiler',
    files: /^graph-core\/compiler\/[^/]+$/,
    may: [...operations, 'program', ...phases],
  },
  room('compiler/run', [...['tensor', 'program', 'compiler'], ...phases]),
  room('training/step', training),
  room('training/run', [...training, 'training/step']),
  room('training/look', [...training, 'training/step', 'training/run']),
  // The past of a run: one step from the inside, the first step at which something is so.
  room('training/replay', [...training, 'training/step', 'training/run', 'training/look']),
  // Rules and formulas of operations and updates in LaTeX and in numbers, and derivations of what was computed: small
  // enough for a view to ask for them.
  room('explain', [...document, 'program', 'interpret', ...typesOnly(['evaluate', 'updates'])]),
  // Where a number that is none, or a gradient of 0, comes from; what to write instead; what is wrong with a net.
  room('diagnose', [
    ...[...document, 'program', 'autodiff', 'interpret', 'evaluate', 'derivatives', 'explain'],
    ...['datasets', 'training/step'],
  ]),
  // Questions about an evaluated graph: one number along a line or against differences, where one comes from, what ails.
  room('studies', [...program, 'evaluate', 'derivatives', 'datasets', 'diagnose']),
  // Where things stand on the canvas: sizes, labels, ways of wires, layouts. No colors, no pixels.
  room('drawing', document, ['elkjs']),
  // What documents teach: text as data, places and numbers it names, what is wrong with a lesson.
  room('lessons', [...document, 'evaluate'], ['marked']),
  room('formats', [...document, 'program']),
  room('worker/messages', [...belowWorker, 'studies:type']),
  room('worker/thread', ['worker/messages', 'studies', ...belowWorker]),
  room('worker/page', [
    'worker/messages',
    'worker/thread:url',
    ...typesOnly(['studies', ...belowWorker]),
  ]),
  // What the library offers beyond the parts of the application: building graphs in code, training, listings.
  room('library', [...belowWorker, 'explain', 'formats']),
  room(
    'cli',
    [...belowWorker, 'derivatives', 'studies', 'explain', 'formats', 'library'],
    ['node:*'],
  ),
  {
    name: 'public entry',
    files: /^graph-core\/index\.ts$/,
    may: [...belowWorker, 'explain', 'formats', 'library'],
  },
  room(
    'testing',
    [...belowWorker, 'explain', 'drawing', 'formats', 'library', 'ops/*', 'worker/*', 'cli'],
    ['fast-check', 'katex', 'vitest', 'node:*'],
  ),
];

/** What a view may read of the core. */
const readable = [
  ...['graph', 'tensor', ...operations, 'infer', 'fit', 'drawing', 'formats', 'lessons'],
];
/** Results are data of these layers' types; who shows them computes none of them. */
const results = typesOnly([
  ...[
    'settings',
    'program',
    'autodiff',
    'evaluate',
    'derivatives',
    'diagnose',
    'studies',
    'datasets',
    'datasets/files',
    'compiler',
  ],
  ...['training/run', 'training/look', 'training/replay'],
]);

const viewPackages = ['react', 'zustand', 'lucide-react'];
const view = [
  'editor/state',
  'editor/widgets',
  'editor/theme',
  'editor/run',
  'editor/commands',
  'editor/controls',
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
  // The life of a training run, the worker, evaluations and data files.
  {
    name: 'editor/run',
    files: /^editor\/run\//,
    may: [
      'worker/page',
      'worker/messages',
      'worker/thread:url',
      'editor/state',
      ...readable,
      ...typesOnly(['studies', ...belowWorker]),
      'datasets/files',
    ],
    packages: ['idb', 'elkjs'],
  },
  {
    name: 'editor/persist',
    files: /^editor\/persist\//,
    may: ['editor/state', 'formats', 'graph', 'datasets/files'],
    packages: ['idb'],
  },
  // A command is a record: words, keys, when it can run, what it does.
  {
    name: 'editor/commands',
    files: /^editor\/commands\//,
    may: [
      ...['editor/state', 'editor/run', 'editor/persist', 'editor/widgets:type'],
      ...[...readable, ...results, 'worker/messages:type'],
    ],
    packages: ['zustand'],
  },
  {
    name: 'editor/widgets',
    files: /^editor\/widgets\//,
    may: ['editor/theme'],
    packages: ['react', 'react-dom', 'katex', 'uplot', 'lucide-react'],
  },
  // Widgets bound to what they are about: a command as a button, a setting as a field. Panels share them.
  {
    name: 'editor/controls',
    files: /^editor\/controls\//,
    may: [
      ...['editor/widgets', 'editor/state', 'editor/commands'],
      ...[...readable, ...results, 'settings', 'explain'],
    ],
    packages: [...viewPackages],
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
    files: /^editor\/panels\/([\w-]+)\//,
    may: view,
    packages: [...viewPackages],
  },
  {
    name: 'editor/app',
    files: /^editor\/app\//,
    may: [
      'editor/theme',
      'editor/state',
      'editor/run',
      'editor/persist',
      'editor/commands',
      'editor/controls',
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
];

/** The whole table, with the limits on a file's length. */
export const rules: Rules = {
  layers: [...core, ...editor],
  longestFile: 400,
  longFiles: {},
  publicEntry: 'graph-core/index.ts',
  longestFunction: 60,
  longFunctions: {},
  mostParameters: 5,
  mostFiles: 16,
  fullFolders: { 'graph-core/ops': 'one file a family of operations' },
};

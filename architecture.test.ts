/** The structure of the project as a test; the table is architecture/layers.ts. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checkArchitecture } from './architecture/check.ts';
import { scanSource } from './architecture/import-scan.ts';
import { rules } from './architecture/layers.ts';

function readSources(): Map<string, string> {
  const root = fileURLToPath(new URL('.', import.meta.url));
  const sources = new Map<string, string>();
  for (const folder of ['graph-core', 'editor']) {
    for (const entry of readdirSync(root + folder, { recursive: true, encoding: 'utf8' })) {
      const path = `${folder}/${entry.replaceAll('\\', '/')}`;
      if (/\.(tsx?|css)$/.test(path)) sources.set(path, readFileSync(root + path, 'utf8'));
    }
  }
  return sources;
}

test('every import obeys the table, no file is too long and there is no cycle', () => {
  expect(checkArchitecture(readSources(), rules)).toEqual([]);
});

test('a room of the core names only rooms above it', () => {
  const above: string[] = [];
  for (const { name, files, may } of rules.layers) {
    if (files.source.includes('graph-core')) {
      const below = may.map((entry) => entry.split(':')[0]).filter((room) => !above.includes(room));
      expect(
        below.filter((room) => !room.endsWith('/*')),
        name,
      ).toEqual([]);
    }
    above.push(name);
  }
});

/** What the checker says about a few made-up files; those named `leaf` are filled in empty. */
function check(files: Record<string, string>): string[] {
  return checkArchitecture(new Map(Object.entries(files)), rules);
}

test('a layer is a folder; only the families of operations are files', () => {
  const folder =
    /^\^(?:graph-core|editor)(?:\\\/(?:[\w-]+|\(\[\\w-\]\+\)))+\\\/(?:\[\^\\?\/\]\+\$)?$/;
  const parts = rules.layers.filter(({ files }) => !folder.test(files.source));
  expect(parts.map(({ name }) => name)).toEqual(['ops/registry', 'ops/$1', 'public entry']);
});

/** A function of so many lines that takes the parameters given. */
const longFunction = (lines: number, parameters = ''): string =>
  `export function a(${parameters}) {\n${'  call();\n'.repeat(lines - 2)}}\n`;

describe('the checker', () => {
  test.each<[string, Record<string, string>, string]>([
    [
      'an import that points up',
      {
        'graph-core/tensor/shape.ts': "import { a } from '../graph/document.ts';",
        'graph-core/graph/document.ts': 'export const a = 1;',
      },
      'graph-core/tensor/shape.ts → graph-core/graph/document.ts: tensor may import nothing, not graph',
    ],
    [
      'one operation family that leans on another',
      {
        'graph-core/ops/loss.ts': "import { a } from './reduce.ts';",
        'graph-core/ops/reduce.ts': 'export const a = 1;',
      },
      'graph-core/ops/loss.ts → graph-core/ops/reduce.ts: ops/loss may import ops/kit, tensor, settings, not ops/reduce',
    ],
    [
      'a layer that reaches past the registry',
      {
        'graph-core/autodiff/gradient.ts': "import type { a } from '../ops/reduce.ts';",
        'graph-core/ops/reduce.ts': 'export const a = 1;',
      },
      'graph-core/autodiff/gradient.ts → graph-core/ops/reduce.ts (type): autodiff may import tensor, graph, settings, ops/kit, ops/registry, infer, program, not ops/reduce',
    ],
    [
      'a panel that imports a panel',
      {
        'editor/panels/trace/steps.tsx': "export { a } from '../formula/formula.tsx'; const b = 1;",
        'editor/panels/formula/formula.tsx': 'export const a = 1;',
      },
      'editor/panels/trace/steps.tsx → editor/panels/formula/formula.tsx: editor/panels/trace may import',
    ],
    [
      'a value import where only a type may pass',
      {
        'editor/state/run.ts': "import { a } from '../../graph-core/worker/messages/protocol.ts';",
        'graph-core/worker/messages/protocol.ts': 'export const a = 1;',
      },
      'editor/state/run.ts → graph-core/worker/messages/protocol.ts: editor/state may import',
    ],
    [
      'a dynamic import that points up',
      {
        'graph-core/graph/a.ts': "const a = () => import('../infer/b.ts');",
        'graph-core/infer/b.ts': 'export const a = 1;',
      },
      'graph-core/graph/a.ts → graph-core/infer/b.ts (dynamic): graph may import tensor, not infer',
    ],
    [
      'a worker started from a panel',
      {
        'editor/panels/a/a.ts':
          "new Worker(new URL('../../../graph-core/worker/thread/worker.ts', import.meta.url));",
        'graph-core/worker/thread/worker.ts': 'const a = 1;',
      },
      'editor/panels/a/a.ts → graph-core/worker/thread/worker.ts (url): editor/panels/a may import',
    ],
    [
      'React Flow outside the canvas',
      { 'editor/panels/a/a.tsx': "import { ReactFlow } from '@xyflow/react';" },
      'editor/panels/a/a.tsx → @xyflow/react: editor/panels/a may import',
    ],
    [
      'React in the core',
      { 'graph-core/infer/a.ts': "import type { ReactNode } from 'react';" },
      'graph-core/infer/a.ts → react: infer may import nothing of the packages',
    ],
    [
      'a barrel by name',
      { 'graph-core/ops/kit/index.ts': 'export const a = 1;' },
      'graph-core/ops/kit/index.ts: a barrel; only graph-core/index.ts may re-export',
    ],
    [
      'a barrel by content',
      {
        'graph-core/tensor/all.ts': "export * from './a.ts';\nexport type { B } from './a.ts';",
        'graph-core/tensor/a.ts': 'export const a = 1;',
      },
      'graph-core/tensor/all.ts: a barrel; only graph-core/index.ts may re-export',
    ],
    [
      'a file that is nowhere in the table',
      { 'editor/helpers/a.ts': 'export const a = 1;' },
      'editor/helpers/a.ts: belongs to no layer of the table',
    ],
    [
      'an import of a missing file',
      { 'graph-core/tensor/a.ts': "import { b } from './b.ts';" },
      'graph-core/tensor/a.ts → graph-core/tensor/b.ts: there is no such file',
    ],
    [
      'a file that is too long',
      { 'graph-core/tensor/a.ts': 'const a = 1;\n'.repeat(401) },
      'graph-core/tensor/a.ts: 401 lines, more than 400; split it by noun',
    ],
    [
      'a function that is too long',
      { 'graph-core/tensor/a.ts': longFunction(61) },
      'graph-core/tensor/a.ts:1: a has 61 lines, more than 60',
    ],
    [
      'a long method, under its name',
      { 'graph-core/tensor/a.ts': `class A {\n  b() {\n${'    c();\n'.repeat(60)}  }\n}` },
      'graph-core/tensor/a.ts:2: b has 62 lines, more than 60',
    ],
    [
      'a function of six parameters',
      { 'graph-core/tensor/a.ts': longFunction(3, 'a: 1, b: 2, c = 3, { d }: D, [e]: E, ...f: F') },
      'graph-core/tensor/a.ts:1: a takes 6 parameters, more than 5',
    ],
    [
      'a folder of too many files',
      Object.fromEntries(
        Array.from({ length: 17 }, (_, i) => [`graph-core/tensor/a${i}.ts`, 'export const a = 1;']),
      ),
      'graph-core/tensor: 17 files, more than 16; make a room',
    ],
    [
      'markup from text',
      { 'editor/widgets/a.tsx': "a.innerHTML = '';" },
      'editor/widgets/a.tsx: innerHTML is forbidden',
    ],
    [
      'code from text',
      { 'graph-core/formats/a.ts': "new Function('x'); eval('x');" },
      'graph-core/formats/a.ts: new Function is forbidden',
    ],
    [
      'a cycle, even of types',
      {
        'graph-core/graph/a.ts': "import type { B } from './b.ts'; export type A = B;",
        'graph-core/graph/b.ts': "import type { A } from './a.ts'; export type B = A;",
      },
      'a cycle: graph-core/graph/a.ts → graph-core/graph/b.ts → graph-core/graph/a.ts',
    ],
    [
      'a cycle through a test',
      {
        'graph-core/graph/a.test.ts': "import { B } from './b.test.ts'; const A = B;",
        'graph-core/graph/b.test.ts': "import { A } from './a.test.ts'; const B = A;",
      },
      'a cycle: graph-core/graph/a.test.ts',
    ],
  ])('refuses %s', (_, files, message) => {
    expect(check(files).join('\n')).toContain(message);
  });

  test('admits what the table admits', () => {
    const one = 'export const a = 1;';
    expect(
      check({
        'graph-core/tensor/shape.ts': one,
        'graph-core/ops/kit/op.ts': "import { a } from '../../tensor/shape.ts';\nuse(a);",
        'graph-core/ops/loss.ts': "import { a } from './kit/op.ts';\nuse(a);",
        'graph-core/ops/registry.ts': "import { a } from './loss.ts';\nuse(a);",
        'graph-core/training/run/loop.ts': "import { a } from '../../ops/registry.ts';\nuse(a);",
        'graph-core/worker/messages/protocol.ts':
          "import type { a } from '../../training/run/loop.ts';\nuse(a);",
        'graph-core/worker/thread/worker.ts':
          "import { a } from '../messages/protocol.ts';\nuse(a);",
        'graph-core/index.ts': "export * from './training/run/loop.ts';",
        'editor/state/run.ts':
          "import type { a } from '../../graph-core/worker/messages/protocol.ts';\nu();",
        'editor/run/start.ts':
          "import w from '../../graph-core/worker/thread/worker.ts?worker&url';\nu();",
        'editor/canvas/canvas.tsx': "import { ReactFlow } from '@xyflow/react';\nuse(1);",
        'editor/app/app.tsx':
          "import '../theme/a.css';\nimport { C } from '../canvas/canvas.tsx';\nuse(C);",
        'graph-core/tensor/shape.test.ts': "import { a } from '../training/run/loop.ts';\nuse(a);",
      }),
    ).toEqual([]);
  });
});

describe('the scanner', () => {
  test.each<[string, string, string[]]>([
    ['a side-effect import', "import './a.css';", ['value ./a.css']],
    ['a default and a named import', "import a, { type B } from './a.ts';", ['value ./a.ts']],
    ['a namespace import', 'import * as a from "./a.ts"', ['value ./a.ts']],
    ['a type import', "import type { A,\n B } from './a.ts';", ['type ./a.ts']],
    ['a value named type', "import type from './a.ts';", ['value ./a.ts']],
    [
      're-exports',
      "export * as b from './b.ts'; export { a } from './a.ts';",
      ['value ./b.ts', 'value ./a.ts'],
    ],
    ['an import type expression', "let a: import('./a.ts').A;", ['dynamic ./a.ts']],
    ['an address', "import a from './w.ts?worker&url';", ['url ./w.ts?worker&url']],
    ['a glob', "import.meta.glob('../x/*.json', {});", ['glob ../x/*.json']],
    ['a computed import', 'import(name);', ['dynamic (computed)']],
    [
      'an import after JSX text with an apostrophe',
      "a = <p>don't</p>;\nimport('./a.ts');",
      ['dynamic ./a.ts'],
    ],
    [
      'an import after closing tags',
      "a = <p>1</p>;\nb = <i />;\nimport './a.ts';",
      ['value ./a.ts'],
    ],
    ['an import after a regular expression', "a = /['\"`/*]/;\nimport './a.ts';", ['value ./a.ts']],
    ['an import after a division', "a = b / c; import './a.ts'; d = e / f;", ['value ./a.ts']],
    [
      'an import inside a template expression',
      "`a ${await import('./a.ts')} b`",
      ['dynamic ./a.ts'],
    ],
    ['nothing in comments', "// import './a.ts'\n/* import './b.ts' */", []],
    ['nothing in strings', 'a = "import \'./a.ts\'";', []],
    ['nothing in templates', '`import "./a.ts"; ${{ a: 1 }} export * from "./b.ts"`', []],
    ['nothing in local exports', "export { a }; export const from = './a.ts';", []],
    ['nothing in import.meta', "import.meta.env; a = './a.ts';", []],
  ])('finds %s', (_, source, expected) => {
    expect(scanSource(source).imports.map((i) => `${i.kind} ${i.specifier}`)).toEqual(expected);
  });

  test('takes words in strings and comments for words, not for code', () => {
    expect(scanSource("// eval(a)\nconst a = 'innerHTML'; b.eval(1);").forbidden).toEqual([]);
  });
});

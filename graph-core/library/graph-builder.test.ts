import { expect, test } from 'vitest';
import { evaluateDocument } from '../evaluate/evaluation.ts';
import { formatDocument } from '../formats/json/format-document.ts';
import { parseDocument } from '../formats/json/parse-document.ts';
import { MAX_ATTR_ELEMENTS, MAX_NODES } from '../graph/limits.ts';
import { type GraphBuilder, graph } from './graph-builder.ts';

test('names become keys where they can, numbers become constants', () => {
  const g = graph('f = 2 (x + y)');
  const x = g.input('x', -2);
  const again = g.input('x', 5);
  const odd = g.parameter('W 1', 0.5);
  const q = g.op('add', { x, y: again }, { name: 'q' });
  const f = g.op('multiply', { x: q, y: 2 });
  expect([x, again, odd, q, f]).toEqual(['x', 'input1', 'parameter1', 'q', 'multiply1']);
  const document = g.target(f).document();
  expect(document.nodes.constant1).toMatchObject({ op: 'constant', attrs: { value: 2 } });
  expect(document.nodes.parameter1.name).toBe('W 1');
  expect(evaluateDocument(document).value(f)?.data).toEqual(Float64Array.of(6));
});

test('what is built is a document: it can be written and read back', () => {
  const g = graph('layer');
  const x = g.input('x', null, ['N', 2]);
  const W = g.parameter('W', { init: 'he', shape: [2, 3], seed: 7 });
  g.op('relu', { x: g.op('matmul', { a: x, b: W }) });
  const document = g.document();
  expect(parseDocument(formatDocument(document))).toEqual({ document, problems: [] });
});

test('the builder goes on after a document was taken', () => {
  const g = graph('more');
  const x = g.input('x', 1);
  const before = g.document();
  g.op('negate', { x });
  expect(Object.keys(before.nodes)).toEqual(['x']);
  expect(Object.keys(before.edges)).toEqual([]);
  expect(Object.keys(g.document().nodes).sort()).toEqual(['negate1', 'x']);
});

test('mistakes are problems of the document', () => {
  const g = graph('wrong');
  const x = g.input('x', [1, 2]);
  g.op('add', { x, z: [1, 2, 3] });
  expect(evaluateDocument(g.document()).problems.map(({ code }) => code)).toEqual([
    'unknown-port',
    'missing-input',
  ]);
});

test('a sound graph is what a file with it would give', () => {
  const g = graph('sound');
  g.op('negate', { x: g.input('x', 1) });
  expect(g.checked()).toEqual(parseDocument(formatDocument(g.document())));
});

const numbers = (count: number): number[] => Array<number>(count).fill(0.25);

test.each<[string, (g: GraphBuilder) => void, string]>([
  ['a number that is not finite', (g) => g.constant(Number.NaN), 'not-finite'],
  ['a name that is too long', (g) => g.input('x'.repeat(201), 1), 'too-long'],
  [
    'an attribute that nobody knows',
    (g) => g.op('sum', {}, { attrs: { axs: 0 } }),
    'unknown-attribute',
  ],
  ['a wire from nowhere', (g) => g.op('negate', { x: 'y' }), 'dangling-edge'],
  ['a target that is not there', (g) => g.target('y'), 'bad-reference'],
  [
    'too many nodes',
    (g) => {
      for (let i = 0; i <= MAX_NODES; i++) g.op('full');
    },
    'too-many',
  ],
  ['too many numbers', (g) => g.constant(numbers(MAX_ATTR_ELEMENTS + 1)), 'too-large'],
  [
    'too many numbers together',
    (g) => {
      for (let i = 0; i < 3; i++) g.constant(numbers(MAX_ATTR_ELEMENTS - 1));
    },
    'too-large',
  ],
])('what no file could hold is refused: %s', (_, build, code) => {
  const g = graph('refused');
  build(g);
  const { document, problems } = g.checked();
  expect([document, problems[0].code]).toEqual([null, code]);
});

// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { evaluateDocument } from '../../../graph-core/evaluate/evaluation.ts';
import { planTrace, type TraceStep } from '../../../graph-core/evaluate/trace.ts';
import type { AttrValues, GraphDocument, GraphNode } from '../../../graph-core/graph/document.ts';
import type { Sample } from '../../../graph-core/ops/kit/operation.ts';
import { OP_TYPES, OPS } from '../../../graph-core/ops/registry.ts';
import type { Tensor } from '../../../graph-core/tensor/tensor.ts';
import { sampleTensor } from '../../../graph-core/testing/operations/sample-program.ts';
import { node, wiredGraph } from '../../../graph-core/testing/wired-graph.ts';
import type { Snapshot } from '../../state/results/run-store.ts';
import { latexFault } from '../../testing/typeset.ts';
import { announceStep, explainStep } from './explain.ts';
import type { Explanation } from './explanation.ts';

function snapshotOf(document: GraphDocument, feeds?: ReadonlyMap<string, Tensor>): Snapshot {
  const evaluation = evaluateDocument(document, feeds === undefined ? {} : { feeds });
  const nodes: Snapshot['nodes'] = new Map(
    evaluation.order.flatMap((id) => {
      const value = evaluation.value(id);
      const gradient = evaluation.reached(id) ? (evaluation.gradient(id) ?? null) : null;
      return value === undefined ? [] : [[id, { value, gradient }] as const];
    }),
  );
  const edges: Snapshot['edges'] = new Map(
    Object.keys(document.edges).map((id) => [
      id,
      evaluation.edgeReached(id) ? (evaluation.edgeGradient(id) ?? null) : null,
    ]),
  );
  const { problems, target } = evaluation;
  return { version: 0, problems, target, steps: planTrace(evaluation), nodes, edges, duration: 0 };
}

/** Explanations of a whole trace, by what the step is about: `x`, `seed f`, `e1`, `sum x`. */
function explained(document: GraphDocument): Record<string, Explanation> {
  const snapshot = snapshotOf(document);
  expect(snapshot.problems).toEqual([]);
  const nameOf = (step: TraceStep): string => {
    if (step.kind === 'node') return step.node;
    if (step.kind === 'wire') return step.edge;
    return step.kind === 'seed' ? `seed ${step.node}` : `sum ${step.node}`;
  };
  return Object.fromEntries(
    snapshot.steps.map((step) => [nameOf(step), explainStep(document, snapshot, step)]),
  );
}

const number = (op: string, value: number): GraphNode => node(op, { value });

const product = wiredGraph(
  {
    x: number('input', -2),
    y: number('input', 5),
    z: number('input', -4),
    q: node('add'),
    f: node('multiply'),
  },
  ...['x → q.x', 'y → q.y', 'q → f.x', 'z → f.y'],
);

test('a variable brings its value in', () => {
  expect(explained(product).x).toEqual({
    title: 'x comes in',
    text: OPS.input.doc.summary,
    formulas: ['x = \\htmlClass{value}{-2}'],
    symbols: [],
    rows: [{ name: 'x', tensor: { shape: [], data: Float64Array.of(-2) }, kind: 'value' }],
    meaning: '',
  });
});

test('a node is computed, with its names and then its numbers, negative ones in parentheses', () => {
  const { q, f } = explained(product);
  expect(q.title).toBe('Compute q');
  expect(q.formulas).toEqual(['q = x + y', '\\phantom{q} = (-2) + 5 = \\htmlClass{value}{3}']);
  expect(f.formulas).toEqual([
    'f = q \\cdot z',
    '\\phantom{f} = 3 \\cdot (-4) = \\htmlClass{value}{-12}',
  ]);
  expect(f.rows.map(({ name }) => name)).toEqual(['q', 'z', 'f']);
});

test('the backward pass starts with 1', () => {
  const { 'seed f': seed } = explained(product);
  expect(seed.title).toBe('Start at f');
  expect(seed.text).toBe('A change of f changes f by just as much.');
  expect(seed.formulas).toEqual(['\\frac{\\partial f}{\\partial f} = \\htmlClass{gradient}{1}']);
});

test('a wire multiplies upstream by local, in symbols and in numbers', () => {
  const { e1, e3, e4 } = explained(product);
  expect(e3.title).toBe('Through × to q');
  expect(e3.formulas).toEqual([
    '\\frac{\\partial f}{\\partial q} = \\underbrace{\\htmlClass{gradient}{\\frac{\\partial f}{\\partial f}}}_{\\text{upstream}} \\cdot \\underbrace{\\htmlClass{value}{z}}_{\\text{local}}',
    '\\phantom{\\frac{\\partial f}{\\partial q}} = \\htmlClass{gradient}{1} \\cdot \\htmlClass{value}{(-4)} = \\mathbf{-4}',
  ]);
  expect(e1.formulas[1]).toMatch(/\{-4\} \\cdot \\htmlClass\{value\}\{1\} = \\mathbf\{-4\}$/);
  expect(e1.rows.map(({ name, tensor }) => [name, tensor.data[0]])).toEqual([
    ['upstream, at q', -4],
    ['local, q to x', 1],
    ['downstream, at x', -4],
  ]);
  expect(e1.meaning).toBe('Raise x by 0.01 and f falls by about 0.04.');
  expect(e4.meaning).toBe('Raise z by 0.01 and f rises by about 0.03.');
});

test('a node wired into both ports has both in its formulas, and a sum', () => {
  const square = wiredGraph(
    { x: number('input', -3), f: node('multiply') },
    ...['x → f.x', 'x → f.y'],
  );
  const { f, e1, e2, 'sum x': sum } = explained(square);
  expect(f.formulas).toEqual([
    'f = x \\cdot x',
    '\\phantom{f} = (-3) \\cdot (-3) = \\htmlClass{value}{9}',
  ]);
  for (const wire of [e1, e2]) {
    expect(wire.formulas[0]).toContain(' \\mathrel{+}= ');
    expect(wire.formulas[1]).toMatch(
      /\{1\} \\cdot \\htmlClass\{value\}\{\(-3\)\} = \\mathbf\{-3\}$/,
    );
    expect(wire.meaning).toBe('');
  }
  expect(sum.title).toBe('Add up at x');
  expect(sum.text).toBe(
    'x is used 2 times. A change of it acts along every use, so the gradients add up.',
  );
  expect(sum.formulas).toEqual([
    '\\frac{\\partial f}{\\partial x} = \\htmlClass{gradient}{-3} + \\htmlClass{gradient}{(-3)} = \\mathbf{-6}',
  ]);
  expect(sum.rows.map(({ name }) => name)).toEqual([
    'through ×, by its input x',
    'through ×, by its input y',
    'gradient at x',
  ]);
  expect(sum.meaning).toBe('Raise x by 0.01 and f falls by about 0.06.');
});

test('operands stand in the order of their ports, whatever the order of the wires', () => {
  const turned = {
    ...product,
    edges: Object.fromEntries(Object.entries(product.edges).toReversed()),
  };
  const { f } = explained(turned);
  expect(f.rows.map(({ name }) => name)).toEqual(['q', 'z', 'f']);
});

test('a power of ten stands in parentheses where it would be misread', async () => {
  const tiny = wiredGraph({ x: number('input', 1e-7), f: node('square') }, 'x → f.x');
  const { f } = explained(tiny);
  expect(f.formulas[1]).toContain('{(1 \\cdot 10^{-7})}^{2}');
  expect(await latexFault(f.formulas[1])).toBeNull();
});

test('no change of the target is said to be one', () => {
  const flat = wiredGraph({ x: number('input', -1), f: node('relu') }, 'x → f.x');
  expect(explained(flat).e1.meaning).toBe('A small change of x does not change f.');
});

test('tensors are explained by rules and tables, without numbers in the formulas', () => {
  const rows = wiredGraph(
    {
      x: node('input', { value: [[1, 2]] }),
      w: node('input', { value: [[3], [4]] }),
      m: node('matmul'),
      s: node('relu'),
    },
    ...['x → m.a', 'w → m.b', 'm → s.x'],
  );
  const { m, e1, 'seed s': seed } = explained(rows);
  expect(m.formulas.length).toBe(1);
  expect(e1.formulas.length).toBe(1);
  expect(e1.rows.length).toBe(2);
  expect(seed.formulas[0]).toContain('\\htmlClass{gradient}{1}');
});

test.each([
  ['reshape', ['N', -1], 'reshape'],
  ['reshape', ['N', 1, -1], 'reshape'],
  ['broadcastTo', [2, 'N', 3], 'broadcast'],
])('%s to %j, a shape with a name in it, has its formulas', (op, shape, word) => {
  const { f, e1 } = explained(
    wiredGraph(
      {
        x: node('input', { value: op === 'reshape' ? [[[1, 2]], [[3, 4]]] : [[1], [2]] }),
        k: node('input', { value: [5, 6], shape: ['N'] }),
        f: node(op, { shape }),
      },
      'x → f.x',
    ),
  );
  expect(f.formulas.length).toBe(1);
  expect(f.formulas[0]).toContain(word);
  expect(e1.formulas.length).toBe(1);
});

test('a divisor that was stretched gets a sum, in the formula and in words', () => {
  const { e2, e1 } = explained(
    wiredGraph(
      { x: node('input', { value: [1, 2] }), y: number('input', 4), f: node('divide') },
      ...['x → f.x', 'y → f.y'],
    ),
  );
  expect(e2.formulas[0]).toMatch(/^\\frac\{\\partial f\}\{\\partial y\} = \\sum /);
  expect(e2.text).toContain('y was stretched along axis 0, so what comes back is summed');
  expect(e1.formulas[0]).not.toContain('\\sum');
});

test('a mean over examples shows its n, and what n and y are', () => {
  const { f, e1 } = explained(
    wiredGraph(
      {
        s: node('input', {
          value: [
            [1, 2],
            [3, 4],
            [5, 5],
          ],
        }),
        t: node('input', { value: [0, 1, 1] }),
        f: node('softmaxLoss'),
      },
      ...['s → f.logits', 't → f.target'],
    ),
  );
  expect(f.formulas[0]).toContain('-\\frac{1}{n}');
  expect(e1.formulas[0]).toContain('}{n} \\cdot (\\operatorname{softmax}(s) - \\mathbf{y})');
  expect(e1.symbols).toEqual([
    { tex: 'n = 3', words: 'how many examples there are' },
    { tex: '\\mathbf{y}', words: 'the target as one-hot, 1 at the right class' },
  ]);
});

test('a passage names its node where the same operation stands elsewhere', () => {
  const { e2, e3 } = explained(
    wiredGraph(
      { x: number('input', 1), h1: node('tanh'), h2: node('tanh'), f: node('square') },
      ...['x → h1.x', 'h1 → h2.x', 'h2 → f.x'],
    ),
  );
  expect(e2.title).toBe('Through h2 (tanh) to h1');
  expect(e3.title).toBe('Through x² to h2');
});

test('a sentence going forward says nothing of gradients', () => {
  for (const op of OP_TYPES) expect(OPS[op].doc.summary).not.toMatch(/gradient|derivative/i);
});

test('a target of many elements starts with ones', () => {
  const { 'seed f': seed } = explained(
    wiredGraph({ x: node('input', { value: [1, 2, 3] }), f: node('relu') }, 'x → f.x'),
  );
  expect(seed.text).toBe(
    'f has 3 elements: the gradient of their sum is taken, so each starts with 1.',
  );
  expect(seed.formulas).toEqual([
    '\\frac{\\partial \\textstyle\\sum f}{\\partial f} = \\mathbf{1}',
  ]);
});

test('what comes next is announced', () => {
  const { steps } = snapshotOf(product);
  expect(steps.map((step) => announceStep(product, step))).toEqual([
    'x brings its value in.',
    'y brings its value in.',
    'z brings its value in.',
    'q is computed from its inputs.',
    'f is computed from its inputs.',
    'The backward pass begins at f, with gradient 1.',
    'The gradient flows back through × to q.',
    'The gradient flows back through × to z.',
    'The gradient flows back through + to x.',
    'The gradient flows back through + to y.',
  ]);
});

/** A sample of an operation as a document; its inputs are given from outside, they may be infinite. */
function sampleDocument(
  op: string,
  sample: Pick<Sample, 'inputs' | 'attrs'>,
  nameOf: (port: string) => string,
): { document: GraphDocument; feeds: Map<string, Tensor> } {
  const nodes: Record<string, GraphNode> = { out: node(op, (sample.attrs ?? {}) as AttrValues) };
  const feeds = new Map<string, Tensor>();
  for (const [port, value] of Object.entries(sample.inputs)) {
    nodes[`${port}_`] = node('input', { value: 0 }, nameOf(port));
    feeds.set(`${port}_`, sampleTensor(value));
  }
  const wires = Object.keys(sample.inputs).map((port) => `${port}_ → out.${port}`);
  return { document: { ...wiredGraph(nodes, ...wires), target: 'out' }, feeds };
}

test.each(OP_TYPES)(
  'every step of every sample of %s can be typeset, all places filled',
  async (op) => {
    for (const sample of OPS[op].samples) {
      // Names with an index and one that hides a placeholder, as people and attackers choose them.
      for (const nameOf of [(port: string) => `${port}_1`, () => '<ct>']) {
        const { document, feeds } = sampleDocument(op, sample as Sample, nameOf);
        const snapshot = snapshotOf(document, feeds);
        expect(snapshot.nodes.has('out')).toBe(true);
        for (const step of snapshot.steps) {
          const { title, formulas } = explainStep(document, snapshot, step);
          expect(title).not.toBe('');
          for (const formula of formulas) {
            expect(await latexFault(formula)).toBeNull();
            const placeholder = /<\w+>/.exec(formula.replaceAll('<ct>', ''));
            expect(placeholder === null ? null : `${op}: ${formula}`).toBeNull();
            if (nameOf('') !== '<ct>') expect(formula).not.toContain('<ct>');
          }
        }
      }
    }
  },
);

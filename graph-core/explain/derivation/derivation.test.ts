import { describe, expect, test } from 'vitest';
import { evaluateDocument } from '../../evaluate/evaluation.ts';
import { planTrace, type TraceStep } from '../../evaluate/trace.ts';
import type { AttrValues, GraphDocument, GraphNode } from '../../graph/document.ts';
import type { OpDef, Sample } from '../../ops/kit/operation.ts';
import { OP_TYPES, OPS } from '../../ops/registry.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import { derivationFaults } from '../../testing/formulas/derivation-laws.ts';
import { sampleTensor } from '../../testing/operations/sample-program.ts';
import { node, wiredGraph } from '../../testing/wired-graph.ts';
import { graphOf } from './computed-graph.ts';
import type { Derivation } from './derivation.ts';
import { deriveElement } from './derive-element.ts';
import { announceStep, deriveStep } from './derive-step.ts';
import { lineLatex, lineText } from './print-line.ts';

const printing = { writeNumber: (x: number): string => String(Number(x.toPrecision(4))) };
const texts = ({ lines, terms }: Pick<Derivation, 'lines' | 'terms'>): readonly string[] =>
  lines.map((line) => lineText(line, terms, printing));

const nameOf = (step: TraceStep): string => {
  if (step.kind === 'node') return step.node;
  if (step.kind === 'wire') return step.edge;
  return step.kind === 'seed' ? `seed ${step.node}` : `sum ${step.node}`;
};

/** Derivations of a whole trace, by what the step is about: `x`, `seed f`, `e1`, `sum x`. */
function derived(document: GraphDocument, feeds?: ReadonlyMap<string, Tensor>) {
  const evaluation = evaluateDocument(document, feeds === undefined ? {} : { feeds });
  const graph = graphOf(evaluation);
  return Object.fromEntries(
    planTrace(evaluation).map((step) => [nameOf(step), deriveStep(graph, step)]),
  );
}

const number = (op: string, value: number): GraphNode => node(op, { value });

/** A sample of an operation as a document; its inputs are given from outside, they may be infinite. */
function sampleDocument(op: string, sample: Pick<Sample, 'inputs' | 'attrs'>) {
  const nodes: Record<string, GraphNode> = { out: node(op, (sample.attrs ?? {}) as AttrValues) };
  const feeds = new Map<string, Tensor>();
  for (const [port, value] of Object.entries(sample.inputs)) {
    nodes[`${port}_`] = node('input', { value: 0 }, `${port}_1`);
    feeds.set(`${port}_`, sampleTensor(value));
  }
  const wires = Object.keys(sample.inputs).map((port) => `${port}_ → out.${port}`);
  return { document: { ...wiredGraph(nodes, ...wires), target: 'out' }, feeds };
}

const cases = OP_TYPES.flatMap((op) =>
  (OPS[op] as OpDef).kind === 'source'
    ? []
    : OPS[op].samples.map((sample: Sample) => [`${op}: ${sample.title}`, op, sample] as const),
);

test.each(cases)(
  '%s: every number of every step, and of elements written out, is the computed one within 1e-9',
  (_, op, sample) => {
    const { document, feeds } = sampleDocument(op, sample);
    // Nothing is claimed of what is not a number.
    if ([...feeds.values()].some(({ data }) => data.some((x) => !Number.isFinite(x)))) return;
    const faults = Object.values(derived(document, feeds)).flatMap(derivationFaults);
    expect(faults).toEqual([]);
  },
);

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

describe('a derivation of scalars', () => {
  test('has the rule, the numbers put in and the result', () => {
    const { f, e1, e3, 'seed f': seed } = derived(product);
    expect(texts(f)).toEqual(['f = q · z', '= 3 · (-4) = -12']);
    expect(texts(seed)).toEqual(['∂f/∂f = 1']);
    expect(texts(e3)).toEqual(['∂f/∂q = ∂f/∂f · z', '= 1 · (-4) = -4']);
    expect(texts(e1)).toEqual(['∂f/∂x = ∂f/∂q · 1', '= -4 · 1 = -4']);
    expect(e1.meaning).toBe('Raise x by 0.01 and f falls by about 0.04.');
  });

  test('names upstream and local, and marks each term for its wire', () => {
    const { e3 } = derived(product);
    expect(lineLatex(e3.lines[0], e3.terms, { ...printing, forPage: true })).toBe(
      '\\htmlData{term=result}{\\htmlClass{gradient}{\\frac{\\partial f}{\\partial q}}} = \\underbrace{\\htmlData{term=ct}{\\htmlClass{gradient}{\\frac{\\partial f}{\\partial f}}}}_{\\text{upstream}} \\cdot \\underbrace{\\htmlData{term=y}{\\htmlClass{value}{z}}}_{\\text{local}}',
    );
    expect(e3.terms.y.place).toEqual({ node: 'z', edge: 'e4', pass: 'value' });
  });

  test('puts the numbers into a local derivative before it multiplies', () => {
    const { e1 } = derived(wiredGraph({ x: number('input', 3), f: node('square') }, 'x → f.x'));
    expect(texts(e1)).toEqual(['∂f/∂x = ∂f/∂f · 2 · x', '= 1 · 2 · 3', '= 1 · 6 = 6']);
  });

  test('adds what several wires bring', () => {
    const { e1, 'sum x': sum } = derived(
      wiredGraph({ x: number('input', -3), f: node('multiply') }, 'x → f.x', 'x → f.y'),
    );
    expect(texts(e1)[0]).toBe('∂f/∂x += ∂f/∂f · x');
    expect(texts(sum)).toEqual(['∂f/∂x = ∂f/∂x|f (x) + ∂f/∂x|f (y)', '= -3 + (-3) = -6']);
  });
});

describe('special cases are said in words', () => {
  test.each<[string, GraphDocument, string, string]>([
    [
      'a ReLU that is off',
      wiredGraph({ x: number('input', -1), f: node('relu') }, 'x → f.x'),
      'e1',
      'Here ReLU is off, because what came in was negative: nothing passes.',
    ],
    [
      'units of a layer that are off',
      wiredGraph({ x: node('input', { value: [-1, 2, -3] }), f: node('relu') }, 'x → f.x'),
      'e1',
      'At 2 of 3 elements ReLU is off, because what came in was negative: nothing passes.',
    ],
    [
      'the loser of a maximum',
      wiredGraph(
        { x: number('input', 1), y: number('input', 2), f: node('max') },
        'x → f.x',
        'y → f.y',
      ),
      'e1',
      'Here the other one is larger and takes all of the gradient.',
    ],
    [
      'a tie',
      wiredGraph(
        { x: number('input', 2), y: number('input', 2), f: node('max') },
        'x → f.x',
        'y → f.y',
      ),
      'e2',
      'Here both are equal, a tie: by convention each gets half of the gradient.',
    ],
    [
      'nothing from downstream',
      wiredGraph(
        {
          x: number('input', -1),
          q: node('square'),
          f: node('relu'),
          g: node('negate'),
          h: node('relu'),
        },
        ...['x → q.x', 'q → g.x', 'g → h.x', 'h → f.x'],
      ),
      'e1',
      'Nothing arrives from downstream, so nothing is passed on.',
    ],
  ])('%s', (_, document, step, sentence) => {
    expect(derived(document)[step].sentences).toContain(sentence);
  });
});

/** Two rows through a linear layer of three units. */
const layer = wiredGraph(
  {
    X: node('input', {
      value: [
        [1, 2],
        [3, 4],
      ],
    }),
    W: node('parameter', {
      value: [
        [1, 0],
        [0, 1],
        [1, 1],
      ],
    }),
    b: node('parameter', { value: [0, 0, 1] }),
    Y: node('linear'),
    f: node('softmaxLoss'),
    t: node('input', { value: [0, 2] }),
  },
  ...['X → Y.x', 'W → Y.weight', 'b → Y.bias', 'Y → f.logits', 't → f.target'],
);

describe('a derivation of tensors', () => {
  test('is a matrix product with the shape below each factor', () => {
    const { e2 } = derived(layer);
    expect(texts(e2)).toEqual(['∂f/∂W = (∂f/∂Y)ᵀ X']);
    const latex = lineLatex(e2.lines[0], e2.terms, printing);
    expect(latex).toContain('_{\\text{[3, 2]}}');
    expect(latex).toContain('_{\\text{[2, 2]}}');
    expect(e2.grids.map(({ caption, tensor }) => [caption, tensor.shape])).toEqual([
      ['upstream', [3, 2]],
      ['factor', [2, 2]],
      ['downstream, at W', [3, 2]],
    ]);
  });

  test('is written out for one element, and the row and column that make it are lit', () => {
    const { e2 } = derived(layer);
    const element = deriveElement(e2, 5);
    if (element === null) throw new Error('not written out');
    expect(texts(element)[0]).toBe('∂f/∂W[2, 1] = ∂f/∂Y[0, 2] · X[0, 1] + ∂f/∂Y[1, 2] · X[1, 1]');
    expect(element.lit.map((lit) => [...lit])).toEqual([[4, 5], [1, 3], [5]]);
  });

  test('sums over the axis that was stretched', () => {
    const { e3 } = derived(layer);
    expect(texts(e3)).toEqual(['∂f/∂b = Σ over axis 0 of ∂f/∂Y']);
    const element = deriveElement(e3, 1);
    expect(element === null ? [] : texts(element)[0]).toBe('∂f/∂b[1] = ∂f/∂Y[0, 1] + ∂f/∂Y[1, 1]');
  });

  test('is p - y over n for the softmax loss, with p and y as grids', () => {
    const { e4 } = derived(layer);
    expect(texts(e4)).toEqual(['∂f/∂Y = ∂f/∂f/n · (softmax(Y) - y)']);
    expect(e4.grids.map(({ tensor }) => tensor.shape)).toEqual([[], [2, 3], [2, 3], [2, 3]]);
    const element = deriveElement(e4, 0);
    expect(element === null ? [] : texts(element)[0]).toBe(
      '∂f/∂Y[0, 0] = ∂f/∂f/n · (softmax(Y)[0, 0] - y[0, 0])',
    );
  });

  test('leaves out the middle of a long sum', () => {
    const value = [Array.from({ length: 8 }, (_, i) => i)];
    const { f } = derived(
      wiredGraph(
        {
          a: node('input', { value }),
          b: node('input', { value: value[0].map((x) => [x]) }),
          f: node('matmul'),
        },
        ...['a → f.a', 'b → f.b'],
      ),
    );
    const element = deriveElement(f, 0);
    expect(element === null ? [] : texts(element)).toEqual([
      'f[0, 0] = a[0, 0] · b[0, 0] + a[0, 1] · b[1, 0] + … + a[0, 7] · b[7, 0]',
      '= 0 · 0 + 1 · 1 + … + 7 · 7 = 140',
    ]);
    expect(element?.sentences).toEqual(['Of 8 summands the first two and the last are written.']);
  });
});

test('a mask that was drawn is the same in words, formula and number', () => {
  const dropped = wiredGraph(
    {
      x: node('input', { value: [1, 2, 3, 4, 5, 6] }),
      f: node('dropout', { rate: 0.5, seed: 4 }),
    },
    'x → f.x',
  );
  const { e1 } = derived(dropped);
  expect(derivationFaults(e1)).toEqual([]);
  expect(e1.sentences.join(' ')).toMatch(/the mask drops the number/);
});

test.each([
  ['reshape', ['N', -1], 'reshape'],
  ['reshape', ['N', 1, -1], 'reshape'],
  ['broadcastTo', [2, 'N', 3], 'broadcast'],
])('%s to %j, a shape with a name in it, has its formulas', (op, shape, word) => {
  const { f, e1 } = derived(
    wiredGraph(
      {
        x: node('input', { value: op === 'reshape' ? [[[1, 2]], [[3, 4]]] : [[1], [2]] }),
        k: node('input', { value: [5, 6], shape: ['N'] }),
        f: node(op, { shape }),
      },
      'x → f.x',
    ),
  );
  expect(texts(f)[0]).toContain(word);
  expect(e1.lines.length).toBe(1);
});

test('a divisor that was stretched gets a sum, in the formula and in words', () => {
  const { e2, e1 } = derived(
    wiredGraph(
      { x: node('input', { value: [1, 2] }), y: number('input', 4), f: node('divide') },
      ...['x → f.x', 'y → f.y'],
    ),
  );
  expect(texts(e2)[0]).toMatch(/^∂Σf\/∂y|^∂f\/∂y = Σ /);
  expect(e2.sentences).toContain(
    'y was stretched along axis 0, so what comes back is summed to one number.',
  );
  expect(texts(e1)[0]).not.toContain('Σ (');
});

test('a passage names its node where the same operation stands elsewhere', () => {
  const { e2, e3 } = derived(
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
  const { 'seed f': seed } = derived(
    wiredGraph({ x: node('input', { value: [1, 2, 3] }), f: node('relu') }, 'x → f.x'),
  );
  expect(seed.sentences).toEqual([
    'f has 3 elements: the gradient of their sum is taken, so each starts with 1.',
  ]);
  expect(texts(seed)).toEqual(['∂Σf/∂f = 𝟏']);
});

test('a power of ten stands in parentheses where it would be misread', () => {
  const { f } = derived(wiredGraph({ x: number('input', 1e-7), f: node('square') }, 'x → f.x'));
  const latex = lineLatex(f.lines[1], f.terms, printing);
  expect(latex).toContain('{(1 \\cdot 10^{-7})}^{2}');
});

test('names that look like LaTeX or like marks stay names', () => {
  const { e1 } = derived(
    wiredGraph(
      { x: node('input', { value: 2 }, '\\htmlData{term=ct}{}'), f: node('square', {}, '<ct>') },
      'x → f.x',
    ),
  );
  expect(derivationFaults(e1).filter((fault) => fault.includes('KaTeX'))).toEqual([]);
});

test('what comes next is announced', () => {
  const steps = planTrace(evaluateDocument(product));
  expect(steps.map((step) => announceStep(product, step)).slice(3, 8)).toEqual([
    'q is computed from its inputs.',
    'f is computed from its inputs.',
    'The backward pass begins at f, with gradient 1.',
    'The gradient flows back through × to q.',
    'The gradient flows back through × to z.',
  ]);
});

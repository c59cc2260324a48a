import { describe, expect, test } from 'vitest';
import { evaluateDocument } from '../evaluate/evaluation.ts';
import type { GraphNode } from '../graph/document.ts';
import { inferDocument } from '../infer/infer-document.ts';
import { node, wiredGraph } from '../testing/wired-graph.ts';
import { originOf, questionableElement } from './origins.ts';
import { repairsOf } from './repairs.ts';

const input = (value: unknown): GraphNode => node('input', { value: value as number });
const one = node('constant', { value: 1 });

interface Broken {
  readonly nodes: Readonly<Record<string, GraphNode>>;
  readonly wires: readonly string[];
  readonly ask: string;
  /** The first rewrite that is offered, and the operation that the node has then. */
  readonly title: RegExp;
  readonly becomes?: readonly [node: string, op: string];
  readonly isExact?: false;
}

const broken: Readonly<Record<string, Broken>> = {
  'softmax, then ln': {
    nodes: { x: input([1000, 0]), p: node('softmax'), l: node('log'), L: node('sum') },
    wires: ['x → p.x', 'p → l.x', 'l → L.x'],
    ...{ ask: 'value L', title: /log-softmax/, becomes: ['l', 'logSoftmax'] },
  },
  'softmax, then cross-entropy': {
    nodes: { x: input([[0, 900]]), p: node('softmax'), t: input([0]), L: node('crossEntropy') },
    wires: ['x → p.x', 'p → L.probabilities', 't → L.target'],
    ...{ ask: 'value L', title: /softmax loss/, becomes: ['L', 'softmaxLoss'] },
  },
  'ln σ': {
    nodes: { x: input(-900), s: node('sigmoid'), l: node('log'), f: node('negate') },
    wires: ['x → s.x', 's → l.x', 'l → f.x'],
    ...{ ask: 'value f', title: /−softplus\(−x\)/, becomes: ['l', 'negate'] },
  },
  'ln (1 − σ)': {
    nodes: { x: input(900), o: one, s: node('sigmoid'), d: node('subtract'), l: node('log') },
    wires: ['x → s.x', 'o → d.x', 's → d.y', 'd → l.x'],
    ...{ ask: 'value l', title: /−softplus\(x\)/, becomes: ['l', 'negate'] },
  },
  'ln (1 + exp)': {
    nodes: { x: input(800), e: node('exp'), o: one, a: node('add'), l: node('log') },
    wires: ['x → e.x', 'e → a.x', 'o → a.y', 'a → l.x'],
    ...{ ask: 'value l', title: /softplus/, becomes: ['l', 'softplus'] },
  },
  'ln Σ exp': {
    nodes: { x: input([800, 1]), e: node('exp'), s: node('sum'), l: node('log') },
    wires: ['x → e.x', 'e → s.x', 's → l.x'],
    ...{ ask: 'value l', title: /log-sum-exp/, becomes: ['l', 'logSumExp'] },
  },
  'a softmax by hand': {
    nodes: { x: input([800, 1]), e: node('exp'), s: node('sum'), p: node('divide') },
    wires: ['x → e.x', 'e → s.x', 'e → p.x', 's → p.y'],
    ...{ ask: 'value p', title: /one softmax/, becomes: ['p', 'softmax'] },
  },
  'a softmax by hand, in rows': {
    nodes: {
      ...{
        x: input([
          [800, 1],
          [0, 1],
        ]),
        e: node('exp'),
        p: node('divide'),
      },
      s: node('sum', { axes: [1], keepDims: true }),
    },
    wires: ['x → e.x', 'e → s.x', 'e → p.x', 's → p.y'],
    ...{ ask: 'value p', title: /one softmax/, becomes: ['p', 'softmax'] },
  },
  'the root of a square at 0': {
    nodes: { x: input(0), q: node('square'), r: node('sqrt') },
    wires: ['x → q.x', 'q → r.x'],
    ...{ ask: 'gradient x', title: /absolute value/, becomes: ['r', 'abs'] },
  },
  'a branch that is not taken': {
    nodes: {
      ...{ x: input(0), z: input(0), is: node('greater'), r: node('sqrt'), f: node('where') },
    },
    wires: ['x → is.x', 'z → is.y', 'x → r.x', 'is → f.condition', 'r → f.x', 'z → f.y'],
    ...{ ask: 'gradient x', title: /^where before r/ },
  },
  'a length of 0': {
    nodes: { v: input([0, 0]), q: node('square'), s: node('sum'), r: node('sqrt') },
    wires: ['v → q.x', 'q → s.x', 's → r.x'],
    ...{ ask: 'gradient v', title: /under the root of r/, isExact: false },
  },
  'a deviation of 0': {
    nodes: { x: input([3, 3]), v: node('variance'), s: node('sqrt'), d: node('divide') },
    wires: ['x → v.x', 'v → s.x', 'x → d.x', 's → d.y'],
    ...{ ask: 'value d', title: /ε = 1e−12/, isExact: false },
  },
  'ln 0': {
    nodes: { x: input(0), l: node('log') },
    wires: ['x → l.x'],
    ...{ ask: 'value l', title: /in the logarithm of l/, isExact: false },
  },
};

describe('a stable form is offered', () => {
  test.each(Object.entries(broken))(
    'for %s',
    (_, { nodes, wires, ask, title, becomes, isExact }) => {
      const document = wiredGraph(nodes, ...wires);
      const evaluation = evaluateDocument(document);
      const [pass, key] = ask.split(' ') as ['value' | 'gradient', string];
      const place = { pass, node: key };
      const element = questionableElement(evaluation, place) ?? -1;
      const origin = originOf(evaluation, place, element);
      if (origin === null) throw new Error('nothing is wrong');
      const [first] = repairsOf(evaluation, { place, element }, origin);
      expect(first?.title).toMatch(title);
      expect(first.epsilon === undefined).toBe(isExact !== false);
      if (becomes !== undefined) expect(first.repaired.nodes[becomes[0]].op).toBe(becomes[1]);
      expect(inferDocument(first.repaired).problems).toEqual([]);
      expect(first.agreement.numbers).toBeGreaterThan(5);
      expect(first.agreement.largest).toBeLessThan(isExact === false ? 1e-4 : 1e-9);
      const after = evaluateDocument(first.repaired);
      const number = pass === 'value' ? after.value(key) : after.gradient(key);
      expect(number?.data.every(Number.isFinite)).toBe(true);
    },
  );
});

test('nothing is offered where nothing helps', () => {
  const document = wiredGraph({ x: input(-1), l: node('log') }, 'x → l.x');
  const place = { pass: 'value', node: 'l' } as const;
  const evaluation = evaluateDocument(document);
  const origin = originOf(evaluation, place, 0);
  expect(origin?.words).toMatch(/^ln \(−1\)/);
  expect(origin && repairsOf(evaluation, { place, element: 0 }, origin)).toEqual([]);
});

import { expect, test } from 'vitest';
import { evaluateDocument } from '../../evaluate/evaluation.ts';
import type { GraphDocument, GraphNode } from '../../graph/document.ts';
import { derivationFaults } from '../../testing/formulas/derivation-laws.ts';
import { node, wiredGraph } from '../../testing/wired-graph.ts';
import { graphOf } from './computed-graph.ts';
import type { Derivation } from './derivation.ts';
import { deriveNode } from './derive-node.ts';
import { lineText } from './print-line.ts';

const printing = { writeNumber: (x: number): string => String(Number(x.toPrecision(4))) };

function chainOf(document: GraphDocument, id: string): Derivation & { texts: readonly string[] } {
  const derivation = deriveNode(graphOf(evaluateDocument(document)), id);
  expect(derivationFaults(derivation)).toEqual([]);
  const { lines, terms } = derivation;
  return { ...derivation, texts: lines.map((line) => lineText(line, terms, printing)) };
}

const number = (op: string, value: number): GraphNode => node(op, { value });

/** x feeds two ways that meet: three squares in a row, each added to itself. */
const diamonds = wiredGraph(
  {
    x: number('input', 2),
    a: node('add'),
    b: node('multiply'),
    f: node('square'),
  },
  ...['x → a.x', 'x → a.y', 'a → b.x', 'a → b.y', 'b → f.x'],
);

test('the chain goes back from the target, each gradient added up once', () => {
  const { title, sentences, texts, meaning } = chainOf(diamonds, 'x');
  expect(title).toBe('The gradient of f by x');
  expect(sentences[0]).toBe(
    '4 paths lead from x to f, over 5 wires. The gradient is the sum over all paths; the algorithm adds up what arrives at each node and passes it on once, so it multiplies once a wire instead of once for every path.',
  );
  expect(texts).toEqual([
    '∂f/∂b = ∂f/∂f · ∂f/∂b',
    '= 1 · 32 = 32',
    '∂f/∂a = ∂f/∂b · ∂b/∂a|x + ∂f/∂b · ∂b/∂a|y',
    '= 32 · 4 + 32 · 4 = 256',
    '∂f/∂x = ∂f/∂a · ∂a/∂x|x + ∂f/∂a · ∂a/∂x|y',
    '= 256 · 1 + 256 · 1 = 512',
  ]);
  expect(meaning).toBe('Raise x by 0.01 and f rises by about 5.12.');
});

test('a few paths are summed as they are, before the chain factors them', () => {
  const { texts } = chainOf(
    wiredGraph(
      { x: number('input', 3), a: node('square'), b: node('negate'), f: node('add') },
      ...['x → a.x', 'x → b.x', 'a → f.x', 'b → f.y'],
    ),
    'x',
  );
  expect(texts.slice(0, 2)).toEqual([
    '∂f/∂x = ∂f/∂a · ∂a/∂x + ∂f/∂b · ∂b/∂x',
    '= 1 · 6 + 1 · (-1) = 5',
  ]);
});

test('wires to nodes that do not lead to the target are none of its paths', () => {
  const { sentences } = chainOf(
    {
      ...wiredGraph(
        { x: number('input', 2), f: node('square'), other: node('negate') },
        ...['x → f.x', 'x → other.x'],
      ),
      target: 'f',
    },
    'x',
  );
  expect(sentences[0]).toMatch(/^One path leads from x to f, over one wire/);
});

test('the target is 1 because it is itself', () => {
  const { sentences, texts } = chainOf(diamonds, 'f');
  expect(sentences).toEqual([
    'The gradient is 1, because a change of f changes f by just as much.',
  ]);
  expect(texts).toEqual(['∂f/∂f = 1']);
});

test('what the target does not depend on is 0, and the operation that stops it is named', () => {
  const { sentences, texts } = chainOf(
    wiredGraph(
      { x: number('input', 2.4), r: node('round'), f: node('square') },
      ...['x → r.x', 'r → f.x'],
    ),
    'x',
  );
  expect(sentences[0]).toBe('The gradient is 0, because f does not depend on x.');
  expect(sentences[1]).toMatch(/^r passes no gradient on: /);
  expect(texts).toEqual(['∂f/∂x = 0']);
});

test('2^40 paths are counted, not walked', () => {
  const nodes: Record<string, GraphNode> = { x0: number('input', 1) };
  const wires: string[] = [];
  for (let i = 1; i <= 40; i++) {
    nodes[`x${i}`] = node('add');
    wires.push(`x${i - 1} → x${i}.x`, `x${i - 1} → x${i}.y`);
  }
  const { sentences, texts } = chainOf(wiredGraph(nodes, ...wires), 'x0');
  expect(sentences[0]).toMatch(/^About 1\.1 · 10\^12 paths lead from x0 to x40, over 80 wires\./);
  expect(texts.length).toBe(24);
});

test('of tensors, each wire has the rule of its operation', () => {
  const { texts } = chainOf(
    wiredGraph(
      { x: node('input', { value: [1, 2] }), a: node('exp'), b: node('square'), f: node('add') },
      ...['x → a.x', 'x → b.x', 'a → f.x', 'b → f.y'],
    ),
    'x',
  );
  expect(texts[texts.length - 1]).toBe('∂f/∂x = ∂f/∂a ⊙ exp(x) + ∂f/∂b ⊙ 2 · x');
});

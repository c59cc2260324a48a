import { describe, expect, test } from 'vitest';
import { evaluateDocument } from '../evaluate/evaluation.ts';
import type { GraphNode } from '../graph/document.ts';
import { node, wiredGraph } from '../testing/wired-graph.ts';
import { originOf, questionableElement } from './origins.ts';

const input = (value: unknown): GraphNode => node('input', { value: value as number });

interface Accident {
  readonly nodes: Readonly<Record<string, GraphNode>>;
  readonly wires: readonly string[];
  /** `value x`, `gradient x`: what is asked about. */
  readonly ask: string;
  /** The node that made it, and what is said of it. */
  readonly source: string;
  readonly says: RegExp;
  /** The nodes on the way, the source first. */
  readonly way?: readonly string[];
}

const softThenLog = {
  nodes: { x: input([1000, 0]), p: node('softmax'), l: node('log'), L: node('sum') },
  wires: ['x → p.x', 'p → l.x', 'l → L.x'],
};

const accidents: Readonly<Record<string, Accident>> = {
  'the logarithm of 0': {
    nodes: { x: input(0), l: node('log'), f: node('square') },
    wires: ['x → l.x', 'l → f.x'],
    ...{ ask: 'value f', source: 'l', says: /^ln 0 = −∞: the logarithm falls/, way: ['l', 'f'] },
  },
  'the logarithm of a negative number': {
    nodes: { x: input(-2), l: node('log'), f: node('square') },
    wires: ['x → l.x', 'l → f.x'],
    ...{ ask: 'value f', source: 'l', says: /^ln \(−2\) = NaN: a logarithm needs/ },
  },
  'one bad entry of a matrix': {
    nodes: {
      x: input([
        [1, 4],
        [9, -1],
      ]),
      r: node('sqrt'),
      s: node('sum'),
    },
    wires: ['x → r.x', 'r → s.x'],
    ...{ ask: 'value s', source: 'r', says: /^√\(−1\) = NaN/ },
  },
  'a division by 0': {
    nodes: { x: input(1), y: input(0), d: node('divide'), f: node('negate') },
    wires: ['x → d.x', 'y → d.y', 'd → f.x'],
    ...{ ask: 'value f', source: 'd', says: /^1 \/ 0 = ∞: something divided by 0/ },
  },
  '0 divided by 0': {
    nodes: { x: input(0), y: input(0), d: node('divide') },
    wires: ['x → d.x', 'y → d.y'],
    ...{ ask: 'value d', source: 'd', says: /^0 \/ 0 = NaN: 0 \/ 0 has no value/ },
  },
  'a reciprocal of 0': {
    nodes: { x: input(0), r: node('reciprocal'), f: node('tanh') },
    wires: ['x → r.x', 'r → f.x'],
    ...{ ask: 'value r', source: 'r', says: /^1 \/ 0 = ∞/ },
  },
  'an exponential that overflows': {
    nodes: { x: input(800), e: node('exp'), f: node('square') },
    wires: ['x → e.x', 'e → f.x'],
    ...{ ask: 'value f', source: 'e', says: /^exp 800 = ∞: larger than the largest/ },
  },
  'a square that overflows': {
    nodes: { x: input(1e200), s: node('square'), f: node('identity') },
    wires: ['x → s.x', 's → f.x'],
    ...{ ask: 'value f', source: 's', says: /larger than the largest number/ },
  },
  'a softmax written by hand': {
    nodes: {
      ...{ x: input([1000, 1]), e: node('exp'), s: node('sum'), p: node('divide') },
      L: node('sum'),
    },
    wires: ['x → e.x', 'e → s.x', 'e → p.x', 's → p.y', 'p → L.x'],
    ...{ ask: 'value L', source: 'e', says: /^exp 1000 = ∞/, way: ['e', 'p', 'L'] },
  },
  'infinity minus infinity': {
    nodes: { x: input(800), e: node('exp'), d: node('subtract') },
    wires: ['x → e.x', 'e → d.x', 'e → d.y'],
    ...{ ask: 'value d', source: 'e', says: /^exp 800 = ∞/ },
  },
  '0 times infinity': {
    nodes: { x: input(0), y: input(0), r: node('reciprocal'), m: node('multiply') },
    wires: ['x → r.x', 'y → m.x', 'r → m.y'],
    ...{ ask: 'value m', source: 'r', says: /^1 \/ 0 = ∞/ },
  },
  'a fraction of a negative number as power': {
    nodes: { x: input(-8), y: input(0.5), p: node('power') },
    wires: ['x → p.x', 'y → p.y'],
    ...{ ask: 'value p', source: 'p', says: /to the power of 0\.5 = NaN: a negative number/ },
  },
  'a negative power of 0': {
    nodes: { x: input(0), y: input(-1), p: node('power') },
    wires: ['x → p.x', 'y → p.y'],
    ...{ ask: 'value p', source: 'p', says: /divides by 0/ },
  },
  'an arcsine outside of its domain': {
    nodes: { x: input(1.5), a: node('arcsin'), f: node('square') },
    wires: ['x → a.x', 'a → f.x'],
    ...{
      ask: 'value f',
      source: 'a',
      says: /Arcsine of 1\.5 = NaN: it needs a number from −1 to 1/i,
    },
  },
  'an arccosine of a product': {
    nodes: { x: input(2), m: node('square'), a: node('arccos') },
    wires: ['x → m.x', 'm → a.x'],
    ...{ ask: 'value a', source: 'a', says: /of 4 = NaN/ },
  },
  'a probability of 0 under a logarithm': {
    ...softThenLog,
    ...{ ask: 'value L', source: 'l', says: /^ln 0 = −∞/, way: ['l', 'L'] },
  },
  'the gradient of that logarithm': {
    ...softThenLog,
    ...{ ask: 'gradient x', source: 'l', says: /on the way back through .*ln|log/ },
  },
  'the slope of a root at 0': {
    nodes: { x: input(0), r: node('sqrt'), f: node('multiply'), c: input(3) },
    wires: ['x → r.x', 'r → f.x', 'c → f.y'],
    ...{ ask: 'gradient x', source: 'r', says: /on the way back through √.*= ∞/, way: ['x'] },
  },
  'the slope of a length at 0': {
    nodes: { v: input([0, 0]), q: node('square'), s: node('sum'), r: node('sqrt') },
    wires: ['v → q.x', 'q → s.x', 's → r.x'],
    ...{ ask: 'gradient v', source: 'r', says: /on the way back through √/ },
  },
  'a branch that is not taken': {
    nodes: {
      ...{ x: input(0), zero: input(0), is: node('greater'), r: node('sqrt') },
      f: node('where'),
    },
    wires: ['x → is.x', 'zero → is.y', 'x → r.x', 'is → f.condition', 'r → f.x', 'zero → f.y'],
    ...{ ask: 'gradient x', source: 'r', says: /on the way back through √/ },
  },
  'an entry of a product of matrices': {
    nodes: {
      ...{
        a: input([
          [1, 2],
          [3, 0],
        ]),
        l: node('log'),
        b: input([
          [1, 0],
          [0, 1],
        ]),
      },
      ...{ m: node('matmul'), f: node('sum') },
    },
    wires: ['a → l.x', 'l → m.a', 'b → m.b', 'm → f.x'],
    ...{ ask: 'value f', source: 'l', says: /^ln 0 = −∞/, way: ['l', 'm', 'f'] },
  },
  'a mean of what is no number': {
    nodes: { x: input([1, -1, 2]), l: node('log'), m: node('mean') },
    wires: ['x → l.x', 'l → m.x'],
    ...{ ask: 'value m', source: 'l', says: /^ln \(−1\) = NaN/ },
  },
  'the nearer of two accidents': {
    nodes: {
      ...{ x: input(-1), l: node('log'), s: node('square'), y: input(-4), r: node('sqrt') },
      f: node('add'),
    },
    wires: ['x → l.x', 'l → s.x', 's → f.x', 'y → r.x', 'r → f.y'],
    ...{ ask: 'value f', source: 'r', says: /^√\(−4\) = NaN/, way: ['r', 'f'] },
  },
  'a number that was never good': {
    nodes: { x: input(1e308), t: node('add'), f: node('negate') },
    wires: ['x → t.x', 'x → t.y', 't → f.x'],
    ...{ ask: 'value f', source: 't', says: /= ∞: larger than the largest/ },
  },
  'a sum that overflows': {
    nodes: { x: input([1e308, 1e308]), s: node('sum') },
    wires: ['x → s.x'],
    ...{ ask: 'value s', source: 's', says: /= ∞/ },
  },
  'what was cut to one row': {
    nodes: {
      ...{ x: input([[1], [-1]]), l: node('log'), s: node('slice', { axis: 0, start: 1, end: 2 }) },
      f: node('sum'),
    },
    wires: ['x → l.x', 'l → s.x', 's → f.x'],
    ...{ ask: 'value f', source: 'l', says: /^ln \(−1\)/ },
  },
  'a weight that exploded': {
    nodes: { w: input(1e160), q: node('square'), p: node('multiply'), x: input(2) },
    wires: ['w → q.x', 'q → p.x', 'x → p.y'],
    ...{ ask: 'value p', source: 'q', says: /= ∞/ },
  },
  'a variance of one': {
    nodes: { x: input([3]), v: node('variance'), s: node('sqrt'), d: node('divide') },
    wires: ['x → v.x', 'v → s.x', 'x → d.x', 's → d.y'],
    ...{ ask: 'value d', source: 'd', says: /^3 \/ 0 = ∞/ },
  },
  'a ReLU that is off': {
    nodes: { x: input(-3), w: input(2), m: node('multiply'), r: node('relu'), f: node('square') },
    wires: ['x → m.x', 'w → m.y', 'm → r.x', 'r → f.x'],
    ...{ ask: 'gradient w', source: 'r', says: /ReLU is off/, way: ['m', 'w'] },
  },
  'a ReLU that is off in one unit': {
    nodes: { x: input([1, -2]), r: node('relu'), f: node('sum') },
    wires: ['x → r.x', 'r → f.x'],
    ...{ ask: 'gradient x', source: 'r', says: /x\[1\] = −2: ReLU is off/ },
  },
  'the smaller of two': {
    nodes: { x: input(4), y: input(2), f: node('max') },
    wires: ['x → f.x', 'y → f.y'],
    ...{ ask: 'gradient y', source: 'f', says: /max/ },
  },
  'a factor of 0': {
    nodes: { x: input(3), y: input(0), f: node('multiply') },
    wires: ['x → f.x', 'y → f.y'],
    ...{ ask: 'gradient x', source: 'f', says: /multiplies by 0: y is 0/ },
  },
  'a sigmoid far out': {
    nodes: { x: input(-800), s: node('sigmoid'), f: node('square') },
    wires: ['x → s.x', 's → f.x'],
    ...{ ask: 'gradient x', source: 's', says: /x = −800|s = 0/ },
  },
  'a step': {
    nodes: { x: input(0.3), s: node('step'), f: node('square') },
    wires: ['x → s.x', 's → f.x'],
    ...{ ask: 'gradient x', source: 's', says: /step|H/i },
  },
  'what is clipped': {
    nodes: { x: input(7), c: node('clip', { min: -1, max: 1 }), f: node('square') },
    wires: ['x → c.x', 'c → f.x'],
    ...{ ask: 'gradient x', source: 'c', says: /x = 7/ },
  },
  'a stop of the gradient': {
    nodes: { x: input(2), s: node('stopGradient'), q: node('square'), f: node('add'), c: input(1) },
    wires: ['x → s.x', 's → q.x', 'q → f.x', 'c → f.y'],
    ...{ ask: 'gradient x', source: 's', says: /passes no gradient/ },
  },
  'a class that was chosen': {
    nodes: { x: input([1, 5, 2]), a: node('argmax', { axis: 0 }), f: node('square') },
    wires: ['x → a.x', 'a → f.x'],
    ...{ ask: 'gradient x', source: 'a', says: /passes no gradient/ },
  },
  'a node beside the target': {
    nodes: { x: input(1), y: input(2), g: node('square'), f: node('square') },
    wires: ['y → g.x', 'x → f.x'],
    ...{ ask: 'gradient y', source: 'y', says: /^f does not depend on y/ },
  },
  'parts that cancel': {
    nodes: { x: input(2), n: node('negate'), f: node('add') },
    wires: ['x → n.x', 'x → f.x', 'n → f.y'],
    ...{ ask: 'gradient x', source: 'x', says: /cancels: .*= 0/ },
  },
  'the bottom of a parabola': {
    nodes: { x: input(1), t: input(1), d: node('subtract'), f: node('square') },
    wires: ['x → d.x', 't → d.y', 'd → f.x'],
    ...{ ask: 'gradient x', source: 'f', says: /slope of x² is 0 at d = 0|d = 0/, way: ['d', 'x'] },
  },
  'a dead layer': {
    nodes: {
      ...{
        x: input([[1, 2]]),
        W: input([
          [1, 1],
          [-1, -1],
        ]),
        b: input([-9, 0]),
      },
      ...{ z: node('linear'), h: node('relu'), f: node('sum') },
    },
    wires: ['x → z.x', 'W → z.weight', 'b → z.bias', 'z → h.x', 'h → f.x'],
    ...{ ask: 'gradient b', source: 'h', says: /ReLU is off/, way: ['z', 'b'] },
  },
  'a gradient that is too small': {
    nodes: {
      x: input(1),
      a: input(1e-200),
      m: node('multiply'),
      b: input(1e-200),
      f: node('multiply'),
    },
    wires: ['x → m.x', 'a → m.y', 'm → f.x', 'b → f.y'],
    ...{ ask: 'gradient x', source: 'm', says: /too small for a number: 1e−200 · 1e−200/ },
  },
};

describe('the source is named', () => {
  test.each(Object.entries(accidents))('of %s', (_, { nodes, wires, ask, source, says, way }) => {
    const target = ask === 'gradient y' && nodes.g !== undefined ? { target: 'f' } : {};
    const evaluation = evaluateDocument({ ...wiredGraph(nodes, ...wires), ...target });
    const [pass, key] = ask.split(' ') as ['value' | 'gradient', string];
    const place = { pass, node: key };
    const element = questionableElement(evaluation, place) ?? -1;
    const origin = originOf(evaluation, place, element);
    expect(origin?.words).toMatch(says);
    expect(origin?.source).toBe(source);
    const links = origin?.links.map((link) => link.node) ?? [];
    expect(links[links.length - 1]).toBe(key);
    if (way !== undefined) expect(links).toEqual(way);
  });

  test('of forty accidents at least', () => {
    expect(Object.keys(accidents).length).toBeGreaterThanOrEqual(40);
  });
});

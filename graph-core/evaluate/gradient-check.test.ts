/** The numeric check: no false alarm on a correct graph, and no wrong slope that it misses off a kink. */
import { afterEach, expect, test, vi } from 'vitest';
import { differentiate } from '../autodiff/differentiate.ts';
import type { GraphDocument } from '../graph/document.ts';
import { Executor } from '../interpret/executor.ts';
import type { OpDef, PrimitiveDef } from '../ops/kit/operation.ts';
import { OP_TYPES, OPS, opDef } from '../ops/registry.ts';
import type { Program } from '../program/program.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { sampleProgram } from '../testing/operations/sample-program.ts';
import { randomProgram } from '../testing/random-program.ts';
import { node, wiredGraph } from '../testing/wired-graph.ts';
import {
  type CheckedElement,
  checkGradients,
  checkSource,
  roundingNoise,
} from './gradient-check.ts';
import { holdProgram } from './held-program.ts';

afterEach(() => vi.restoreAllMocks());

/** A chain of operations on a variable x; an operation with two ports has a constant behind a colon. */
function chain(x: number | number[], ...ops: string[]): GraphDocument {
  const nodes: Record<string, ReturnType<typeof node>> = { x: node('input', { value: x }) };
  const wires: string[] = [];
  let last = 'x';
  ops.forEach((text, i) => {
    const [op, constant] = text.split(':');
    const id = `n${i}`;
    nodes[id] = node(op);
    wires.push(`${last} → ${id}.x`);
    if (constant === 'x') wires.push(`x → ${id}.y`);
    else if (constant !== undefined) {
      nodes[`c${i}`] = node('constant', { value: Number(constant) });
      wires.push(`c${i} → ${id}.y`);
    }
    last = id;
  });
  return wiredGraph(nodes, ...wires);
}

test.each<[string, GraphDocument]>([
  ['ln at 1e-6', chain(1e-6, 'log')],
  ['ln at 1e-300', chain(1e-300, 'log')],
  ['the root at 1e-6', chain(1e-6, 'sqrt')],
  ['1/x at 1e-6', chain(1e-6, 'reciprocal')],
  ['1/x at -1e-150', chain(-1e-150, 'reciprocal')],
  ['x to the constant 2 at -3', chain(-3, 'power:2')],
  ['x to the constant 3 at -2', chain(-2, 'power:3')],
  ['ReLU at 3e-6', chain(3e-6, 'relu')],
  ['ReLU at 1e-6', chain(1e-6, 'relu')],
  ['ReLU at -1e-13', chain(-1e-13, 'relu')],
  ['1e9 + x', chain(0.3, 'add:1e9')],
  ['1e9 + x, and 1e9 off again', chain(0.3, 'add:1e9', 'subtract:1e9')],
  ['x² at 1e9', chain(1e9, 'square')],
  ['x² at 0', chain(0, 'square')],
  ['tanh 1e6 x at 0', chain(0, 'multiply:1e6', 'tanh')],
  ['floor at 16.5', chain(16.5, 'floor')],
  ['sin 1000 x', chain(1, 'multiply:1000', 'sin')],
  ['sin 1e6 x', chain(0.7, 'multiply:1e6', 'sin')],
  ['stopGradient(x) times x', chain(3, 'stopGradient', 'multiply:x')],
  ['exp at 700', chain(700, 'exp')],
  ['exp at -700', chain(-700, 'exp')],
  ['the sigmoid at 40', chain(40, 'sigmoid')],
  ['tanh at 20', chain(20, 'tanh')],
  ['|x| at 1e-9', chain(1e-9, 'abs')],
  ['a maximum of x and a number nearly as large', chain(1, 'max:0.9999999')],
  ['x over itself', chain(0.1, 'divide:x')],
  ['softmax, summed', chain([1, 2, 3], 'softmax', 'sum')],
  ['the logarithm of softmax of far logits', chain([0, 80], 'softmax', 'log', 'sum')],
  ['steps of a staircase', chain(2.5, 'floor')],
])('%s agrees, without a kink', (_, document) => {
  const { agrees, elements } = checkGradients(document);
  expect(elements.length).toBeGreaterThan(0);
  expect(elements.filter(({ kink }) => kink)).toEqual([]);
  expect(agrees, JSON.stringify(elements)).toBe(true);
});

test('an index behind an identity is left out, the table it picks from agrees', () => {
  const document = wiredGraph(
    {
      x: node('input', { value: [1, 2, 3] }),
      i: node('input', { value: [2, 0] }),
      same: node('identity'),
      picked: node('gather'),
      f: node('square'),
    },
    ...['i → same.x', 'x → picked.x', 'same → picked.indices', 'picked → f.x'],
  );
  const { agrees, skipped, elements } = checkGradients(document);
  expect(skipped).toEqual([
    { node: 'i', reason: 'its numbers are indices, they cannot change a little' },
  ]);
  expect(elements.map(({ analytic }) => analytic)).toEqual([2, 0, 6]);
  expect(agrees).toBe(true);
});

test('a small probability in a cross-entropy agrees', () => {
  const document = wiredGraph(
    {
      p: node('input', { value: [0.001, 0.999] }),
      t: node('input', { value: 0 }),
      L: node('crossEntropy'),
    },
    ...['p → L.probabilities', 't → L.target'],
  );
  expect(checkGradients(document)).toMatchObject({ agrees: true });
});

test('constants are not checked, and say so', () => {
  expect(checkGradients(chain(-2, 'power:3')).skipped).toEqual([
    { node: 'c0', reason: 'its numbers never change' },
  ]);
});

test.each<[string, GraphDocument]>([
  ['ReLU at 0', chain(0, 'relu')],
  ['ReLU at 1e-17 beside 1', chain(1 + 2 ** -52, 'subtract:1', 'relu')],
  ['two equal numbers of a maximum', chain([3, 3], 'reduceMax')],
  ['the root at 0', chain(0, 'sqrt')],
  ['1/x at 0', chain(0, 'reciprocal')],
  ['the sign of 0', chain(0, 'sign')],
  ['the sign of 0 behind tanh', chain([0, 0], 'sign', 'tanh')],
  ['the sign of 0 behind a threshold at 3', chain(3, 'subtract:3', 'sign', 'multiply:5')],
  ['floor at 3', chain(3, 'floor')],
  ['floor at 4096', chain(4096, 'floor')],
])('%s is a kink or an end, and does not count', (_, document) => {
  const { agrees, elements } = checkGradients(document);
  expect(elements.map(({ kink }) => kink)).toEqual(elements.map(() => true));
  expect(agrees).toBe(true);
});

test('a gradient that is NaN never agrees, at a kink or not', () => {
  for (const document of [chain([0, 0], 'square', 'sum', 'sqrt'), chain(-1, 'log')]) {
    const check = checkGradients(document);
    expect(check.agrees).toBe(false);
    expect(check.worst).toBeNaN();
    expect(check.elements.every(({ kink }) => !kink)).toBe(true);
  }
});

/** Elements of the gradient of a program with respect to some of its sources, checked. */
function checkProgram(
  program: Program,
  target: number,
  sources: ReadonlyMap<number, Tensor>,
  varied: readonly number[],
  limit: number,
): Omit<CheckedElement, 'node'>[] {
  const derivative = differentiate(program, target);
  const executor = new Executor(derivative.program, sources);
  executor.run();
  const numbersOf = (value: number): Tensor => executor.value(value);
  const held = holdProgram(program, target, numbersOf);
  const noise = roundingNoise(derivative.gradients, numbersOf);
  return varied.flatMap((source) => {
    const gradient = derivative.gradients.get(source);
    if (gradient === undefined || held.selecting.has(source)) return [];
    return checkSource(held, source, executor.value(gradient), {
      noise,
      tolerance: 1e-6,
      limit,
    });
  });
}

test.each([0, 1, 2, 3, 4])(
  'no correct gradient of 100 random programs, group %d, is called wrong',
  (group) => {
    const found: string[] = [];
    for (let seed = 100 * group; seed < 100 * (group + 1); seed++) {
      const { builder, sources, weights, loss } = randomProgram(seed, 1 + (seed % 6));
      const ids = weights.map(({ id }) => id);
      for (const element of checkProgram(builder.finish(), loss.id, sources, ids, 2)) {
        if (!element.kink && !(element.relativeError <= 1e-6)) {
          found.push(`seed ${seed}: ${JSON.stringify(element)}`);
        }
      }
    }
    expect(found).toEqual([]);
  },
);

/** Relative error that is planted. */
const PLANTED = 1e-5;

const ruled = OP_TYPES.filter((op) => opDef(op)?.kind === 'primitive');

test.each(ruled)('a rule of %s that is wrong by 1e-5 is found on every smooth sample', (op) => {
  const definition = OPS[op] as OpDef as PrimitiveDef;
  const { vjp } = definition;
  for (const sample of definition.samples) {
    if (sample.notSmooth !== undefined) continue;
    const { builder, inputs, out, sources, smoothPorts } = sampleProgram(op, sample);
    const varied = smoothPorts.map((port) => inputs[port].id);
    const program = builder.finish();
    const right = checkProgram(program, out.id, sources, varied, 20);
    expect(right.filter(({ relativeError }) => !(relativeError <= 1e-6))).toEqual([]);
    vi.spyOn(definition, 'vjp').mockImplementation((g, rule) =>
      Object.fromEntries(
        Object.entries(vjp(g, rule)).map(([port, back]) => [
          port,
          back === 'zero' ? back : g.scale(back, 1 + PLANTED),
        ]),
      ),
    );
    const wrong = checkProgram(program, out.id, sources, varied, 20);
    vi.restoreAllMocks();
    wrong.forEach(({ analytic, relativeError }, i) => {
      // A slope of 0, or the rest of one that cancels, has no relative error to be found by.
      if (Math.abs(right[i].analytic) <= 100 * right[i].uncertainty) return;
      expect(relativeError, `${sample.title}: ${analytic}`).toBeGreaterThan(1e-6);
    });
  }
});

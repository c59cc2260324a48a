import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type OpDef, portsOf } from '../ops/kit/operation.ts';
import { OP_TYPES, OPS } from '../ops/registry.ts';
import { RandomStream } from '../tensor/random.ts';
import { elementCount } from '../tensor/shape.ts';
import type { TensorLiteral } from '../tensor/tensor.ts';
import { directionalErrors } from '../testing/operations/directional-derivative.ts';
import { ProgramSketch } from '../testing/program-sketch.ts';

/** The gradient of f at x for a function of one number written in operations. */
function slopeOf(
  f: (s: ProgramSketch, x: ReturnType<ProgramSketch['input']>) => typeof x,
  x: number,
) {
  const s = new ProgramSketch();
  const source = s.input(x);
  return s.gradientNumbers(f(s, source), [source])[0];
}

describe('one value used twice', () => {
  test('x - x has the gradient 0', () => {
    expect(slopeOf((s, x) => s.emit('subtract', [x, x]), 3)).toBe(0);
  });

  test('x · x has the gradient 2x', () => {
    expect(slopeOf((s, x) => s.emit('multiply', [x, x]), 3)).toBe(6);
  });

  test('x / x has the gradient 0', () => {
    expect(slopeOf((s, x) => s.emit('divide', [x, x]), 4)).toBe(0);
  });

  test('x to the x has the gradient xˣ (ln x + 1)', () => {
    expect(slopeOf((s, x) => s.emit('power', [x, x]), 2)).toBeCloseTo(4 * (Math.log(2) + 1), 14);
  });

  test('both ways of a diamond are added', () => {
    const s = new ProgramSketch();
    const x = s.input(3);
    const left = s.emit('square', [x]);
    const right = s.emit('sin', [x]);
    const out = s.emit('multiply', [left, right]);
    const { gradients } = s.differentiate(out);
    const sum = s.numbers(s.g.value(gradients.get(x.id) ?? -1));
    expect(sum).toBeCloseTo(9 * Math.cos(3) + 6 * Math.sin(3), 14);
  });
});

describe('reach', () => {
  test('a dead branch has no gradient and no part in those of others', () => {
    const s = new ProgramSketch();
    const x = s.input(2);
    const dead = s.emit('exp', [x]);
    const unrelated = s.input(5);
    const out = s.emit('square', [x]);
    const { gradients } = s.differentiate(out);
    expect(gradients.has(dead.id)).toBe(false);
    expect(gradients.has(unrelated.id)).toBe(false);
    expect(s.numbers(s.g.value(gradients.get(x.id) ?? -1))).toBe(4);
  });

  test('the target has the gradient 1, also where it is a source', () => {
    const s = new ProgramSketch();
    const x = s.input([2, 3]);
    expect(s.gradientNumbers(x, [x])).toEqual([[1, 1]]);
  });

  test('a target that is not a scalar counts as the sum of its elements', () => {
    const s = new ProgramSketch();
    const x = s.input([1, 2, 3]);
    const [gradient] = s.gradientNumbers(s.emit('square', [x]), [x]);
    expect(gradient).toEqual([2, 4, 6]);
  });

  test('values after the target play no part', () => {
    const s = new ProgramSketch();
    const x = s.input(3);
    const target = s.emit('square', [x]);
    s.emit('exp', [target]);
    expect(s.gradientNumbers(target, [x])).toEqual([6]);
  });

  test('only what lies between the target and the chosen values is differentiated', () => {
    const s = new ProgramSketch();
    const [x, y] = [s.input(3), s.input(4)];
    const side = s.emit('exp', [y]);
    const out = s.emit('multiply', [s.emit('square', [x]), side]);
    const { gradients } = s.differentiate(out, [x]);
    expect([...gradients.keys()]).not.toContain(y.id);
    expect([...gradients.keys()]).not.toContain(side.id);
    expect(s.numbers(s.g.value(gradients.get(x.id) ?? -1))).toBe(6 * Math.exp(4));
  });

  test('an index gets no gradient', () => {
    const s = new ProgramSketch();
    const [x, at] = [s.input([1, 2, 3]), s.input([2, 2])];
    const { gradients } = s.differentiate(s.emit('gather', [x, at]));
    expect(gradients.has(at.id)).toBe(false);
  });

  test('the instructions of the original keep their numbers', () => {
    const s = new ProgramSketch();
    const out = s.emit('square', [s.input(3)]);
    const before = [...s.g.finish().instructions];
    const { program } = s.differentiate(out);
    expect(program.instructions.slice(0, before.length)).toEqual(before);
  });
});

describe('size', () => {
  test('a chain of 10,000 nodes is differentiated without recursion', () => {
    const s = new ProgramSketch();
    const x = s.input(2);
    let value = x;
    for (let i = 0; i < 10_000; i++) value = s.emit('negate', [value]);
    expect(s.gradientNumbers(value, [x])).toEqual([1]);
  });

  test('40 doublings have 2^40 paths and take one step each', () => {
    const s = new ProgramSketch();
    const x = s.input(1);
    let value = x;
    for (let i = 0; i < 40; i++) value = s.emit('add', [value, value]);
    expect(s.gradientNumbers(value, [x])).toEqual([2 ** 40]);
    expect(s.g.finish().instructions.length).toBeLessThan(200);
  });
});

describe('derivatives of derivatives', () => {
  test('the Hessian of x² y + y³ is [[2y, 2x], [2x, 6y]]', () => {
    const s = new ProgramSketch();
    const [x, y] = [s.input(3), s.input(5)];
    const f = s.g.add(s.g.multiply(s.emit('square', [x]), y), s.emit('power', [y, s.g.full(3)]));
    const { gradients } = s.differentiate(f, [x, y]);
    const rows = [x, y].map((value) => {
      const slope = s.g.value(gradients.get(value.id) ?? -1);
      return s.gradientNumbers(slope, [x, y]);
    });
    expect(rows).toEqual([
      [10, 6],
      [6, 30],
    ]);
  });

  test('a Hessian-vector product equals the known one within 1e-14', () => {
    const s = new ProgramSketch();
    const a = [
      [2, -1],
      [0.5, 3],
    ];
    const w = [0.3, -0.7];
    const v = [1.5, 2];
    const weights = s.input(w);
    const quadratic = s.emit('dot', [weights, s.g.matmul(s.input(a), weights)]);
    const f = s.g.add(quadratic, s.g.sum(s.g.exp(weights)));
    const slope = s.emit('dot', [s.gradient(f, weights), s.input(v)]);
    const [product] = s.gradientNumbers(slope, [weights]) as [number[]];
    // H = A + Aᵀ + diag(eʷ)
    for (let i = 0; i < 2; i++) {
      const row = v.map((_, j) => a[i][j] + a[j][i] + (i === j ? Math.exp(w[i]) : 0));
      expect(product[i]).toBeCloseTo(row[0] * v[0] + row[1] * v[1], 14);
    }
  });

  test('the derivatives of x⁴ are 4x³, 12x², 24x, 24 and 0', () => {
    const s = new ProgramSketch();
    const x = s.input(2);
    let value = s.emit('power', [x, s.g.full(4)]);
    const numbers: TensorLiteral[] = [];
    for (let order = 1; order <= 5; order++) {
      value = s.gradient(value, x);
      numbers.push(s.numbers(value));
    }
    expect(numbers).toEqual([32, 48, 48, 24, 0]);
  });

  test.each([
    [0, 2, 2],
    [0, 1, 0],
    [0, 0, 0],
    [2, 0, 0],
  ])('the second derivative of x^y at x = %d, y = %d is %d, not NaN', (x, y, expected) => {
    const s = new ProgramSketch();
    const source = s.input(x);
    const slope = s.gradient(s.emit('power', [source, s.g.full(y)]), source);
    expect(s.gradientNumbers(slope, [source])[0]).toBeCloseTo(expected, 14);
  });
});

describe('broadcasting', () => {
  test.each([
    ['a scalar', 2, 21],
    ['a row', [1, 2, 3], [5, 7, 9]],
    ['a row of its own rank', [[1, 2, 3]], [[5, 7, 9]]],
    ['a column', [[1], [2]], [[6], [15]]],
    ['a single number of rank 2', [[4]], [[21]]],
    [
      'a value of full shape',
      [
        [1, 1, 1],
        [1, 1, 1],
      ],
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    ],
  ] as const)('%s gets the sum over what it was stretched to', (_, value, expected) => {
    const s = new ProgramSketch();
    const x = s.input(value);
    const out = s.emit('multiply', [
      x,
      s.input([
        [1, 2, 3],
        [4, 5, 6],
      ]),
    ]);
    expect(s.gradientNumbers(out, [x])).toEqual([expected]);
  });

  test('stretched over nothing, the gradient is 0', () => {
    const s = new ProgramSketch();
    const x = s.input([1, 2]);
    const out = s.emit('add', [x, s.input({ shape: [0, 2], data: [] })]);
    expect(s.gradientNumbers(out, [x])).toEqual([[0, 0]]);
  });
});

/** Shapes that broadcast: a common one, and for each input which leading axes it lacks and which are 1. */
const shapesArbitrary = (count: number) =>
  fc
    .record({
      common: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 3 }),
      cuts: fc.array(fc.tuple(fc.nat(3), fc.array(fc.boolean(), { minLength: 3, maxLength: 3 })), {
        minLength: count,
        maxLength: count,
      }),
      seed: fc.nat(),
    })
    .map(({ common, cuts, seed }) => {
      const draw = new RandomStream(seed, 'test');
      // Positive and away from whole numbers, where some of the operations jump or bend.
      const number = () => draw.integer(3) + 0.1 + 0.8 * draw.uniform();
      return cuts.map(([lacking, ones]) => {
        const shape = common
          .slice(Math.min(lacking, common.length))
          .map((size, axis) => (ones[axis] ? 1 : size));
        return {
          shape,
          data: Array.from({ length: elementCount(shape) }, number),
        };
      });
    });

const maps = OP_TYPES.filter((op) => {
  const definition: OpDef = OPS[op];
  return definition.kind === 'primitive' && definition.lower.kind === 'map';
});

/** Those that have no value beyond 1. */
const UP_TO_ONE: readonly string[] = ['arcsin', 'arccos'];

test.each(maps)('%s agrees with central differences for all broadcast shapes within 1e-6', (op) => {
  const ports = portsOf(OPS[op], {});
  fc.assert(
    fc.property(shapesArbitrary(ports.length), (inputs) => {
      const scale = UP_TO_ONE.includes(op) ? 1 / 3 : 1;
      const named = Object.fromEntries(
        ports.map(({ name }, i) => {
          const { shape, data } = inputs[i];
          return [name, { shape, data: data.map((x) => scale * x) }];
        }),
      );
      const sample = { title: '', inputs: named };
      for (const error of directionalErrors(op, sample, 1)) expect(error).toBeLessThan(1e-6);
    }),
    { seed: 2, numRuns: 25 },
  );
});

describe('softmax loss', () => {
  test.each([
    { logits: [1e4, -1e4, 0], target: 0, expected: [0, 0, 0] },
    { logits: [1e4, -1e4, 0], target: 1, expected: [1, -1, 0] },
    { logits: [-1e4, -1e4, -1e4], target: 2, expected: [1 / 3, 1 / 3, -2 / 3] },
    { logits: [0, 0, 0, 0], target: 3, expected: [0.25, 0.25, 0.25, -0.75] },
  ])('has the gradient p - y at $logits for class $target', ({ logits, target, expected }) => {
    const s = new ProgramSketch();
    const scores = s.input(logits);
    const loss = s.emit('softmaxLoss', [scores, s.input(target)]);
    const [gradient] = s.gradientNumbers(loss, [scores]) as [number[]];
    gradient.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 15);
    });
  });
});

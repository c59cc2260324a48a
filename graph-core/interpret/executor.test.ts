import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Value } from '../ops/kit/emitter.ts';
import { ProgramBuilder } from '../program/program-builder.ts';
import { broadcastShapes } from '../tensor/broadcast.ts';
import type { Size } from '../tensor/shape.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';
import { randomProgram } from '../testing/random-program.ts';
import { Executor, elementsNeeded } from './executor.ts';

/** A program of two sources, x and y, and what `emit` makes of them. */
function withSources(
  x: Tensor,
  y: Tensor,
  emit: (g: ProgramBuilder, x: Value, y: Value) => Value,
): { readonly executor: Executor; readonly out: () => readonly number[] } {
  const g = new ProgramBuilder();
  const sources = new Map(
    [x, y].map((numbers) => [g.source('input', {}, numbers.shape).id, numbers]),
  );
  const { id } = emit(g, g.value(0), g.value(1));
  const executor = new Executor(g.finish(), sources);
  return {
    executor,
    out: () => {
      expect(executor.run()).toEqual([]);
      return [...executor.value(id).data];
    },
  };
}

const vector = (...numbers: number[]): Tensor => tensor([numbers.length], numbers);
const numbersOf = (executor: Executor): (readonly number[] | undefined)[] =>
  executor.values.map((value) => (value === undefined ? undefined : [...value.data]));

describe('a run', () => {
  test('reads its sources as they are now: no number is kept from the run before', () => {
    const x = vector(1, 2);
    const { out } = withSources(x, vector(10, 20), (g, a, b) => g.add(g.multiply(a, a), b));
    expect(out()).toEqual([11, 24]);
    x.data[1] = -3;
    expect(out()).toEqual([11, 29]);
  });

  test('again on the same numbers gives the same bits, whatever was left in the buffers', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { builder, sources } = randomProgram(seed, 25);
      const executor = new Executor(builder.finish(), sources);
      executor.run();
      const first = numbersOf(executor);
      const given = new Set(
        executor.values.flatMap((value, id) =>
          value === undefined || builder.instruction(id).inputs.length > 0 ? [] : [value.data],
        ),
      );
      for (const value of executor.values) {
        if (value !== undefined && !given.has(value.data)) value.data.fill(Number.NaN);
      }
      executor.run();
      expect(numbersOf(executor), `seed ${seed}`).toEqual(first);
    }
  });

  test('of a part gives the bits of the whole, and nothing of the rest', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { builder, sources } = randomProgram(seed, 25);
      const program = builder.finish();
      const whole = new Executor(program, sources);
      whole.run();
      const output = program.instructions.length >> 1;
      const part = new Executor(program, sources, [output]);
      part.run();
      expect([...part.value(output).data]).toEqual([...whole.value(output).data]);
      expect(part.values.slice(output + 1).every((value) => value === undefined)).toBe(true);
    }
  });

  test('stretches inputs of an elementwise operation as broadcasting says', () => {
    const sizes = fc.array(fc.constantFrom(1, 2, 3), { maxLength: 3 });
    fc.assert(
      fc.property(sizes, sizes, (a, b) => {
        const result = broadcastShapes(a, b);
        fc.pre('shape' in result);
        const shape = 'shape' in result ? (result.shape as Size) : [];
        const fill = (size: readonly number[], first: number): Tensor => {
          const count = size.reduce((product, n) => product * n, 1);
          return tensor(
            size,
            Array.from({ length: count }, (_, i) => first + i),
          );
        };
        const [x, y] = [fill(a, 1), fill(b, 100)];
        const { out } = withSources(x, y, (g, p, q) => g.multiply(p, q));
        expect(out()).toEqual(productsByIndex(x, y, shape));
      }),
      { seed: 1 },
    );
  });

  test('tells which value met numbers that it cannot work with, and computes the others', () => {
    const { executor } = withSources(vector(5, 6, 7), vector(0, 9), (g, table, index) => {
      g.emit('gather', [table, index], { axis: 0 });
      return g.add(table, table);
    });
    const [{ value, fault }, ...others] = executor.run();
    expect(others).toEqual([]);
    expect([value, fault.code]).toEqual([2, 'bad-index']);
    expect([...executor.value(3).data]).toEqual([10, 12, 14]);
  });
});

/** x · y element by element, each read at its own index, axis by axis from the right. */
function productsByIndex(x: Tensor, y: Tensor, shape: readonly number[]): number[] {
  const count = shape.reduce((product, n) => product * n, 1);
  return Array.from({ length: count }, (_, flat) => {
    const index: number[] = [];
    for (let axis = shape.length - 1, rest = flat; axis >= 0; axis--) {
      index.unshift(rest % shape[axis]);
      rest = Math.floor(rest / shape[axis]);
    }
    const at = ({ shape: size, data }: Tensor): number => {
      const ahead = shape.length - size.length;
      return data[
        size.reduce((place, n, axis) => place * n + (n === 1 ? 0 : index[ahead + axis]), 0)
      ];
    };
    return at(x) * at(y);
  });
}

describe('memory', () => {
  test('of an identity or a reshape is that of its input: it costs nothing and follows it', () => {
    const x = vector(1, 2, 3, 4);
    const { executor, out } = withSources(x, vector(0), (g, a) => g.emit('identity', [a]));
    out();
    expect(executor.value(2).data).toBe(x.data);
    const reshaped = withSources(x, vector(0), (g, a) => g.emit('reshape', [a], { shape: [2, 2] }));
    reshaped.out();
    expect(reshaped.executor.value(2)).toEqual({ shape: [2, 2], data: x.data });
    expect(reshaped.executor.value(2).data).toBe(x.data);
  });

  test('of everything else is nobody else’s', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { builder, sources } = randomProgram(seed, 25);
      const executor = new Executor(builder.finish(), sources);
      const owners = new Map<Float64Array, number>();
      for (const [id, value] of executor.values.entries()) {
        const { op } = builder.instruction(id);
        if (value === undefined || ['identity', 'reshape', 'stopGradient'].includes(op)) continue;
        expect(owners.get(value.data), `seed ${seed}, value ${id} (${op})`).toBeUndefined();
        owners.set(value.data, id);
      }
    }
  });

  test('needed is told before any is taken', () => {
    const g = new ProgramBuilder();
    const x = g.source('input', {}, [3, 4]);
    g.sum(g.multiply(x, x));
    expect(elementsNeeded(g.finish())).toBe(12 + 12 + 1);
    expect(elementsNeeded(new ProgramBuilder().finish())).toBe(0);
  });
});

describe('a bug of ours is said', () => {
  test('when a value is asked for that nobody computes', () => {
    const g = new ProgramBuilder();
    const x = g.source('input', {}, []);
    const y = g.negate(x);
    const executor = new Executor(g.finish(), new Map([[x.id, tensor([], [1])]]), [x.id]);
    expect(() => executor.value(y.id)).toThrow(
      'internal: value 1 is not computed by this executor',
    );
  });

  test('when an operation is unknown, was not expanded, or its source has no numbers', () => {
    const run =
      (op: string, inputs: readonly number[] = []) =>
      () =>
        new Executor(
          {
            instructions: [{ op, inputs, attrs: { value: null }, shape: [2], node: null }],
            nodes: new Map(),
            edges: new Map(),
          },
          new Map(),
        );
    expect(run('nonsense')).toThrow('internal: unknown operation nonsense');
    expect(run('linear')).toThrow('internal: linear was not expanded');
    expect(run('input')).toThrow('internal: no value for input');
  });
});

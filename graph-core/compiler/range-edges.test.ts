/** Gradients of elementwise operations at the edges of the number range, interpreted and compiled. */
import { expect, test } from 'vitest';
import { differentiate } from '../autodiff/differentiate.ts';
import { Executor } from '../interpret/executor.ts';
import type { PrimitiveDef } from '../ops/kit/operation.ts';
import { completeAttrs, portsOf } from '../ops/kit/operation.ts';
import { OP_TYPES, opDef } from '../ops/registry.ts';
import { ProgramBuilder } from '../program/program-builder.ts';
import { scalar, type Tensor } from '../tensor/tensor.ts';
import { compile } from './compile.ts';
import { CompiledLoop } from './run/compiled-loop.ts';

/** Value and gradients by port of an operation on scalars, in f64 or compiled. */
function atPoint(op: string, point: readonly number[], how: 'interpreted' | 'compiled') {
  const g = new ProgramBuilder();
  const inputs = point.map(() => g.source('input', {}, []));
  const out = g.emit(op, inputs);
  const ids = inputs.map(({ id }) => id);
  const { program, gradients } = differentiate(g.finish(), out.id, ids);
  const sources = new Map<number, Tensor>(ids.map((id, i) => [id, scalar(point[i])]));
  const wanted = ids.map((id) => gradients.get(id) ?? null);
  const outputs = [out.id, ...wanted.filter((id) => id !== null)];
  if (how === 'interpreted') {
    const executor = new Executor(program, sources, outputs);
    executor.run();
    const read = (id: number): number => executor.value(id).data[0];
    return { out: read(out.id), gradients: wanted.map((id) => (id === null ? 0 : read(id))) };
  }
  const loop = CompiledLoop.create(compile({ program, sources: ids, outputs }));
  for (const [id, { data }] of sources) loop.write(id, data);
  loop.run(1);
  const read = (id: number): number => loop.read(id).data[0];
  return { out: read(out.id), gradients: wanted.map((id) => (id === null ? 0 : read(id))) };
}

test.each<[string, number[], number[], number[]]>([
  // A divisor, a base or a value that is denormal or nearly overflows: in f64, and in f32.
  ['divide', [0, 1e-310], [0, 1e-40], [Infinity, 0]],
  ['power', [1e-310, 0], [1e-40, 0], [0, Math.log(1e-310)]],
  ['power', [0, 0], [0, 0], [0, 0]],
])('gradients of %s at %j, and in f32 at %j, are %j', (op, wide, narrow, expected) => {
  expect(atPoint(op, wide, 'interpreted').gradients.map((x) => x + 0)).toEqual(expected);
  const compiled = atPoint(op, narrow, 'compiled').gradients;
  expect(compiled[0]).toBe(expected[0]);
  expect(compiled[1] + 0).toBeCloseTo(expected[1] === 0 ? 0 : Math.log(narrow[0]), 3);
});

test('the gradient of a quarter of a square is half of a number whose double overflows', () => {
  const g = new ProgramBuilder();
  const x = g.source('input', {}, []);
  const { program, gradients } = differentiate(
    g.finish(),
    g.scale(g.emit('square', [x]), 0.25).id,
    [x.id],
  );
  const gradient = gradients.get(x.id) ?? -1;
  const executor = new Executor(program, new Map([[x.id, scalar(1.2e308)]]), [gradient]);
  executor.run();
  expect(executor.value(gradient).data[0]).toBe(0.6e308);
  const loop = CompiledLoop.create(compile({ program, sources: [x.id], outputs: [gradient] }));
  loop.write(x.id, [3e38]);
  loop.run(1);
  expect(loop.read(gradient).data[0]).toBe(Math.fround(Math.fround(3e38) / 2));
});

/** Slopes that are no number although the value is one: ends of a domain. */
const ENDS: Readonly<Record<string, (point: readonly number[]) => boolean>> = {
  // A negative base has no power beside a whole exponent.
  power: ([x]) => x <= 0,
};

const elementwise = OP_TYPES.filter((op) => {
  const definition = opDef(op);
  if (definition?.kind !== 'primitive' || definition.lower.kind !== 'map') return false;
  return portsOf(definition, completeAttrs(definition, {})).length <= 2;
});

const SIZES = [0, 5e-324, 1e-310, 1e-160, 1, 3, 1e160, 1.7e308];

test.each(elementwise)('%s has a gradient that is a number wherever its value is finite', (op) => {
  const definition = opDef(op) as PrimitiveDef;
  const ports = portsOf(definition, completeAttrs(definition, {})).length;
  const numbers = SIZES.flatMap((size) => [size, -size]);
  const points =
    ports === 1 ? numbers.map((x) => [x]) : numbers.flatMap((x) => numbers.map((y) => [x, y]));
  const found: string[] = [];
  for (const point of points) {
    if (ENDS[op]?.(point)) continue;
    const { out, gradients } = atPoint(op, point, 'interpreted');
    if (!Number.isFinite(out) || !gradients.some(Number.isNaN)) continue;
    found.push(`${op}(${point.join()}) = ${out} has gradients ${gradients.join()}`);
  }
  expect(found).toEqual([]);
});

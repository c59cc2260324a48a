import { expect, test } from 'vitest';
import { FunctionCode } from './function-code.ts';
import { supportsFused } from './fused-support.ts';
import { ModuleBuilder } from './module-builder.ts';
import { printModule } from './module-text.ts';
import { OPCODES, type OpcodeName, type PlainName } from './opcodes.ts';
import type { ValueType } from './type-stack.ts';

/** A module with one exported function, instantiated. */
function instantiate(code: FunctionCode, data?: Uint8Array): Record<string, CallableFunction> {
  const module = new ModuleBuilder({ initial: 1 });
  module.add(code, true);
  if (data !== undefined) module.fill(16, data);
  const bytes = module.encode();
  expect(WebAssembly.validate(bytes)).toBe(true);
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  return instance.exports as Record<string, CallableFunction>;
}

test('a loop adds the numbers below n', () => {
  const c = new FunctionCode('sum', ['i32'], ['i32']);
  const total = c.local('i32');
  c.block((leave) => {
    c.loop((again) => {
      c.get(0).op('i32.eqz');
      leave();
      c.get(0).i32(1).op('i32.sub').set(0).get(total).get(0).op('i32.add').set(total).i32(1);
      again();
    });
  });
  c.get(total);
  expect(instantiate(c).sum(5)).toBe(10);
});

test.each([0, 1, -1, 63, 64, -64, -65, 2 ** 31 - 1, -(2 ** 31), 624485])(
  'the whole number %d comes out as it went in',
  (value) => {
    const c = new FunctionCode('get', [], ['i32']);
    c.i32(value);
    expect(instantiate(c).get()).toBe(value);
  },
);

test('data is in memory, vectors are loaded, shuffled and taken apart', () => {
  const data = new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer);
  const c = new FunctionCode('third', [], ['f32']);
  const v = c.local('v128');
  c.i32(0).op('v128.load', 16).set(v);
  c.get(v).get(v).shuffle([2, 3, 4, 5]).splat(0.5).op('f32x4.add').op('f32x4.extract_lane', 0);
  expect(instantiate(c, data).third()).toBe(3.5);
});

test('a function used twice keeps one local for each constant', () => {
  const c = new FunctionCode('twice', [], ['f32']);
  c.splat(2).splat(2).op('f32x4.mul').op('f32x4.extract_lane', 0);
  expect(c.locals).toEqual(['v128']);
  expect(instantiate(c).twice()).toBe(4);
});

test('the text names the same instructions', () => {
  const c = new FunctionCode('half', ['f32'], ['f32']);
  c.get(0).f32(0.5).op('f32.mul');
  const module = new ModuleBuilder({ initial: 1 });
  module.add(c, true);
  expect(printModule(module)).toBe(`(module
  (memory (export "memory") 1)
  (func $half (param f32) (result f32)
    local.get 0
    f32.const 0.5
    f32.mul
  )
  (export "half" (func $half))
)
`);
});

test('shared memory needs a maximum and validates', () => {
  const module = new ModuleBuilder({ initial: 1, maximum: 4, shared: true, imported: true });
  module.add(new FunctionCode('nothing'), true);
  expect(WebAssembly.validate(module.encode())).toBe(true);
});

const TYPE_OF: Readonly<Record<string, ValueType>> = {
  i: 'i32',
  l: 'i64',
  f: 'f32',
  d: 'f64',
  v: 'v128',
};
const plain = (Object.keys(OPCODES) as OpcodeName[]).filter((name): name is PlainName => {
  const { takes } = OPCODES[name];
  return takes !== null && !takes.startsWith('?');
});

test.each(plain)('%s takes and gives in the browser what its row says', (name) => {
  const { takes, gives } = OPCODES[name];
  const results = gives === '' ? [] : [TYPE_OF[gives]];
  const c = new FunctionCode(
    'f',
    [...takes].map((letter) => TYPE_OF[letter]),
    results,
  );
  for (let i = 0; i < takes.length; i++) c.get(i);
  if (name === 'i8x16.shuffle') c.shuffle([0, 1, 2, 3]);
  else c.op(name);
  const module = new ModuleBuilder({ initial: 1, maximum: 1, shared: true, imported: true });
  module.add(c, true);
  // Where relaxed SIMD is not known yet the module is refused as a whole.
  const known = name !== 'f32x4.relaxed_madd' || supportsFused();
  expect(WebAssembly.validate(module.encode())).toBe(known);
});

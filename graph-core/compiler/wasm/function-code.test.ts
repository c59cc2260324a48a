/** The assembler refuses code that does not fit together, where it is written. */
import { describe, expect, test } from 'vitest';
import { FunctionCode } from './function-code.ts';
import { ModuleBuilder } from './module-builder.ts';

/** The mistake that is told of a function without parameters and results, once it is added to a module. */
function mistake(write: (c: FunctionCode) => void): string {
  try {
    const c = new FunctionCode('gemm3', ['i32'], []);
    write(c);
    new ModuleBuilder({ initial: 1 }).add(c);
    return 'none';
  } catch (error) {
    return (error as Error).message.replace('internal: function gemm3, instruction ', '');
  }
}

describe('an instruction', () => {
  test.each<[string, (c: FunctionCode) => void, string]>([
    ['on an empty stack', (c) => c.op('i32.add'), '0 (i32.add): takes i32, found nothing'],
    [
      'with an operand too few',
      (c) => c.i32(1).op('i32.store'),
      '1 (i32.store): takes i32, found nothing',
    ],
    [
      'with operands of another type',
      (c) => c.i32(0).f32(1).op('i32.store'),
      '2 (i32.store): takes i32, found f32',
    ],
    [
      'of vectors with a number',
      (c) => c.zero().i32(1).op('f32x4.add').op('drop'),
      '2 (f32x4.add): takes v128, found i32',
    ],
    [
      'that would shift by a vector',
      (c) => c.zero().zero().op('i32x4.shl'),
      '2 (i32x4.shl): takes i32, found v128',
    ],
    [
      'that chooses between two types',
      (c) => c.i32(1).f32(1).i32(0).op('select'),
      '3 (select): takes f32, found i32',
    ],
    [
      'that chooses by a vector',
      (c) => c.i32(1).i32(1).zero().op('select'),
      '3 (select): takes i32, found v128',
    ],
    ['that drops nothing', (c) => c.op('drop'), '0 (drop): takes a value, found nothing'],
  ])('%s is refused', (_, write, told) => {
    expect(mistake(write)).toBe(told);
  });

  test('that fits is accepted', () => {
    expect(mistake((c) => c.i32(0).f32(1).f32(2).i32(1).op('select').op('f32.store'))).toBe('none');
  });
});

describe('a local', () => {
  test('that there is none of is refused', () => {
    expect(mistake((c) => c.get(1).op('drop'))).toBe('0 (local.get): local 1 of 1');
    expect(mistake((c) => c.i32(0).set(-1))).toBe('1 (local.set): local -1 of 1');
  });

  test('that gets another type is refused', () => {
    expect(mistake((c) => c.zero().set(0))).toBe('1 (local.set): takes i32, found v128');
    expect(mistake((c) => c.get(0).set(c.local('v128')))).toBe(
      '1 (local.set): takes v128, found i32',
    );
    expect(mistake((c) => c.tee(0).op('drop'))).toBe('0 (local.tee): takes i32, found nothing');
  });
});

describe('a block', () => {
  test('that leaves something behind is refused', () => {
    expect(mistake((c) => c.block(() => c.i32(1).f32(2)))).toBe(
      '3 (end): the block leaves i32, f32 behind',
    );
    expect(mistake((c) => c.i32(1).when(() => c.zero()))).toBe(
      '3 (end): the block leaves v128 behind',
    );
    const otherwise = (c: FunctionCode) =>
      c.i32(1).when(
        () => c.i32(1).op('drop'),
        () => c.zero(),
      );
    expect(mistake(otherwise)).toBe('6 (end): the block leaves v128 behind');
  });

  test('that takes what stands outside of it is refused', () => {
    expect(mistake((c) => c.i32(1).block(() => c.op('drop')))).toBe(
      '2 (drop): takes a value, found nothing',
    );
    expect(mistake((c) => c.i32(1).loop((again) => again()))).toBe(
      '2 (br_if): takes i32, found nothing',
    );
  });

  test('without a condition, or that is jumped to from outside, is refused', () => {
    expect(mistake((c) => c.when(() => {}))).toBe('0 (if): takes i32, found nothing');
    const late = (c: FunctionCode) => {
      let jump = () => {};
      c.block((leave) => {
        jump = leave;
      });
      c.i32(1);
      jump();
    };
    expect(mistake(late)).toBe('3 (br_if): the block it jumps to is closed');
  });
});

describe('a function', () => {
  test('that leaves too much, too little or another type is refused', () => {
    expect(mistake((c) => c.i32(1))).toBe('0 (i32.const): the function gives nothing, found i32');
    const gives = (write: (c: FunctionCode) => void) => () => {
      const c = new FunctionCode('half', [], ['f32']);
      write(c);
      new ModuleBuilder({ initial: 1 }).add(c);
    };
    const half = 'internal: function half, instruction';
    expect(gives((c) => c.f32(1))).not.toThrow();
    expect(gives(() => {})).toThrow(`${half} -1 (none): the function gives f32, found nothing`);
    expect(gives((c) => c.i32(1))).toThrow(
      `${half} 0 (i32.const): the function gives f32, found i32`,
    );
  });

  test('that is called with other operands than it takes is refused', () => {
    const module = new ModuleBuilder({ initial: 1 });
    const callee = new FunctionCode('callee', ['i32', 'v128'], ['f32']);
    callee.f32(1);
    const called = module.add(callee);
    expect(mistake((c) => c.i32(1).zero().call(called).op('drop'))).toBe('none');
    expect(mistake((c) => c.zero().i32(1).call(called).op('drop'))).toBe(
      '2 (call): takes v128, found i32',
    );
    expect(mistake((c) => c.i32(1).zero().call(called).op('i32.eqz').op('drop'))).toBe(
      '3 (i32.eqz): takes i32, found f32',
    );
  });
});

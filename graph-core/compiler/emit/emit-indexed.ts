/** Gathers and scatters: rows that indices name, negative ones from the end, those out of range as NaN. */
import type { GatherKernel, ScatterKernel } from '../ir/kernel.ts';
import type { Access } from '../ir/scalar-code.ts';
import type { FunctionCode } from '../wasm/function-code.ts';
import type { EmitContext } from './emit-map.ts';
import { counted, emitPlus } from './walk.ts';

/** Locals for the index at hand. */
interface IndexLocals {
  /** Not 0: it names no place. */
  readonly wrong: number;
  /** The place it names. */
  readonly place: number;
  /** The index as it is given; free for other numbers afterwards. */
  readonly index: number;
}

const indexLocals = (c: FunctionCode): IndexLocals => ({
  wrong: c.local('i32'),
  place: c.local('i32'),
  index: c.local('f32'),
});

/** Emits a gather. */
export function emitGather(c: FunctionCode, kernel: GatherKernel, context: EmitContext): void {
  const { from, to } = kernel;
  const own = indexLocals(c);
  eachIndex(c, kernel, own, context, (o, k) => {
    counted(c, kernel.inner, (i) => {
      emitAddress(c, context, to, [o, k, i]);
      c.get(own.wrong).when(
        () => c.f32(Number.NaN).set(own.index),
        () => {
          emitAddress(c, context, from, [o, own.place, i]);
          c.op('f32.load').set(own.index);
        },
      );
      c.get(own.index).op('f32.store');
    });
  });
}

/** Emits a scatter; where one index names no place everything is NaN, since its row would be lost without a trace. */
export function emitScatter(c: FunctionCode, kernel: ScatterKernel, context: EmitContext): void {
  const { outer, size, inner, from, to } = kernel;
  const own = indexLocals(c);
  const fillAll = (value: number) => {
    counted(c, outer * size * inner, (e) => {
      c.i32(context.start(to).offset);
      emitPlus(c, e, 1);
      c.f32(value).op('f32.store');
    });
  };
  fillAll(0);
  eachIndex(c, kernel, own, context, (o, k) => {
    counted(c, inner, (i) => {
      c.get(own.wrong)
        .op('i32.eqz')
        .when(() => {
          emitAddress(c, context, to, [o, own.place, i]);
          emitAddress(c, context, to, [o, own.place, i]);
          c.op('f32.load');
          emitAddress(c, context, from, [o, k, i]);
          c.op('f32.load').op('f32.add').op('f32.store');
        });
    });
    const lost = c.scratch('scatter.lost', 'i32');
    c.get(lost).get(own.wrong).op('i32.or').set(lost);
  });
  const lost = c.scratch('scatter.lost', 'i32');
  c.get(lost).when(() => fillAll(Number.NaN));
  c.i32(0).set(lost);
}

/** For every outer position and every index: reads it into its locals, then `body` with both positions. */
function eachIndex(
  c: FunctionCode,
  { outer, count, size, indices }: GatherKernel | ScatterKernel,
  { wrong, place, index }: IndexLocals,
  { start }: EmitContext,
  body: (outer: number, k: number) => void,
): void {
  counted(c, outer, (o) => {
    counted(c, count, (k) => {
      c.i32(start(indices).offset);
      emitPlus(c, k, indices.strides[0]);
      c.op('f32.load').tee(index);
      c.op('i32.trunc_sat_f32_s').tee(place);
      c.op('f32.convert_i32_s').get(index).op('f32.eq').set(wrong);
      // `wrong` is 1 here when the index is whole; negative ones count from the end.
      c.get(place).get(place).i32(size).op('i32.add').get(place).i32(0).op('i32.ge_s').op('select');
      c.tee(place).i32(size).op('i32.lt_u').get(wrong).op('i32.and').op('i32.eqz').set(wrong);
      body(o, k);
    });
  });
}

/** The address of an element, by the locals of its three positions. */
function emitAddress(
  c: FunctionCode,
  { start }: EmitContext,
  access: Access,
  positions: readonly [number, number, number],
): void {
  c.i32(start(access).offset);
  positions.forEach((position, axis) => {
    emitPlus(c, position, access.strides[axis]);
  });
}

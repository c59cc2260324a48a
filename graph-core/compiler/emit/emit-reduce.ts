/**
 * Reductions. Where the kept axis is contiguous, four results grow side by side; otherwise four partial
 * results of one. Long sums accumulate in f64.
 */
import type { Monoid } from '../../ops/kit/lowering.ts';
import { elementCount } from '../../tensor/shape.ts';
import { LANES } from '../ir/buffer.ts';
import type { ReduceKernel } from '../ir/kernel.ts';
import type { Access } from '../ir/scalar-code.ts';
import type { FunctionCode } from '../wasm/function-code.ts';
import { type EmitContext, loadsOf, mayStoreWhole, unrollingOf } from './emit-map.ts';
import { emitLoad, emitStore } from './memory-access.ts';
import { type Leaves, ScalarEmitter } from './scalar-emitter.ts';
import { type At, emitWalk, type Walked } from './walk.ts';

/** Sums of more terms than this accumulate in f64. */
const LONG = 256;

const NEUTRAL: Record<Monoid, number> = { add: 0, max: -Infinity, min: Infinity };
const COMBINE = { add: 'f32x4.add', max: 'f32x4.max', min: 'f32x4.min' } as const;

/** Emits a reduction. */
export function emitReduce(c: FunctionCode, kernel: ReduceKernel, context: EmitContext): void {
  const { shape, reduced, element, code } = kernel;
  const kept = shape.length;
  const loads = loadsOf(element);
  const tailLoads = loadsOf(code.nodes);
  const stores = code.stores.map(({ access }) => access);
  const last = kept - 1;
  const sideBySide =
    kept > 0 &&
    loads.some((access) => access.strides[last] === 1) &&
    loads.every((access) => access.strides[kept + reduced.length - 1] !== 1);
  const double = kernel.monoid === 'add' && (kept === 0 || elementCount(reduced) > LONG);
  const outer: Walked[] = [
    ...loads.map((access) => ({ access, strides: access.strides.slice(0, kept) })),
    ...[...tailLoads, ...stores].map((access) => ({ access, strides: access.strides })),
  ];
  const strideOf = (access: Access): number => access.strides[last] ?? 0;
  const extent = shape[last] ?? 1;
  const emitter = new ScalarEmitter(
    c,
    code.nodes,
    code.stores.map(({ node }) => node),
  );
  emitWalk(c, {
    walked: outer,
    start: context.start,
    shape,
    vector: sideBySide,
    whole: sideBySide && mayStoreWhole(context.buffers, stores, extent, strideOf),
    budget: elementCount(reduced) <= 8 ? 4 : 1,
    unroll: 1,
    body: (at, lanes) => {
      const result = c.local('v128');
      const inner = { c, kernel, at, double, result };
      if (sideBySide) accumulateSideBySide(inner, lanes);
      else accumulateAlong(inner);
      const leaves: Leaves = {
        load: (access) => emitLoad(c, at(access), sideBySide ? strideOf(access) : 0, lanes),
        result: () => c.get(result),
      };
      const fresh = emitter.fork();
      const values = code.stores.map(({ node }) => {
        fresh.emit(node, leaves);
        const local = c.local('v128');
        c.set(local);
        return local;
      });
      code.stores.forEach(({ access }, i) => {
        emitStore(
          c,
          at(access),
          sideBySide ? strideOf(access) : 1,
          sideBySide ? lanes : 1,
          values[i],
        );
      });
    },
  });
}

interface Accumulation {
  readonly c: FunctionCode;
  readonly kernel: ReduceKernel;
  readonly at: At;
  readonly double: boolean;
  /** The local that receives the result. */
  readonly result: number;
}

/** Four results at a time: one accumulator, which goes through all terms. */
function accumulateSideBySide(
  { c, kernel, at, double, result }: Accumulation,
  lanes: number,
): void {
  const { shape, reduced, element, node, monoid } = kernel;
  const kept = shape.length;
  const low = c.local('v128');
  const high = c.local('v128');
  c.splat(NEUTRAL[monoid]).set(low);
  if (double) c.splat(0).set(high);
  const emitter = new ScalarEmitter(c, element, [node]);
  emitWalk(c, {
    walked: loadsOf(element).map((access) => ({ access, strides: access.strides.slice(kept) })),
    start: at,
    shape: reduced,
    vector: false,
    whole: false,
    ...unrollingOf(element),
    body: (inner) => {
      const fresh = emitter.fork();
      if (!double) c.get(low);
      fresh.emit(node, {
        load: (access) => emitLoad(c, inner(access), access.strides[kept - 1], lanes),
        result: () => {},
      });
      if (double) addToDoubles(c, low, high);
      else c.op(COMBINE[monoid]).set(low);
    },
  });
  if (!double) c.get(low).set(result);
  else {
    c.get(low).op('f32x4.demote_f64x2_zero').get(high).op('f32x4.demote_f64x2_zero');
    c.shuffle([0, 1, 4, 5]).set(result);
  }
}

/** One result at a time: partial results in the lanes, combined at the end; the result is in all lanes. */
function accumulateAlong({ c, kernel, at, double, result }: Accumulation): void {
  const { shape, reduced, element, node, monoid } = kernel;
  const kept = shape.length;
  const axis = reduced.length - 1;
  const low = c.local('v128');
  const high = c.local('v128');
  c.splat(NEUTRAL[monoid]).set(low);
  if (double) c.splat(0).set(high);
  const emitter = new ScalarEmitter(c, element, [node]);
  emitWalk(c, {
    walked: loadsOf(element).map((access) => ({ access, strides: access.strides.slice(kept) })),
    start: at,
    shape: reduced,
    vector: true,
    whole: false,
    ...unrollingOf(element),
    body: (inner, lanes) => {
      const fresh = emitter.fork();
      if (!double) c.get(low);
      const leaves: Leaves = {
        load: (access) => emitLoad(c, inner(access), access.strides[kept + axis], lanes),
        result: () => {},
      };
      fresh.emit(node, leaves);
      if (lanes < LANES) c.splat(NEUTRAL[monoid]).laneMask(lanes).op('v128.bitselect');
      if (double) addToDoubles(c, low, high);
      else c.op(COMBINE[monoid]).set(low);
    },
  });
  if (double) {
    c.get(low).get(high).op('f64x2.add').tee(low);
    c.get(low).get(low).shuffle([2, 3, 2, 3]).op('f64x2.add').op('f32x4.demote_f64x2_zero');
    c.set(result);
  } else {
    const combine = COMBINE[monoid];
    c.get(low).get(low).get(low).shuffle([2, 3, 0, 1]).op(combine).set(low);
    c.get(low).get(low).get(low).shuffle([1, 0, 3, 2]).op(combine).set(result);
  }
  c.get(result).get(result).shuffle([0, 0, 0, 0]).set(result);
}

/** Adds the four f32 on the stack to two pairs of f64. */
function addToDoubles(c: FunctionCode, low: number, high: number): void {
  const term = c.scratch('reduce.term');
  c.set(term);
  c.get(low).get(term).op('f64x2.promote_low_f32x4').op('f64x2.add').set(low);
  c.get(high).get(term).get(term).shuffle([2, 3, 2, 3]).op('f64x2.promote_low_f32x4');
  c.op('f64x2.add').set(high);
}

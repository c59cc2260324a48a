/**
 * Reductions. Where the kept axis is contiguous, four results grow side by side; otherwise four partial
 * results of one. Long sums accumulate in f64. x [3, 8], one letter a row:
 *
 *   over axis 0 (side by side)                over axis 1 (along)
 *     a0 a1 a2 a3 │ a4 a5 a6 a7                 a0 a1 a2 a3 + a4 a5 a6 a7 = p0 p1 p2 p3   (partial results)
 *   + b0 b1 b2 b3 │ b4 b5 b6 b7                 + with its halves exchanged: p0 p1 p2 p3 + p2 p3 p0 p1
 *   + c0 c1 c2 c3 │ c4 c5 c6 c7                 + with its neighbors exchanged: the result in every lane
 *   = two vectors of results, no shuffle        then the next row
 *
 * In f64 a vector of four is two: lanes 0 and 1 in `low`, lanes 2 and 3 in `high`.
 */
import { elementCount } from '../../tensor/shape.ts';
import { BYTES, LANES } from '../ir/buffer.ts';
import type { ReduceKernel } from '../ir/kernel.ts';
import { NEUTRAL } from '../ir/monoid.ts';
import type { Access } from '../ir/scalar-code.ts';
import type { FunctionCode } from '../wasm/function-code.ts';
import { COMBINE } from './combine.ts';
import { accessesOf, type EmitContext, loadsOf, mayStoreWhole, unrollingOf } from './emit-map.ts';
import { emitLoad, emitStore } from './memory-access.ts';
import { type Leaves, ScalarEmitter } from './scalar/scalar-emitter.ts';
import { type At, emitWalk } from './walk.ts';

/** Sums of more terms than this accumulate in f64. */
const LONG = 1024;

/** Vectors of results that grow side by side. */
const PANEL = 4;

/** Emits a reduction. */
export function emitReduce(c: FunctionCode, kernel: ReduceKernel, context: EmitContext): void {
  const { shape, reduced, element } = kernel;
  const kept = shape.length;
  const loads = loadsOf(element);
  const sideBySide =
    kept > 0 &&
    loads.some((access) => access.strides[kept - 1] === 1) &&
    loads.every((access) => access.strides[kept + reduced.length - 1] !== 1);
  const double = kernel.monoid === 'add' && (kept === 0 || elementCount(reduced) > LONG);
  const looped = sideBySide ? kept - 1 : kept;
  const walk = { vector: false, whole: false, unroll: 1 } as const;
  emitWalk(c, {
    walked: accessesIn(kernel).map((access) => ({
      access,
      strides: access.strides.slice(0, looped),
    })),
    start: context.start,
    shape: shape.slice(0, looped),
    ...walk,
    budget: elementCount(reduced) <= 8 ? 4 : 1,
    body: (at) => {
      if (!sideBySide) {
        const result = accumulateAlong(c, kernel, at, double);
        finish(c, kernel, at, [result], { lanes: 1, alone: true });
        return;
      }
      emitPanels(c, kernel, context, at, (panelAt, vectors, lanes) => {
        const results = accumulateSideBySide(c, kernel, panelAt, double, vectors);
        finish(c, kernel, panelAt, results, { lanes, alone: false });
      });
    },
  });
}

/** Everything the kernel reads and writes. */
function accessesIn({ element, code }: ReduceKernel): Access[] {
  return [...loadsOf(element), ...accessesOf(code)];
}

/** Runs along the last kept axis, several vectors of results at a time. */
function emitPanels(
  c: FunctionCode,
  kernel: ReduceKernel,
  { buffers }: EmitContext,
  start: At,
  body: (at: At, vectors: number, lanes: number) => void,
): void {
  const axis = kernel.shape.length - 1;
  const extent = kernel.shape[axis];
  const stores = kernel.code.stores.map(({ access }) => access);
  const whole = mayStoreWhole(buffers, stores, extent, (access) => access.strides[axis]);
  const vectors = whole ? Math.ceil(extent / LANES) : Math.floor(extent / LANES);
  const panels = Math.floor(vectors / PANEL);
  const behind =
    (done: number): At =>
    (access) => {
      const from = start(access);
      return { ...from, offset: from.offset + done * LANES * access.strides[axis] * BYTES };
    };
  if (panels > 0) {
    emitWalk(c, {
      walked: accessesIn(kernel).map((access) => ({
        access,
        strides: [access.strides[axis] * LANES * PANEL],
      })),
      start,
      shape: [panels],
      vector: false,
      whole: false,
      budget: 1,
      unroll: 1,
      body: (at) => body(at, PANEL, LANES),
    });
  }
  const done = panels * PANEL;
  if (vectors > done) body(behind(done), vectors - done, LANES);
  if (vectors * LANES < extent) body(behind(vectors), 1, extent % LANES);
}

/** The code behind the results: a vector of results side by side each, or one result alone in all lanes. */
function finish(
  c: FunctionCode,
  { shape, code }: ReduceKernel,
  at: At,
  results: readonly number[],
  { lanes, alone }: { readonly lanes: number; readonly alone: boolean },
): void {
  const axis = shape.length - 1;
  const emitter = new ScalarEmitter(
    c,
    code.nodes,
    code.stores.map(({ node }) => node),
  );
  results.forEach((result, v) => {
    const along = (access: Access): number => (alone ? 0 : access.strides[axis]);
    const place = (access: Access) => {
      const from = at(access);
      return { ...from, offset: from.offset + v * LANES * along(access) * BYTES };
    };
    const fresh = emitter.fork();
    const values = code.stores.map(({ node }) => {
      fresh.emit(node, {
        load: (access) => emitLoad(c, place(access), along(access), lanes),
        result: () => c.get(result),
      });
      const local = c.local('v128');
      c.set(local);
      return local;
    });
    code.stores.forEach(({ access }, i) => {
      emitStore(c, place(access), alone ? 1 : along(access), lanes, values[i]);
    });
  });
}

/** Several vectors of results at a time: each has one accumulator, which goes through all terms. */
function accumulateSideBySide(
  c: FunctionCode,
  kernel: ReduceKernel,
  at: At,
  double: boolean,
  vectors: number,
): number[] {
  const { shape, reduced, element, node, monoid } = kernel;
  const kept = shape.length;
  const sums = Array.from({ length: vectors }, () => ({
    low: c.local('v128'),
    high: c.local('v128'),
  }));
  for (const { low, high } of sums) {
    c.splat(NEUTRAL[monoid]).set(low);
    if (double) c.zero().set(high);
  }
  const emitter = new ScalarEmitter(c, element, [node]);
  emitWalk(c, {
    walked: loadsOf(element).map((access) => ({ access, strides: access.strides.slice(kept) })),
    start: at,
    shape: reduced,
    vector: false,
    whole: false,
    ...unrollingOf(element),
    body: (inner) => {
      sums.forEach(({ low, high }, v) => {
        if (!double) c.get(low);
        emitter.fork().emit(node, {
          load: (access) => {
            const stride = access.strides[kept - 1];
            const from = inner(access);
            const offset = from.offset + v * LANES * stride * BYTES;
            emitLoad(c, { ...from, offset }, stride, LANES);
          },
          result: () => {},
        });
        if (double) addToDoubles(c, low, high);
        else c.op(COMBINE[monoid]).set(low);
      });
    },
  });
  return sums.map(({ low, high }) => {
    if (double) {
      c.get(low).op('f32x4.demote_f64x2_zero').get(high).op('f32x4.demote_f64x2_zero');
      c.shuffle([0, 1, 4, 5]).set(low);
    }
    return low;
  });
}

/** One result at a time: partial results in the lanes, combined at the end; the result is in all lanes. */
function accumulateAlong(c: FunctionCode, kernel: ReduceKernel, at: At, double: boolean): number {
  const result = c.local('v128');
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
  return result;
}

/** Adds the four f32 on the stack to two pairs of f64. */
function addToDoubles(c: FunctionCode, low: number, high: number): void {
  const term = c.scratch('reduce.term');
  c.set(term);
  c.get(low).get(term).op('f64x2.promote_low_f32x4').op('f64x2.add').set(low);
  c.get(high).get(term).get(term).shuffle([2, 3, 2, 3]).op('f64x2.promote_low_f32x4');
  c.op('f64x2.add').set(high);
}

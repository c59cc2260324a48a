/**
 * x to the power y, four f32 at a time, computed in f64 so that large exponents cost no digits:
 * x^y = 2^(y log2 x). With x = m 2^e and s = (m − 1) / (m + 1), log2 x = e + 2 / ln 2 · (s + s³/3 + s⁵/5 + …).
 *
 * 10³: m = 1.25, e = 3, s = 0.25 / 2.25 = 0.111…, log2 10 = 3 + 0.3219 = 3.3219; times 3 is 9.9658 = n + t with
 * n = 10, t = −0.0342; e^(t ln 2) by its series is 0.97656, and n added to the exponent gives 1000.
 */
import type { FunctionCode } from '../../wasm/function-code.ts';

/** 2 (atanh-like series) for log: 1/(2k+1). */
const LOG_SERIES = [1 / 15, 1 / 13, 1 / 11, 1 / 9, 1 / 7, 1 / 5, 1 / 3, 1];
/** 1/k! for exp. */
const EXP_SERIES = [1 / 362880, 1 / 40320, 1 / 5040, 1 / 720, 1 / 120, 1 / 24, 1 / 6, 1 / 2, 1, 1];

function horner(c: FunctionCode, x: number, coefficients: readonly number[]): void {
  c.splatDouble(coefficients[0]);
  for (const coefficient of coefficients.slice(1)) {
    c.get(x).op('f64x2.mul').splatDouble(coefficient).op('f64x2.add');
  }
}

/** |x|^y of the two f64 in `x` and `y` (clamped to the range of f32), left on the stack. */
function powerOfTwoLanes(c: FunctionCode, x: number, y: number): void {
  const bits = c.scratch('power.bits');
  const m = c.scratch('power.m');
  const s = c.scratch('power.s');
  const z = c.scratch('power.z');
  const e = c.scratch('power.e');
  const log = c.scratch('power.log');
  // |x| = m 2^e with m in [√½, √2), by the bits of x less those of √½.
  const root = 0x3fe6a09e667f3bcdn;
  const constant64 = (value: bigint) =>
    c.constant(new Uint8Array(BigInt64Array.of(value, value).buffer));
  c.get(x).op('f64x2.abs').tee(m);
  constant64(root).op('i64x2.sub').set(bits);
  c.get(bits);
  constant64(0x000fffffffffffffn).op('v128.and');
  constant64(root).op('i64x2.add').set(s);
  // e as f64: the shifted bits, put into the low bits of 1.5 · 2^52.
  c.get(bits).i32(52).op('i64x2.shr_s');
  constant64(0x4338000000000000n).op('i64x2.add').splatDouble(6755399441055744).op('f64x2.sub');
  c.set(e);
  c.get(s).splatDouble(1).op('f64x2.sub').get(s).splatDouble(1).op('f64x2.add').op('f64x2.div');
  c.tee(s).get(s).op('f64x2.mul').set(z);
  horner(c, z, LOG_SERIES);
  c.get(s)
    .op('f64x2.mul')
    .splatDouble(2 * Math.LOG2E)
    .op('f64x2.mul')
    .get(e)
    .op('f64x2.add');
  c.set(log);
  // The logarithms of 0 and infinity.
  c.splatDouble(-Infinity)
    .get(log)
    .get(m)
    .splatDouble(0)
    .op('f64x2.eq')
    .op('v128.bitselect')
    .set(log);
  c.get(m).get(log).get(m).splatDouble(Infinity).op('f64x2.eq').op('v128.bitselect').set(log);
  // NaN in x would be lost in the bits.
  c.get(log).get(m).get(m).get(m).op('f64x2.eq').op('v128.bitselect');
  const t = c.scratch('power.t');
  const n = c.scratch('power.n');
  c.get(y)
    .op('f64x2.mul')
    .splatDouble(300)
    .op('f64x2.pmin')
    .splatDouble(-300)
    .op('f64x2.pmax')
    .set(t);
  c.get(t).op('f64x2.nearest').set(n);
  c.get(t).get(n).op('f64x2.sub').splatDouble(Math.LN2).op('f64x2.mul').set(z);
  horner(c, z, EXP_SERIES);
  c.get(n).splatDouble(6755399441055744).op('f64x2.add').i32(52).op('i64x2.shl');
  constant64(0x3ff0000000000000n).op('i64x2.add').op('f64x2.mul');
}

/**
 * Takes x and y from the stack. Signs, whole exponents, 0 and infinity as in C99: 1 to the power of anything,
 * anything to the power of 0 and -1 to an infinite power are 1, also where the other is no number.
 */
export function emitPower(c: FunctionCode): void {
  const x = c.scratch('power.base');
  const y = c.scratch('power.exponent');
  const wideX = c.scratch('power.wideX');
  const wideY = c.scratch('power.wideY');
  const low = c.scratch('power.low');
  const size = c.scratch('power.size');
  c.set(y).set(x);
  const widened = (local: number, high: boolean, into: number) => {
    c.get(local);
    if (high) c.get(local).shuffle([2, 3, 2, 3]);
    c.op('f64x2.promote_low_f32x4').set(into);
  };
  for (const high of [false, true]) {
    widened(x, high, wideX);
    widened(y, high, wideY);
    powerOfTwoLanes(c, wideX, wideY);
    c.op('f32x4.demote_f64x2_zero').set(high ? size : low);
  }
  c.get(low).get(size).shuffle([0, 1, 4, 5]).set(size);
  // A negative base: the sign of an odd exponent, NaN for an exponent that is not whole.
  const whole = c.scratch('power.whole');
  const odd = c.scratch('power.odd');
  const half = c.scratch('power.half');
  c.get(y).get(y).op('f32x4.floor').op('f32x4.eq').set(whole);
  c.get(y).splat(0.5).op('f32x4.mul').tee(half).get(half).op('f32x4.floor').op('f32x4.ne');
  c.get(whole).op('v128.and').set(odd);
  c.get(size)
    .get(odd)
    .get(x)
    .op('v128.and')
    .splatInt(-(2 ** 31))
    .op('v128.and')
    .op('v128.xor');
  c.set(size);
  c.get(size).splat(Number.NaN);
  const fine = c.scratch('power.fine');
  c.get(x).splat(0).op('f32x4.lt').op('v128.not').get(whole).op('v128.or').set(fine);
  c.get(x).splat(-Infinity).op('f32x4.eq').get(fine).op('v128.or').op('v128.bitselect').set(size);
  const one = c.scratch('power.one');
  c.get(y).op('f32x4.abs').splat(Infinity).op('f32x4.eq');
  c.get(x).op('f32x4.abs').splat(1).op('f32x4.eq').op('v128.and');
  c.get(x).splat(1).op('f32x4.eq').op('v128.or');
  c.get(y).splat(0).op('f32x4.eq').op('v128.or').set(one);
  c.splat(1).get(size).get(one).op('v128.bitselect');
}

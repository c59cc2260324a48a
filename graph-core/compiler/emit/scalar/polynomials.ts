/**
 * Elementary functions of four f32 at a time, x on the stack and the result on the stack. Own polynomials,
 * so that every machine and browser gives the same bits. Infinite numbers and NaN come out as in f64, and so do
 * denormal numbers: a logarithm or a quotient makes ordinary ones of them.
 *
 * Sources: Cephes (Moshier) for exp; FreeBSD msun for log; Eigen for tanh and erf.
 */
import type { FunctionCode } from '../../wasm/function-code.ts';

const LOG2_E = Math.LOG2E;
const LN2_HIGH = 0.693359375;
const LN2_LOW = -2.1219444005469057e-4;
/** Adding it rounds to a whole number, which then stands in the low bits of the sum: 1.5 · 2^23. */
const MAGIC = 12582912;

/** Horner's rule in `x` with the coefficients from the highest power; the value stays on the stack. */
export function horner(c: FunctionCode, x: number, coefficients: readonly number[]): void {
  c.splat(coefficients[0]);
  for (const coefficient of coefficients.slice(1)) {
    if (c.fused) c.get(x).splat(coefficient).op('f32x4.relaxed_madd');
    else c.get(x).op('f32x4.mul').splat(coefficient).op('f32x4.add');
  }
}

/**
 * Splits x = n ln 2 + r with |r| ≤ ln 2 / 2. Sets the scratch `exp.r`, leaves nothing; `exp.n` then holds
 * the sum with MAGIC, whose low bits are n.
 */
function splitByLn2(c: FunctionCode, x: number): { readonly r: number; readonly n: number } {
  const n = c.scratch('exp.n');
  const r = c.scratch('exp.r');
  const whole = c.scratch('exp.whole');
  c.get(x).splat(LOG2_E).op('f32x4.mul').splat(MAGIC).op('f32x4.add').set(n);
  c.get(n).splat(MAGIC).op('f32x4.sub').set(whole);
  c.get(x).get(whole).splat(LN2_HIGH).op('f32x4.mul').op('f32x4.sub');
  c.get(whole).splat(LN2_LOW).op('f32x4.mul').op('f32x4.sub').set(r);
  return { r, n };
}

/** (eʳ - 1 - r) / r² for |r| ≤ ln 2 / 2. */
const EXP_TAIL = [
  1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1,
  5.0000001201e-1,
];

/** Below it half of the scale, or eˣ itself, is a denormal number. */
const LEAST_NORMAL = -86;
/** Below it eˣ is less than half of the least denormal number. */
const LEAST = -104;
/** Doublings that keep the factors of a denormal result normal. */
const RAISED = 25;

/** e to the power of x. */
export function emitExp(c: FunctionCode): void {
  const x = c.scratch('exp.x');
  const small = c.scratch('exp.small');
  c.splat(89).op('f32x4.pmin').splat(LEAST).op('f32x4.pmax').set(x);
  const { r, n } = splitByLn2(c, x);
  horner(c, r, EXP_TAIL);
  const tail = c.scratch('exp.tail');
  c.set(tail);
  c.mulAdd(
    () => c.get(tail).get(r).op('f32x4.mul'),
    () => c.get(r),
    () => c.get(r),
  );
  c.splat(1).op('f32x4.add');
  // Half of the scale, then the double: 2^128 is no f32, but a result just below it is. Where the result is
  // denormal, a scale that is normal, then what is too much of it: it is rounded once, at the end.
  c.get(x).splat(LEAST_NORMAL).op('f32x4.lt').set(small);
  c.get(n).get(small).splatInt(RAISED).op('v128.and').op('i32x4.add');
  c.i32(23)
    .op('i32x4.shl')
    .splatInt(126 << 23)
    .op('i32x4.add')
    .op('f32x4.mul');
  c.splat(2 ** (1 - RAISED))
    .splat(2)
    .get(small)
    .op('v128.bitselect')
    .op('f32x4.mul');
}

/** eˣ - 1, exact also near 0. */
export function emitExpm1(c: FunctionCode): void {
  const x = c.scratch('expm1.x');
  const given = c.scratch('expm1.given');
  const scale = c.scratch('expm1.scale');
  c.tee(given).splat(88.5).op('f32x4.pmin').splat(-20).op('f32x4.pmax').set(x);
  const { r, n } = splitByLn2(c, x);
  c.get(n)
    .i32(23)
    .op('i32x4.shl')
    .splatInt(126 << 23)
    .op('i32x4.add')
    .set(scale);
  horner(c, r, EXP_TAIL);
  const tail = c.scratch('exp.tail');
  c.set(tail);
  c.mulAdd(
    () => c.get(tail).get(r).op('f32x4.mul'),
    () => c.get(r),
    () => c.get(r),
  );
  c.get(scale).op('f32x4.mul').get(scale).splat(0.5).op('f32x4.sub').op('f32x4.add');
  c.splat(2).op('f32x4.mul');
  const result = c.scratch('expm1.result');
  c.set(result);
  c.splat(Infinity).get(result).get(given).splat(88.72283).op('f32x4.gt').op('v128.bitselect');
}

/** Natural logarithm; -Infinity at 0, NaN below. */
export function emitLog(c: FunctionCode): void {
  const given = c.scratch('log.given');
  const x = c.scratch('log.x');
  const bits = c.scratch('log.bits');
  const small = c.scratch('log.small');
  c.set(given);
  c.get(given).splat(1.17549435e-38).op('f32x4.lt').set(small);
  c.get(given).splat(8388608).op('f32x4.mul').get(given).get(small).op('v128.bitselect').set(x);
  c.get(x).splatInt(0x3f3504f3).op('i32x4.sub').set(bits);
  const e = c.scratch('log.e');
  c.get(bits).i32(23).op('i32x4.shr_s').op('f32x4.convert_i32x4_s');
  c.get(small).splat(23).op('v128.and').op('f32x4.sub').set(e);
  const f = c.scratch('log.f');
  c.get(bits).splatInt(0x007fffff).op('v128.and').splatInt(0x3f3504f3).op('i32x4.add');
  c.splat(1).op('f32x4.sub').set(f);
  const s = c.scratch('log.s');
  const z = c.scratch('log.z');
  const half = c.scratch('log.half');
  c.get(f).get(f).splat(2).op('f32x4.add').op('f32x4.div').tee(s).get(s).op('f32x4.mul').set(z);
  c.get(f).get(f).op('f32x4.mul').splat(0.5).op('f32x4.mul').set(half);
  // s (half + R(z)) + e ln2low - half + f + e ln2high
  horner(c, z, [0.24279078841, 0.28498786688, 0.40000972152, 0.66666662693]);
  c.get(z).op('f32x4.mul').get(half).op('f32x4.add').get(s).op('f32x4.mul');
  c.get(e).splat(9.0580006145e-6).op('f32x4.mul').op('f32x4.add');
  c.get(half).op('f32x4.sub').get(f).op('f32x4.add');
  c.get(e).splat(6.9313812256e-1).op('f32x4.mul').op('f32x4.add');
  const result = c.scratch('log.result');
  const special = c.scratch('log.special');
  c.set(result);
  c.splat(-Infinity).splat(Number.NaN).get(given).splat(0).op('f32x4.eq').op('v128.bitselect');
  c.set(special);
  c.get(result).get(special).get(given).splat(0).op('f32x4.gt').op('v128.bitselect').set(result);
  c.get(given).get(result).get(given).splat(Infinity).op('f32x4.eq').op('v128.bitselect');
}

/** log(1 + x), exact also near 0: the logarithm of the rounded sum, corrected by what rounding took. */
export function emitLog1p(c: FunctionCode): void {
  const x = c.scratch('log1p.x');
  const u = c.scratch('log1p.u');
  const correction = c.scratch('log1p.correction');
  c.tee(x).splat(1).op('f32x4.add').set(u);
  c.get(x).get(u).splat(1).op('f32x4.sub').op('f32x4.sub').get(u).op('f32x4.div').set(correction);
  c.get(u);
  emitLog(c);
  // At the ends (u = 0, u infinite) there is nothing to correct, and the quotient is no number.
  c.get(correction).get(correction).op('f32x4.abs').splat(1).op('f32x4.lt').op('v128.and');
  c.op('f32x4.add');
}

/** 1 / (1 + e^-x), below 0 as eˣ / (1 + eˣ), which keeps what is small. */
export function emitSigmoid(c: FunctionCode): void {
  const x = c.scratch('sigmoid.x');
  const e = c.scratch('sigmoid.e');
  c.tee(x).op('f32x4.abs').op('f32x4.neg');
  emitExp(c);
  c.set(e);
  c.get(e).splat(1).get(x).splat(0).op('f32x4.lt').op('v128.bitselect');
  c.get(e).splat(1).op('f32x4.add').op('f32x4.div');
}

/** Hyperbolic tangent by a rational function. */
export function emitTanh(c: FunctionCode): void {
  const x = c.scratch('tanh.x');
  const z = c.scratch('tanh.z');
  c.splat(7.905311107635498).op('f32x4.pmin').splat(-7.905311107635498).op('f32x4.pmax').set(x);
  c.get(x).get(x).op('f32x4.mul').set(z);
  horner(
    c,
    z,
    [
      -2.76076847742355e-16, 2.00018790482477e-13, -8.60467152213735e-11, 5.12229709037114e-8,
      1.48572235717979e-5, 6.37261928875436e-4, 4.89352455891786e-3,
    ],
  );
  c.get(x).op('f32x4.mul');
  horner(c, z, [1.19825839466702e-6, 1.18534705686654e-4, 2.268434632439e-3, 4.89352518554385e-3]);
  c.op('f32x4.div');
}

/** Error function by a rational function. */
export function emitErf(c: FunctionCode): void {
  const x = c.scratch('erf.x');
  const z = c.scratch('erf.z');
  c.splat(4).op('f32x4.pmin').splat(-4).op('f32x4.pmax').set(x);
  c.get(x).get(x).op('f32x4.mul').set(z);
  horner(
    c,
    z,
    [
      -2.72614225801306e-10, 2.77068142495902e-8, -2.10102402082508e-6, -5.69250639462346e-5,
      -7.34990630326855e-4, -2.95459980854025e-3, -1.60960333262415e-2,
    ],
  );
  c.get(x).op('f32x4.mul');
  horner(
    c,
    z,
    [
      -1.45660718464996e-5, -2.13374055278905e-4, -1.68282697438203e-3, -7.37332916720468e-3,
      -1.42647390514189e-2,
    ],
  );
  c.op('f32x4.div');
}

/**
 * Sine and cosine of four f32 at a time. Angles are reduced by quarters of a circle: in f64 where that keeps
 * enough digits, and beyond by whole numbers, with the digits of 2/π that matter for the size of the angle.
 *
 * Sources: Cephes (Moshier) for the polynomials; Payne and Hanek, "Radian reduction for trigonometric
 * functions" (1983), for large angles.
 */
import type { FunctionCode } from '../../wasm/function-code.ts';
import { horner } from './polynomials.ts';

const HALF_PI_HIGH = 1.5707963267948966;
const HALF_PI_LOW = 6.123233995736766e-17;

/** The rest of x by quarters of a circle, in f64 so that large angles keep their digits, and which quarter. */
function quarter(c: FunctionCode, x: number): { readonly r: number; readonly k: number } {
  const r = c.scratch('angle.r');
  const k = c.scratch('angle.k');
  const wide = c.scratch('angle.wide');
  const turns = c.scratch('angle.turns');
  const half = (push: () => void, keepR: number, keepK: number) => {
    push();
    c.op('f64x2.promote_low_f32x4').tee(wide);
    c.splatDouble(2 / Math.PI)
      .op('f64x2.mul')
      .op('f64x2.nearest')
      .set(turns);
    c.get(wide).get(turns).splatDouble(HALF_PI_HIGH).op('f64x2.mul').op('f64x2.sub');
    c.get(turns).splatDouble(HALF_PI_LOW).op('f64x2.mul').op('f64x2.sub');
    c.op('f32x4.demote_f64x2_zero').set(keepR);
    c.get(turns).op('i32x4.trunc_sat_f64x2_s_zero').set(keepK);
  };
  const lowR = c.scratch('angle.lowR');
  const lowK = c.scratch('angle.lowK');
  half(() => c.get(x), lowR, lowK);
  half(() => c.get(x).get(x).shuffle([2, 3, 2, 3]), r, k);
  c.get(lowR).get(r).shuffle([0, 1, 4, 5]).set(r);
  c.get(lowK).get(k).shuffle([0, 1, 4, 5]).set(k);
  return { r, k };
}

/** From here on an angle is reduced by whole numbers: in f64 the rest would have lost digits. */
const FAR = 2 ** 25;

/** The first 224 binary digits of 2/π. */
const TWO_OVER_PI = [
  0xa2f9836e, 0x4e441529, 0xfc2757d1, 0xf534ddc0, 0xdb629599, 0x3c439041, 0xfe5163ab,
];

/** 16 bytes of 2/π from byte `from` on, the most significant first; 0 behind the last. */
function digits(from: number): Uint8Array {
  return Uint8Array.from({ length: 16 }, (_, i) => {
    const word = TWO_OVER_PI[(from + i) >> 2] ?? 0;
    return word >>> (24 - 8 * ((from + i) & 3));
  });
}

/**
 * Puts the rests and quarters of the lanes chosen by `far` into `r` and `k`. With |x| = m 2^e, digits of 2/π
 * that are worth 4 or more as a multiple of 2^e change no quarter; the 96 behind them, times m, are the
 * quarters in fixed point: two digits before the point, 62 after it.
 *
 * x = 2^30 is m = 2^23 times 2^e with e = 7, so 5 digits (e − 2) are left out: `skipped` = exponent − 152 = 5.
 *
 *   2/π = 0.10100 01011111001…      m · 0.01011111001… (96 digits), whole turns dropped, as 64 bits of a fraction:
 *           skipped└ window …        the topmost 2 are the quarter, the other 62 the rest of it
 *
 * `window` holds two words of 64 digits beginning at the byte of the first wanted digit, `shift` the digits of
 * that byte that are not wanted. Rounding to the nearest quarter (+ 2^61) leaves a rest between −½ and ½.
 */
function emitFarQuarters(
  c: FunctionCode,
  x: number,
  far: number,
  { r, k }: { readonly r: number; readonly k: number },
): void {
  const own = farLocals(c);
  // One lane after the other stands first.
  const rotate = (local: number) => c.get(local).get(local).shuffle([1, 2, 3, 0]).set(local);
  c.repeat(4, () => {
    c.get(far).op('i32x4.extract_lane', 0, 0);
    c.when(() => {
      c.get(x).op('i32x4.extract_lane', 0, 0).tee(own.bits);
      emitDecomposed(c, own);
      emitWindow(c, own);
      emitTurns(c, own);
      emitRest(c, own);
      const rest = c.scratch('far.rest', 'f32');
      c.set(rest).get(r).get(rest).op('f32x4.replace_lane', 0, 0).set(r);
      c.get(k);
      c.get(own.whole).get(own.sign).op('i64.xor').get(own.sign).op('i64.sub').op('i32.wrap_i64');
      c.op('i32x4.replace_lane', 0, 0).set(k);
    });
    for (const local of [x, far, r, k]) rotate(local);
  });
}

type FarLocals = ReturnType<typeof farLocals>;

const farLocals = (c: FunctionCode) => ({
  /** The angle as it lies in memory. */
  bits: c.scratch('far.bits', 'i32'),
  /** Digits of 2/π that are left out. */
  skipped: c.scratch('far.skipped', 'i32'),
  places: c.scratch('far.places'),
  /** The digits behind them: two words of 64. */
  window: c.scratch('far.window'),
  /** The angle is ± m 2^e. */
  m: c.scratch('far.m', 'i64'),
  /** Digits left out within the first byte of the window. */
  shift: c.scratch('far.shift', 'i64'),
  /** All ones when the angle is negative, else 0. */
  sign: c.scratch('far.sign', 'i64'),
  /** Quarters in fixed point. */
  turns: c.scratch('far.turns', 'i64'),
  /** The nearest whole number of quarters. */
  whole: c.scratch('far.whole', 'i64'),
});

const constant = (c: FunctionCode, value: number) => c.op('i64.const', value);

/** The bits on the stack as m, sign and the digits to leave out. */
function emitDecomposed(c: FunctionCode, { bits, skipped, m, shift, sign }: FarLocals): void {
  // e - 2 digits are left out: the exponent less that of 2^25.
  c.i32(23).op('i32.shr_u').i32(255).op('i32.and').i32(152).op('i32.sub').set(skipped);
  c.get(bits).i32(0x7fffff).op('i32.and').i32(0x800000).op('i32.or');
  c.op('i64.extend_i32_u').set(m);
  c.get(bits).op('i64.extend_i32_s');
  constant(c, 63).op('i64.shr_s').set(sign);
  c.get(skipped).i32(7).op('i32.and').op('i64.extend_i32_u').set(shift);
}

/** Two words of 64 digits, each with its least byte first. */
function emitWindow(c: FunctionCode, { skipped, places, window }: FarLocals): void {
  c.get(skipped).i32(3).op('i32.shr_u').op('i8x16.splat');
  c.constant(Uint8Array.from({ length: 16 }, (_, i) => i ^ 7))
    .op('i8x16.add')
    .set(places);
  c.constant(digits(0)).get(places).op('i8x16.swizzle');
  c.constant(digits(16)).get(places);
  c.constant(new Uint8Array(16).fill(256 - 16))
    .op('i8x16.add')
    .op('i8x16.swizzle');
  c.op('v128.or').set(window);
}

/** The first 64 digits behind those left out, then 32 more, times m; and the whole quarters in them. */
function emitTurns(c: FunctionCode, { window, shift, m, turns, whole }: FarLocals): void {
  const word = (lane: number) => c.get(window).op('i64x2.extract_lane', 0, lane);
  word(0).get(shift).op('i64.shl');
  word(1);
  constant(c, 1).op('i64.shr_u');
  constant(c, 63).get(shift).op('i64.sub').op('i64.shr_u').op('i64.or');
  c.get(m).op('i64.mul');
  word(1).get(shift).op('i64.shl');
  constant(c, 32).op('i64.shr_u').get(m).op('i64.mul');
  constant(c, 32).op('i64.shr_u').op('i64.add').tee(turns);
  constant(c, 1);
  constant(c, 61).op('i64.shl').op('i64.add');
  constant(c, 62).op('i64.shr_u').set(whole);
}

/** Leaves the rest of the angle as f32, with its sign. */
function emitRest(c: FunctionCode, { turns, whole, sign }: FarLocals): void {
  c.get(turns).get(whole);
  constant(c, 62).op('i64.shl').op('i64.sub').get(sign).op('i64.xor').get(sign).op('i64.sub');
  c.op('f64.convert_i64_s')
    .f64((Math.PI / 2) * 2 ** -62)
    .op('f64.mul')
    .op('f32.demote_f64');
}

/** Sine (`shift` 0) or cosine (`shift` 1) of an angle. */
export function emitSine(c: FunctionCode, shift: 0 | 1): void {
  const x = c.scratch('angle.x');
  c.set(x);
  const { r, k } = quarter(c, x);
  const far = c.scratch('angle.far');
  c.get(x).op('f32x4.abs').tee(far).splat(FAR).op('f32x4.ge');
  c.get(far).splat(Infinity).op('f32x4.lt').op('v128.and').tee(far).op('v128.any_true');
  c.when(() => emitFarQuarters(c, x, far, { r, k }));
  const z = c.scratch('angle.z');
  const sine = c.scratch('angle.sine');
  const cosine = c.scratch('angle.cosine');
  c.get(k).splatInt(shift).op('i32x4.add').set(k);
  c.get(r).get(r).op('f32x4.mul').set(z);
  horner(c, z, [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1]);
  c.get(z).op('f32x4.mul').get(r).op('f32x4.mul').get(r).op('f32x4.add').set(sine);
  horner(c, z, [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2]);
  c.get(z).op('f32x4.mul').get(z).op('f32x4.mul');
  c.get(z).splat(0.5).op('f32x4.mul').op('f32x4.sub').splat(1).op('f32x4.add').set(cosine);
  // Odd quarters take the cosine, the last two change the sign.
  c.get(cosine).get(sine);
  c.get(k).i32(31).op('i32x4.shl').i32(31).op('i32x4.shr_s').op('v128.bitselect');
  c.get(k)
    .i32(30)
    .op('i32x4.shl')
    .splatInt(-(2 ** 31))
    .op('v128.and')
    .op('v128.xor');
}

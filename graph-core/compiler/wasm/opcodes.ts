/**
 * The instructions the compiler uses, by their names in the text format, with their bytes, the kind of
 * immediate that follows, and the types they take from the stack and leave on it. Source: WebAssembly Core
 * Specification 2.0, Index of Instructions; relaxed SIMD proposal for `f32x4.relaxed_madd`.
 */

/** What stands behind an opcode. */
export type Immediate =
  | 'none'
  | 'local'
  | 'label'
  | 'function'
  | 'block'
  | 'i32'
  | 'i64'
  | 'f32'
  | 'f64'
  | 'v128'
  | 'memory'
  | 'memoryLane'
  | 'lane'
  | 'shuffle';

/** Opcode bytes (prefixed ones as prefix and number), immediate, natural alignment as a power of two. */
export interface Opcode {
  readonly prefix: number | null;
  readonly code: number;
  readonly immediate: Immediate;
  readonly align: number;
  /**
   * Types of its operands, the top of the stack last: a letter each, as `TypeStack` has them; ? is any type,
   * the same for all. Null where they depend on the function.
   */
  readonly takes: string | null;
  /** Type of its result; empty when it leaves none. */
  readonly gives: string;
}

const control = (code: number, immediate: Immediate = 'none') => ({
  ...{ prefix: null, code, immediate, align: 0 },
  ...{ takes: null, gives: '' },
});
const plain = (
  code: number,
  takes: string,
  gives: string,
  immediate: Immediate = 'none',
  align = 0,
) => ({ prefix: null, code, immediate, align, takes, gives });
const simd = (...row: Parameters<typeof plain>) => ({ ...plain(...row), prefix: 0xfd });
const atomic = (code: number, takes: string, gives: string) => ({
  ...plain(code, takes, gives, 'memory', 2),
  prefix: 0xfe,
});
const bulk = (code: number, takes: string, gives: string) => ({
  ...plain(code, takes, gives),
  prefix: 0xfc,
});

/** Every instruction. */
export const OPCODES = {
  block: control(0x02, 'block'),
  loop: control(0x03, 'block'),
  if: control(0x04, 'block'),
  else: control(0x05),
  end: control(0x0b),
  br_if: control(0x0d, 'label'),
  call: control(0x10, 'function'),
  drop: plain(0x1a, '?', ''),
  select: plain(0x1b, '??i', '?'),
  'local.get': control(0x20, 'local'),
  'local.set': control(0x21, 'local'),
  'local.tee': control(0x22, 'local'),
  'i32.load': plain(0x28, 'i', 'i', 'memory', 2),
  'f32.load': plain(0x2a, 'i', 'f', 'memory', 2),
  'f64.load': plain(0x2b, 'i', 'd', 'memory', 3),
  'i32.store': plain(0x36, 'ii', '', 'memory', 2),
  'f32.store': plain(0x38, 'if', '', 'memory', 2),
  'f64.store': plain(0x39, 'id', '', 'memory', 3),
  'i32.const': plain(0x41, '', 'i', 'i32'),
  'i64.const': plain(0x42, '', 'l', 'i64'),
  'f32.const': plain(0x43, '', 'f', 'f32'),
  'f64.const': plain(0x44, '', 'd', 'f64'),
  'i32.eqz': plain(0x45, 'i', 'i'),
  'i32.eq': plain(0x46, 'ii', 'i'),
  'i32.ne': plain(0x47, 'ii', 'i'),
  'i32.lt_s': plain(0x48, 'ii', 'i'),
  'i32.lt_u': plain(0x49, 'ii', 'i'),
  'i32.gt_s': plain(0x4a, 'ii', 'i'),
  'i32.ge_s': plain(0x4e, 'ii', 'i'),
  'i32.ge_u': plain(0x4f, 'ii', 'i'),
  'f32.eq': plain(0x5b, 'ff', 'i'),
  'f32.lt': plain(0x5d, 'ff', 'i'),
  'f32.ge': plain(0x60, 'ff', 'i'),
  'i32.add': plain(0x6a, 'ii', 'i'),
  'i32.sub': plain(0x6b, 'ii', 'i'),
  'i32.mul': plain(0x6c, 'ii', 'i'),
  'i32.div_u': plain(0x6e, 'ii', 'i'),
  'i32.rem_u': plain(0x70, 'ii', 'i'),
  'i32.and': plain(0x71, 'ii', 'i'),
  'i32.or': plain(0x72, 'ii', 'i'),
  'i32.xor': plain(0x73, 'ii', 'i'),
  'i32.shl': plain(0x74, 'ii', 'i'),
  'i32.shr_u': plain(0x76, 'ii', 'i'),
  'i64.add': plain(0x7c, 'll', 'l'),
  'i64.sub': plain(0x7d, 'll', 'l'),
  'i64.mul': plain(0x7e, 'll', 'l'),
  'i64.or': plain(0x84, 'll', 'l'),
  'i64.xor': plain(0x85, 'll', 'l'),
  'i64.shl': plain(0x86, 'll', 'l'),
  'i64.shr_s': plain(0x87, 'll', 'l'),
  'i64.shr_u': plain(0x88, 'll', 'l'),
  'f32.add': plain(0x92, 'ff', 'f'),
  'f32.mul': plain(0x94, 'ff', 'f'),
  'f64.add': plain(0xa0, 'dd', 'd'),
  'f64.mul': plain(0xa2, 'dd', 'd'),
  'i32.wrap_i64': plain(0xa7, 'l', 'i'),
  'i32.trunc_f32_s': plain(0xa8, 'f', 'i'),
  'i64.extend_i32_s': plain(0xac, 'i', 'l'),
  'i64.extend_i32_u': plain(0xad, 'i', 'l'),
  'f32.floor': plain(0x8e, 'f', 'f'),
  'f32.convert_i32_s': plain(0xb2, 'i', 'f'),
  'f32.demote_f64': plain(0xb6, 'd', 'f'),
  'f64.convert_i64_s': plain(0xb9, 'l', 'd'),
  'f64.promote_f32': plain(0xbb, 'f', 'd'),
  'i32.trunc_sat_f32_s': bulk(0, 'f', 'i'),
  'memory.copy': bulk(10, 'iii', ''),
  'memory.fill': bulk(11, 'iii', ''),
  'memory.atomic.notify': atomic(0, 'ii', 'i'),
  'memory.atomic.wait32': atomic(1, 'iil', 'i'),
  'i32.atomic.load': atomic(16, 'i', 'i'),
  'i32.atomic.store': atomic(23, 'ii', ''),
  'i32.atomic.rmw.add': atomic(30, 'ii', 'i'),
  'v128.load': simd(0, 'i', 'v', 'memory', 4),
  'v128.load32_splat': simd(9, 'i', 'v', 'memory', 2),
  'v128.store': simd(11, 'iv', '', 'memory', 4),
  'v128.const': simd(12, '', 'v', 'v128'),
  'i8x16.shuffle': simd(13, 'vv', 'v', 'shuffle'),
  'i8x16.swizzle': simd(14, 'vv', 'v'),
  'i8x16.splat': simd(15, 'i', 'v'),
  'f32x4.splat': simd(19, 'f', 'v'),
  'f64x2.splat': simd(20, 'd', 'v'),
  'i32x4.extract_lane': simd(27, 'v', 'i', 'lane'),
  'i32x4.replace_lane': simd(28, 'vi', 'v', 'lane'),
  'i64x2.extract_lane': simd(29, 'v', 'l', 'lane'),
  'f32x4.extract_lane': simd(31, 'v', 'f', 'lane'),
  'f32x4.replace_lane': simd(32, 'vf', 'v', 'lane'),
  'f64x2.extract_lane': simd(33, 'v', 'd', 'lane'),
  'f32x4.eq': simd(65, 'vv', 'v'),
  'f32x4.ne': simd(66, 'vv', 'v'),
  'f32x4.lt': simd(67, 'vv', 'v'),
  'f32x4.gt': simd(68, 'vv', 'v'),
  'f32x4.le': simd(69, 'vv', 'v'),
  'f32x4.ge': simd(70, 'vv', 'v'),
  'f64x2.eq': simd(71, 'vv', 'v'),
  'f64x2.ne': simd(72, 'vv', 'v'),
  'f64x2.lt': simd(73, 'vv', 'v'),
  'v128.not': simd(77, 'v', 'v'),
  'v128.and': simd(78, 'vv', 'v'),
  'v128.andnot': simd(79, 'vv', 'v'),
  'v128.or': simd(80, 'vv', 'v'),
  'v128.xor': simd(81, 'vv', 'v'),
  'v128.bitselect': simd(82, 'vvv', 'v'),
  'v128.any_true': simd(83, 'v', 'i'),
  'v128.load32_lane': simd(86, 'iv', 'v', 'memoryLane', 2),
  'v128.load64_lane': simd(87, 'iv', 'v', 'memoryLane', 3),
  'v128.store32_lane': simd(90, 'iv', '', 'memoryLane', 2),
  'v128.store64_lane': simd(91, 'iv', '', 'memoryLane', 3),
  'v128.load32_zero': simd(92, 'i', 'v', 'memory', 2),
  'f32x4.demote_f64x2_zero': simd(94, 'v', 'v'),
  'f64x2.promote_low_f32x4': simd(95, 'v', 'v'),
  'f32x4.floor': simd(104, 'v', 'v'),
  'i8x16.add': simd(110, 'vv', 'v'),
  'f32x4.nearest': simd(106, 'v', 'v'),
  'f64x2.nearest': simd(148, 'v', 'v'),
  'i32x4.shl': simd(171, 'vi', 'v'),
  'i32x4.shr_s': simd(172, 'vi', 'v'),
  'i32x4.add': simd(174, 'vv', 'v'),
  'i32x4.sub': simd(177, 'vv', 'v'),
  'i64x2.shl': simd(203, 'vi', 'v'),
  'i64x2.shr_s': simd(204, 'vi', 'v'),
  'i64x2.shr_u': simd(205, 'vi', 'v'),
  'i64x2.add': simd(206, 'vv', 'v'),
  'i64x2.sub': simd(209, 'vv', 'v'),
  'f32x4.abs': simd(224, 'v', 'v'),
  'f32x4.neg': simd(225, 'v', 'v'),
  'f32x4.sqrt': simd(227, 'v', 'v'),
  'f32x4.add': simd(228, 'vv', 'v'),
  'f32x4.sub': simd(229, 'vv', 'v'),
  'f32x4.mul': simd(230, 'vv', 'v'),
  'f32x4.div': simd(231, 'vv', 'v'),
  'f32x4.min': simd(232, 'vv', 'v'),
  'f32x4.max': simd(233, 'vv', 'v'),
  'f32x4.pmin': simd(234, 'vv', 'v'),
  'f32x4.pmax': simd(235, 'vv', 'v'),
  'f64x2.abs': simd(236, 'v', 'v'),
  'f64x2.add': simd(240, 'vv', 'v'),
  'f64x2.sub': simd(241, 'vv', 'v'),
  'f64x2.mul': simd(242, 'vv', 'v'),
  'f64x2.div': simd(243, 'vv', 'v'),
  'f64x2.max': simd(245, 'vv', 'v'),
  'f64x2.min': simd(244, 'vv', 'v'),
  'f64x2.pmin': simd(246, 'vv', 'v'),
  'f64x2.pmax': simd(247, 'vv', 'v'),
  'f32x4.convert_i32x4_s': simd(250, 'v', 'v'),
  'i32x4.trunc_sat_f64x2_s_zero': simd(252, 'v', 'v'),
  'f32x4.relaxed_madd': simd(0x105, 'vvv', 'v'),
} satisfies Record<string, Opcode>;

/** The name of an instruction. */
export type OpcodeName = keyof typeof OPCODES;

/** The name of an instruction whose operands and result are the same wherever it stands. */
export type PlainName = {
  [Name in OpcodeName]: (typeof OPCODES)[Name]['takes'] extends null ? never : Name;
}[OpcodeName];

/**
 * The instructions the compiler uses, by their names in the text format, with their bytes and the kind
 * of immediate that follows. Source: WebAssembly Core Specification 2.0, Index of Instructions; relaxed
 * SIMD proposal for `f32x4.relaxed_madd`.
 */

/** What stands behind an opcode. */
export type Immediate =
  | 'none'
  | 'local'
  | 'global'
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
}

const plain = (code: number, immediate: Immediate = 'none', align = 0): Opcode => ({
  prefix: null,
  code,
  immediate,
  align,
});
const simd = (code: number, immediate: Immediate = 'none', align = 0): Opcode => ({
  prefix: 0xfd,
  code,
  immediate,
  align,
});
const atomic = (code: number): Opcode => ({ prefix: 0xfe, code, immediate: 'memory', align: 2 });
const bulk = (code: number): Opcode => ({ prefix: 0xfc, code, immediate: 'none', align: 0 });

/** Every instruction. */
export const OPCODES = {
  unreachable: plain(0x00),
  block: plain(0x02, 'block'),
  loop: plain(0x03, 'block'),
  if: plain(0x04, 'block'),
  else: plain(0x05),
  end: plain(0x0b),
  br: plain(0x0c, 'label'),
  br_if: plain(0x0d, 'label'),
  return: plain(0x0f),
  call: plain(0x10, 'function'),
  drop: plain(0x1a),
  select: plain(0x1b),
  'local.get': plain(0x20, 'local'),
  'local.set': plain(0x21, 'local'),
  'local.tee': plain(0x22, 'local'),
  'i32.load': plain(0x28, 'memory', 2),
  'f32.load': plain(0x2a, 'memory', 2),
  'f64.load': plain(0x2b, 'memory', 3),
  'i32.store': plain(0x36, 'memory', 2),
  'f32.store': plain(0x38, 'memory', 2),
  'f64.store': plain(0x39, 'memory', 3),
  'i32.const': plain(0x41, 'i32'),
  'i64.const': plain(0x42, 'i64'),
  'f32.const': plain(0x43, 'f32'),
  'f64.const': plain(0x44, 'f64'),
  'i32.eqz': plain(0x45),
  'i32.eq': plain(0x46),
  'i32.ne': plain(0x47),
  'i32.lt_s': plain(0x48),
  'i32.lt_u': plain(0x49),
  'i32.gt_s': plain(0x4a),
  'i32.ge_s': plain(0x4e),
  'i32.ge_u': plain(0x4f),
  'f32.eq': plain(0x5b),
  'f32.lt': plain(0x5d),
  'f32.ge': plain(0x60),
  'i32.add': plain(0x6a),
  'i32.sub': plain(0x6b),
  'i32.mul': plain(0x6c),
  'i32.div_u': plain(0x6e),
  'i32.rem_u': plain(0x70),
  'i32.and': plain(0x71),
  'i32.or': plain(0x72),
  'i32.xor': plain(0x73),
  'i32.shl': plain(0x74),
  'i32.shr_u': plain(0x76),
  'i64.add': plain(0x7c),
  'i64.sub': plain(0x7d),
  'i64.mul': plain(0x7e),
  'i64.or': plain(0x84),
  'i64.xor': plain(0x85),
  'i64.shl': plain(0x86),
  'i64.shr_s': plain(0x87),
  'i64.shr_u': plain(0x88),
  'f32.add': plain(0x92),
  'f32.mul': plain(0x94),
  'f64.add': plain(0xa0),
  'f64.mul': plain(0xa2),
  'i32.wrap_i64': plain(0xa7),
  'i32.trunc_f32_s': plain(0xa8),
  'i64.extend_i32_s': plain(0xac),
  'i64.extend_i32_u': plain(0xad),
  'f32.floor': plain(0x8e),
  'f32.convert_i32_s': plain(0xb2),
  'f32.demote_f64': plain(0xb6),
  'f64.convert_i64_s': plain(0xb9),
  'f64.promote_f32': plain(0xbb),
  'i32.trunc_sat_f32_s': bulk(0),
  'memory.copy': { prefix: 0xfc, code: 10, immediate: 'none', align: 0 },
  'memory.fill': { prefix: 0xfc, code: 11, immediate: 'none', align: 0 },
  'memory.atomic.notify': atomic(0),
  'memory.atomic.wait32': atomic(1),
  'i32.atomic.load': atomic(16),
  'i32.atomic.store': atomic(23),
  'i32.atomic.rmw.add': atomic(30),
  'v128.load': simd(0, 'memory', 4),
  'v128.load32_splat': simd(9, 'memory', 2),
  'v128.store': simd(11, 'memory', 4),
  'v128.const': simd(12, 'v128'),
  'i8x16.shuffle': simd(13, 'shuffle'),
  'i8x16.swizzle': simd(14),
  'i8x16.splat': simd(15),
  'f32x4.splat': simd(19),
  'f64x2.splat': simd(20),
  'i32x4.extract_lane': simd(27, 'lane'),
  'i32x4.replace_lane': simd(28, 'lane'),
  'i64x2.extract_lane': simd(29, 'lane'),
  'f32x4.extract_lane': simd(31, 'lane'),
  'f32x4.replace_lane': simd(32, 'lane'),
  'f64x2.extract_lane': simd(33, 'lane'),
  'f32x4.eq': simd(65),
  'f32x4.ne': simd(66),
  'f32x4.lt': simd(67),
  'f32x4.gt': simd(68),
  'f32x4.le': simd(69),
  'f32x4.ge': simd(70),
  'f64x2.eq': simd(71),
  'f64x2.ne': simd(72),
  'f64x2.lt': simd(73),
  'v128.not': simd(77),
  'v128.and': simd(78),
  'v128.andnot': simd(79),
  'v128.or': simd(80),
  'v128.xor': simd(81),
  'v128.bitselect': simd(82),
  'v128.any_true': simd(83),
  'v128.load32_lane': simd(86, 'memoryLane', 2),
  'v128.load64_lane': simd(87, 'memoryLane', 3),
  'v128.store32_lane': simd(90, 'memoryLane', 2),
  'v128.store64_lane': simd(91, 'memoryLane', 3),
  'v128.load32_zero': simd(92, 'memory', 2),
  'f32x4.demote_f64x2_zero': simd(94),
  'f64x2.promote_low_f32x4': simd(95),
  'f32x4.floor': simd(104),
  'i8x16.add': simd(110),
  'f32x4.nearest': simd(106),
  'f64x2.nearest': simd(148),
  'i32x4.shl': simd(171),
  'i32x4.shr_s': simd(172),
  'i32x4.add': simd(174),
  'i32x4.sub': simd(177),
  'i64x2.shl': simd(203),
  'i64x2.shr_s': simd(204),
  'i64x2.shr_u': simd(205),
  'i64x2.add': simd(206),
  'i64x2.sub': simd(209),
  'f32x4.abs': simd(224),
  'f32x4.neg': simd(225),
  'f32x4.sqrt': simd(227),
  'f32x4.add': simd(228),
  'f32x4.sub': simd(229),
  'f32x4.mul': simd(230),
  'f32x4.div': simd(231),
  'f32x4.min': simd(232),
  'f32x4.max': simd(233),
  'f32x4.pmin': simd(234),
  'f32x4.pmax': simd(235),
  'f64x2.abs': simd(236),
  'f64x2.add': simd(240),
  'f64x2.sub': simd(241),
  'f64x2.mul': simd(242),
  'f64x2.div': simd(243),
  'f64x2.max': simd(245),
  'f64x2.min': simd(244),
  'f64x2.pmin': simd(246),
  'f64x2.pmax': simd(247),
  'f32x4.convert_i32x4_s': simd(250),
  'i32x4.trunc_sat_f64x2_s_zero': simd(252),
  'f32x4.relaxed_madd': simd(0x105),
} satisfies Record<string, Opcode>;

/** The name of an instruction. */
export type OpcodeName = keyof typeof OPCODES;

/** The instruction that combines four elements with four others. */
import type { Monoid } from '../../ops/kit/lowering.ts';
import type { PlainName } from '../wasm/opcodes.ts';

/** By monoid. */
export const COMBINE = {
  add: 'f32x4.add',
  max: 'f32x4.max',
  min: 'f32x4.min',
} as const satisfies Record<Monoid, PlainName>;

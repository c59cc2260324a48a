/** Whether a value suits a setting: the one check that files, commands, inference and fields share. */
import type { Fault } from '../graph/problem.ts';
import type { Shape } from '../tensor/shape.ts';
import { MAX_RANK, tensorFromLiteral } from '../tensor/tensor.ts';
import type { NumberSetting, Setting } from './setting.ts';

/** What does not suit, in words, without the name of the setting. */
interface Misfit {
  readonly message: string;
  readonly hint: string;
}

/** What is wrong with a value for the setting called `name`, or null when it fits. */
export function settingFault(name: string, spec: Setting, value: unknown): Fault | null {
  const misfit = misfitOf(spec, value);
  if (misfit === null) return null;
  return { code: 'bad-attribute', message: `${name}: ${misfit.message}`, hint: misfit.hint };
}

function misfitOf(spec: Setting, value: unknown): Misfit | null {
  switch (spec.kind) {
    case 'number':
      return numberMisfit(spec, value);
    case 'optionalInteger':
      if (value === null || Number.isSafeInteger(value)) return null;
      return not(value, 'a whole number', 'use a whole number, or none');
    case 'boolean':
      if (typeof value === 'boolean') return null;
      return { message: `${printed(value)} is neither true nor false`, hint: 'use true or false' };
    case 'choice':
      if (spec.options.some((option) => option === value)) return null;
      return not(value, 'one of its choices', `use ${spec.options.join(' or ')}`);
    case 'axes':
    case 'integers':
      if (value === null || isIntegers(value)) return null;
      return not(value, `a list of at most ${MAX_RANK} whole numbers`, 'use a list such as [0, 1]');
    case 'shape':
      if (value === null || isShape(value)) return null;
      return not(value, 'a shape', 'use a list of sizes and names such as [2, 3] or ["N", 2]');
    case 'tensor':
      return tensorMisfit(value);
    default:
      return spec satisfies never;
  }
}

function numberMisfit({ default: usual, integer, min, max }: NumberSetting, value: unknown) {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    return not(value, 'a finite number', `use a number such as ${usual}`);
  }
  if (integer === true && !Number.isInteger(value)) {
    return not(value, 'a whole number', `use ${Math.round(value)}`);
  }
  if (min !== undefined && value < min) {
    return { message: `${value} is below ${min}`, hint: `use at least ${min}` };
  }
  if (max !== undefined && value > max) {
    return { message: `${value} is above ${max}`, hint: `use at most ${max}` };
  }
  return null;
}

function tensorMisfit(value: unknown): Misfit | null {
  if (value === null) return null;
  const parsed = tensorFromLiteral(value);
  if ('data' in parsed) return null;
  const where = parsed.path.length === 0 ? '' : ` at [${parsed.path.join('][')}]`;
  return {
    message: `${parsed.message}${where}`,
    hint: 'use a number or equally long lists of numbers',
  };
}

const not = (value: unknown, what: string, hint: string): Misfit => ({
  message: `${printed(value)} is not ${what}`,
  hint,
});

function isIntegers(value: unknown): boolean {
  return (
    Array.isArray(value) && value.length <= MAX_RANK && value.every((n) => Number.isSafeInteger(n))
  );
}

/** Names of dimensions: a letter, then letters, digits or underscores, at most 16 characters. */
const DIM_NAME = /^[A-Za-z][A-Za-z0-9_]{0,15}$/;

function isShape(value: unknown): value is Shape {
  return (
    Array.isArray(value) &&
    value.length <= MAX_RANK &&
    value.every(
      (dim) =>
        (Number.isSafeInteger(dim) && dim >= -1) || (typeof dim === 'string' && DIM_NAME.test(dim)),
    )
  );
}

function printed(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, 60);
}

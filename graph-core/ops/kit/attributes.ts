/** Attribute specs: what an operation can be told besides its inputs, with default, help and editor. */
import type { AttrValue } from '../../graph/document.ts';
import type { Fault } from '../../graph/problem.ts';
import type { Shape } from '../../tensor/shape.ts';
import { MAX_RANK, type TensorLiteral, tensorFromLiteral } from '../../tensor/tensor.ts';

/** A number, possibly whole, possibly within bounds (inclusive). */
export interface NumberAttr {
  readonly kind: 'number';
  readonly default: number;
  readonly help: string;
  readonly integer?: boolean;
  readonly min?: number;
  readonly max?: number;
}

/** A whole number, or null for "as far as it goes", such as the end of a slice. */
export interface OptionalIntegerAttr {
  readonly kind: 'optionalInteger';
  readonly default: number | null;
  readonly help: string;
}

/** Yes or no. */
export interface BooleanAttr {
  readonly kind: 'boolean';
  readonly default: boolean;
  readonly help: string;
}

/** One of a few words. */
export interface ChoiceAttr<C extends string = string> {
  readonly kind: 'choice';
  readonly options: readonly C[];
  readonly default: C;
  readonly help: string;
}

/** A list of axes; negative ones count from the end; null means all of them. */
export interface AxesAttr {
  readonly kind: 'axes';
  readonly default: readonly number[] | null;
  readonly help: string;
}

/** A list of whole numbers, such as sizes or amounts per axis; null where the operation finds them itself. */
export interface IntegersAttr {
  readonly kind: 'integers';
  readonly default: readonly number[] | null;
  readonly help: string;
}

/** A shape, dimensions by size or name; null where the shape follows from something else. */
export interface ShapeAttr {
  readonly kind: 'shape';
  readonly default: Shape | null;
  readonly help: string;
}

/** Numbers written into the document; null where there are none. */
export interface TensorAttr {
  readonly kind: 'tensor';
  readonly default: TensorLiteral | null;
  readonly help: string;
}

/** One attribute of an operation. */
export type AttrSpec =
  | NumberAttr
  | OptionalIntegerAttr
  | BooleanAttr
  | ChoiceAttr
  | AxesAttr
  | IntegersAttr
  | ShapeAttr
  | TensorAttr;

/** Attribute specs by name. */
export type AttrSpecs = Readonly<Record<string, AttrSpec>>;

type AttrOf<S extends AttrSpec> = S extends NumberAttr
  ? number
  : S extends OptionalIntegerAttr
    ? number | null
    : S extends BooleanAttr
      ? boolean
      : S extends ChoiceAttr<infer C>
        ? C
        : S extends AxesAttr | IntegersAttr
          ? readonly number[] | null
          : S extends ShapeAttr
            ? Shape | null
            : TensorLiteral | null;

/** The attribute values an operation with these specs works with: complete and of the right types. */
export type AttrsOf<S extends AttrSpecs> = { readonly [K in keyof S]: AttrOf<S[K]> };

/** Complete attribute values whose operation is not known statically. */
export type Attrs = Readonly<Record<string, AttrValue>>;

/** Builders, so that specs read as a table. */
export const attr = {
  number: (
    value: number,
    help: string,
    bounds: { readonly min?: number; readonly max?: number } = {},
  ): NumberAttr => ({ kind: 'number', default: value, help, ...bounds }),
  integer: (
    value: number,
    help: string,
    bounds: { readonly min?: number; readonly max?: number } = {},
  ): NumberAttr => ({ kind: 'number', integer: true, default: value, help, ...bounds }),
  optionalInteger: (value: number | null, help: string): OptionalIntegerAttr => ({
    kind: 'optionalInteger',
    default: value,
    help,
  }),
  boolean: (value: boolean, help: string): BooleanAttr => ({
    kind: 'boolean',
    default: value,
    help,
  }),
  choice: <const C extends string>(options: readonly [C, ...C[]], help: string): ChoiceAttr<C> => ({
    kind: 'choice',
    options,
    default: options[0],
    help,
  }),
  axes: (value: readonly number[] | null, help: string): AxesAttr => ({
    kind: 'axes',
    default: value,
    help,
  }),
  integers: (value: readonly number[] | null, help: string): IntegersAttr => ({
    kind: 'integers',
    default: value,
    help,
  }),
  shape: (value: Shape | null, help: string): ShapeAttr => ({
    kind: 'shape',
    default: value,
    help,
  }),
  tensor: (value: TensorLiteral | null, help: string): TensorAttr => ({
    kind: 'tensor',
    default: value,
    help,
  }),
};

/** What is wrong with a value for an attribute, or null when it fits. */
export function attrFault(name: string, spec: AttrSpec, value: unknown): Fault | null {
  const wrong = (message: string, hint: string): Fault => ({
    code: 'bad-attribute',
    message: `${name}: ${message}`,
    hint,
  });
  switch (spec.kind) {
    case 'number': {
      if (typeof value !== 'number' || !Number.isFinite(value)) {
        return wrong(
          `${printed(value)} is not a finite number`,
          `use a number such as ${spec.default}`,
        );
      }
      if (spec.integer === true && !Number.isInteger(value)) {
        return wrong(`${value} is not a whole number`, `use ${Math.round(value)}`);
      }
      if (spec.min !== undefined && value < spec.min) {
        return wrong(`${value} is below ${spec.min}`, `use at least ${spec.min}`);
      }
      if (spec.max !== undefined && value > spec.max) {
        return wrong(`${value} is above ${spec.max}`, `use at most ${spec.max}`);
      }
      return null;
    }
    case 'optionalInteger':
      return value === null || Number.isSafeInteger(value)
        ? null
        : wrong(`${printed(value)} is not a whole number`, 'use a whole number, or none');
    case 'boolean':
      return typeof value === 'boolean'
        ? null
        : wrong(`${printed(value)} is neither true nor false`, 'use true or false');
    case 'choice':
      return spec.options.some((option) => option === value)
        ? null
        : wrong(`${printed(value)} is not one of its choices`, `use ${spec.options.join(' or ')}`);
    case 'axes':
    case 'integers':
      return value === null ||
        (Array.isArray(value) &&
          value.length <= MAX_RANK &&
          value.every((n) => Number.isSafeInteger(n)))
        ? null
        : wrong(
            `${printed(value)} is not a list of at most ${MAX_RANK} whole numbers`,
            'use a list such as [0, 1]',
          );
    case 'shape':
      return value === null || isShape(value)
        ? null
        : wrong(
            `${printed(value)} is not a shape`,
            'use a list of sizes and names such as [2, 3] or ["N", 2]',
          );
    case 'tensor': {
      if (value === null) return null;
      const parsed = tensorFromLiteral(value);
      if ('data' in parsed) return null;
      const where = parsed.path.length === 0 ? '' : ` at [${parsed.path.join('][')}]`;
      return wrong(`${parsed.message}${where}`, 'use a number or equally long lists of numbers');
    }
    default:
      return spec satisfies never;
  }
}

/** Names of dimensions: a letter, then letters, digits or underscores, at most 16 characters. */
export const DIM_NAME = /^[A-Za-z][A-Za-z0-9_]{0,15}$/;

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

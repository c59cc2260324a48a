/**
 * Settings: what an operation, an optimizer, a schedule or a data set can be told besides its inputs. One kind of
 * record for all of them, so that each is checked, completed, listed and edited in one way.
 */
import type { AttrValue } from '../graph/document.ts';
import type { Shape } from '../tensor/shape.ts';
import type { TensorLiteral } from '../tensor/tensor.ts';

/** What every setting says about itself. */
interface Described {
  /** One sentence on what it does. */
  readonly help: string;
  /** What people call it; its key, as words, when absent. */
  readonly title?: string;
}

/** A number, possibly whole, possibly within bounds (inclusive). */
export interface NumberSetting extends Described {
  readonly kind: 'number';
  readonly default: number;
  readonly integer?: boolean;
  readonly min?: number;
  readonly max?: number;
  /** As formulas write it; text, not LaTeX. */
  readonly symbol?: string;
  /** What an arrow key adds; a tenth of the size of the default when absent. */
  readonly step?: number;
}

/** A whole number, or null for "as far as it goes", such as the end of a slice. */
export interface OptionalIntegerSetting extends Described {
  readonly kind: 'optionalInteger';
  readonly default: number | null;
}

/** Yes or no. */
export interface BooleanSetting extends Described {
  readonly kind: 'boolean';
  readonly default: boolean;
}

/** One of a few words. */
export interface ChoiceSetting<C extends string = string> extends Described {
  readonly kind: 'choice';
  readonly options: readonly C[];
  readonly default: C;
}

/** A list of axes; negative ones count from the end; null means all of them. */
export interface AxesSetting extends Described {
  readonly kind: 'axes';
  readonly default: readonly number[] | null;
}

/** A list of whole numbers, such as sizes or amounts per axis; null where the operation finds them itself. */
export interface IntegersSetting extends Described {
  readonly kind: 'integers';
  readonly default: readonly number[] | null;
}

/** A shape, dimensions by size or name; null where the shape follows from something else. */
export interface ShapeSetting extends Described {
  readonly kind: 'shape';
  readonly default: Shape | null;
}

/** Numbers written into the document; null where there are none. */
export interface TensorSetting extends Described {
  readonly kind: 'tensor';
  readonly default: TensorLiteral | null;
}

/** One setting. */
export type Setting =
  | NumberSetting
  | OptionalIntegerSetting
  | BooleanSetting
  | ChoiceSetting
  | AxesSetting
  | IntegersSetting
  | ShapeSetting
  | TensorSetting;

/** Settings by name. */
export type Settings = Readonly<Record<string, Setting>>;

/** Settings of optimizers, schedules and data sets, which documents keep as `options`: numbers and truth values. */
export type OptionSettings = Readonly<Record<string, NumberSetting | BooleanSetting>>;

type ValueOf<S extends Setting> = S extends NumberSetting
  ? number
  : S extends OptionalIntegerSetting
    ? number | null
    : S extends BooleanSetting
      ? boolean
      : S extends ChoiceSetting<infer C>
        ? C
        : S extends AxesSetting | IntegersSetting
          ? readonly number[] | null
          : S extends ShapeSetting
            ? Shape | null
            : TensorLiteral | null;

/** A value of the right type for every one of these settings. */
export type SettingValues<S extends Settings> = { readonly [K in keyof S]: ValueOf<S[K]> };

/** Values for options that are not known statically. */
export type OptionValues<S extends OptionSettings = OptionSettings> = SettingValues<S>;

/** Values as documents have them: a missing one has its default. */
export type GivenValues = Readonly<Record<string, AttrValue>>;

type NumberTraits = Omit<NumberSetting, 'kind' | 'default' | 'help' | 'integer'>;

/** Builders, so that settings read as a table. */
export const setting = {
  number: (value: number, help: string, traits: NumberTraits = {}): NumberSetting => ({
    kind: 'number',
    default: value,
    help,
    ...traits,
  }),
  integer: (value: number, help: string, traits: NumberTraits = {}): NumberSetting => ({
    kind: 'number',
    integer: true,
    default: value,
    help,
    ...traits,
  }),
  optionalInteger: (value: number | null, help: string): OptionalIntegerSetting => ({
    kind: 'optionalInteger',
    default: value,
    help,
  }),
  boolean: (
    value: boolean,
    help: string,
    traits: Pick<Described, 'title'> = {},
  ): BooleanSetting => ({
    kind: 'boolean',
    default: value,
    help,
    ...traits,
  }),
  choice: <const C extends string>(
    options: readonly [C, ...C[]],
    help: string,
  ): ChoiceSetting<C> => ({
    kind: 'choice',
    options,
    default: options[0],
    help,
  }),
  axes: (value: readonly number[] | null, help: string): AxesSetting => ({
    kind: 'axes',
    default: value,
    help,
  }),
  integers: (value: readonly number[] | null, help: string): IntegersSetting => ({
    kind: 'integers',
    default: value,
    help,
  }),
  shape: (value: Shape | null, help: string): ShapeSetting => ({
    kind: 'shape',
    default: value,
    help,
  }),
  tensor: (value: TensorLiteral | null, help: string): TensorSetting => ({
    kind: 'tensor',
    default: value,
    help,
  }),
};

/** What people call a setting: its title, or its key as words (`keepDims`: keep dims), with its symbol. */
export function settingLabel(name: string, spec: Setting): string {
  const title = spec.title ?? name.replace(/([A-Z])/g, (capital) => ` ${capital.toLowerCase()}`);
  return spec.kind === 'number' && spec.symbol !== undefined ? `${title} ${spec.symbol}` : title;
}

/** What an arrow key adds: what the setting says, else a tenth of the order of magnitude of its default. */
export function settingStep({ step, integer, default: usual }: NumberSetting): number {
  if (step !== undefined) return step;
  const magnitude = usual === 0 ? 0.01 : 10 ** Math.floor(Math.log10(Math.abs(usual)) - 1);
  return integer === true ? Math.max(1, magnitude) : magnitude;
}

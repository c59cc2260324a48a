/** What can be set about an optimizer or a schedule: names, symbols, defaults and ranges, as data. */
import { suggestion } from '../graph/nearest-name.ts';
import { printable } from '../graph/printable.ts';
import type { Fault } from '../graph/problem.ts';

/** A number that can be set; the range includes its ends. */
export interface NumberOption {
  readonly kind: 'number';
  readonly title: string;
  /** As in the rule; text, not LaTeX. */
  readonly symbol: string;
  readonly default: number;
  readonly min: number;
  readonly max: number;
  /** Only whole numbers. */
  readonly whole?: boolean;
}

/** Something that is on or off. */
export interface FlagOption {
  readonly kind: 'flag';
  readonly title: string;
  readonly default: boolean;
}

/** Either. */
export type OptionSpec = NumberOption | FlagOption;

/** Options by name. */
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** A value for each option. */
export type OptionValues<S extends OptionSpecs = OptionSpecs> = {
  readonly [K in keyof S]: S[K] extends NumberOption
    ? number
    : S[K] extends FlagOption
      ? boolean
      : number | boolean;
};

/** Options as documents have them: a missing one has its default. */
export type GivenOptions = Readonly<Record<string, number | boolean>>;

/** Every option with its value; what was not given has its default. */
export function completeOptions(specs: OptionSpecs, given: GivenOptions = {}): OptionValues {
  const values: Record<string, number | boolean> = {};
  for (const [name, spec] of Object.entries(specs)) {
    values[name] = Object.hasOwn(given, name) ? given[name] : spec.default;
  }
  return values;
}

/** What is wrong with the options of `owner`, one fault an option. */
export function optionFaults(
  owner: string,
  specs: OptionSpecs,
  given: GivenOptions = {},
): readonly Fault[] {
  return Object.entries(given).flatMap(([name, value]): Fault[] => {
    if (!Object.hasOwn(specs, name)) {
      const message = `${owner} has no option ${printable(name, 40)}`;
      const hint = suggestion(name, Object.keys(specs), 'leave it out');
      return [{ code: 'unknown-option', message, hint }];
    }
    const fault = valueFault(name, specs[name], value);
    return fault === null ? [] : [{ ...fault, message: `${owner}: ${fault.message}` }];
  });
}

function valueFault(name: string, spec: OptionSpec, value: number | boolean): Fault | null {
  const fault = (message: string, hint: string): Fault => ({ code: 'bad-option', message, hint });
  if (spec.kind === 'flag') {
    if (typeof value === 'boolean') return null;
    return fault(`${name} is ${value}`, 'use true or false');
  }
  const { min, max, whole } = spec;
  const fits = typeof value === 'number' && (whole === true ? Number.isSafeInteger(value) : true);
  if (fits && value >= min && value <= max) return null;
  const kind = whole === true ? 'a whole number' : 'a number';
  return fault(`${name} is ${value}`, `use ${kind} from ${min} to ${max}`);
}

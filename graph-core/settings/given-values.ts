/** Values as a document gives them, for settings that are known: completed, checked, brought within their bounds. */

import type { Fault } from '../graph/problem.ts';
import { suggestion } from '../graph/wording/nearest-name.ts';
import { printable } from '../graph/wording/printable.ts';
import type {
  GivenValues,
  NumberSetting,
  OptionSettings,
  Setting,
  Settings,
  SettingValues,
} from './setting.ts';
import { settingFault } from './setting-fault.ts';

/** Every setting with its value; what was not given has its default. */
export function completeValues<S extends Settings>(
  specs: S,
  given: GivenValues = {},
): SettingValues<S> {
  const values: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(specs)) {
    values[name] = Object.hasOwn(given, name) ? given[name] : spec.default;
  }
  // Given values have been checked by `settingFault`, which the type system cannot know.
  return values as SettingValues<S>;
}

/** Every number with its value, whole where it has to be and no farther than its bounds. */
export function boundedValues<S extends Readonly<Record<string, NumberSetting>>>(
  specs: S,
  given: Readonly<Record<string, number>> = {},
): SettingValues<S> {
  const values = Object.entries(completeValues(specs, given)).map(([name, value]) => {
    const { integer, min = -Infinity, max = Infinity } = specs[name];
    const whole = integer === true ? Math.round(Number(value)) : Number(value);
    return [name, Math.max(min, Math.min(max, whole))] as const;
  });
  return Object.fromEntries(values) as SettingValues<S>;
}

/** What is wrong with the options of `owner`, one fault an option. */
export function optionFaults(
  owner: string,
  specs: OptionSettings,
  given: GivenValues = {},
): readonly Fault[] {
  return Object.entries(given).flatMap(([name, value]): Fault[] => {
    if (!Object.hasOwn(specs, name)) {
      const message = `${owner} has no option ${printable(name, 40)}`;
      const hint = suggestion(name, Object.keys(specs), 'leave it out');
      return [{ code: 'unknown-option', message, hint }];
    }
    if (settingFault(name, specs[name], value) === null) return [];
    const message = `${owner}: ${name} is ${value}`;
    return [{ code: 'bad-option', message, hint: `use ${rangeOf(specs[name])}` }];
  });
}

/** `a whole number from 1 to 5`. */
function rangeOf(spec: Setting): string {
  if (spec.kind !== 'number') return 'true or false';
  const { integer, min = -Infinity, max = Infinity } = spec;
  return `${integer === true ? 'a whole number' : 'a number'} from ${min} to ${max}`;
}

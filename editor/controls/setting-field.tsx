/**
 * One setting of an operation, an optimizer, a schedule or a data set, edited as its spec asks for. It stands here
 * and not among the widgets, for it knows what a setting is and what an undo entry is; panels share it.
 */
import type { AttrValue } from '../../graph-core/graph/document.ts';
import { type Setting, settingLabel, settingStep } from '../../graph-core/settings/setting.ts';
import { settingFault } from '../../graph-core/settings/setting-fault.ts';
import { Checkbox } from '../widgets/checkbox.tsx';
import { Choice } from '../widgets/choice.tsx';
import { readNumber } from '../widgets/read-number.ts';
import { TextField } from '../widgets/text-field.tsx';
import { readList, readLiteral } from './read-literal.ts';
import { SettingNumber } from './setting-number.tsx';

export interface SettingFieldProps {
  readonly name: string;
  readonly spec: Setting;
  readonly value: AttrValue;
  /** Changes of one gesture share it, so that they become one undo entry. */
  readonly onChange: (value: AttrValue, gesture?: string) => void;
}

export function SettingField({ name, spec, value, onChange }: SettingFieldProps) {
  const label = settingLabel(name, spec);
  switch (spec.kind) {
    case 'number':
      return (
        <div title={spec.help}>
          <SettingNumber
            label={label}
            value={typeof value === 'number' ? value : spec.default}
            integer={spec.integer}
            min={spec.min}
            max={spec.max}
            step={settingStep(spec)}
            onChange={onChange}
          />
        </div>
      );
    case 'boolean':
      return (
        <Checkbox checked={value === true} help={spec.help} onChange={(next) => onChange(next)}>
          {label}
        </Checkbox>
      );
    case 'choice':
      return (
        <Choice
          label={label}
          value={String(value)}
          options={spec.options.map((option) => ({ value: option, label: words(option) }))}
          help={spec.help}
          onChange={(next) => onChange(next)}
        />
      );
    case 'axes':
    case 'integers':
    case 'shape':
    case 'tensor':
    case 'optionalInteger':
      return <WrittenSetting name={name} spec={spec} value={value} onChange={onChange} />;
    default:
      return spec satisfies never;
  }
}

/** `heNormal` as words: `he normal`. */
function words(option: string): string {
  return option.replace(/([A-Z])/g, (capital) => ` ${capital.toLowerCase()}`);
}

type WrittenSpec = Exclude<Setting, { kind: 'number' | 'boolean' | 'choice' }>;

/** How a setting that is typed as text is written and read. */
interface Writing {
  readonly hint: string;
  /** What stands for nothing. */
  readonly empty: string;
  readonly print: (value: AttrValue) => string;
  /** What cannot be read stays text, which the setting's check then refuses. */
  readonly read: (text: string) => AttrValue;
}

const printList = (value: AttrValue): string => (Array.isArray(value) ? value.join(', ') : '');

/** Whole numbers separated by commas; nothing at all is null. */
const INTEGERS: Writing = {
  hint: 'whole numbers, as in 0, 1',
  empty: 'automatic',
  print: printList,
  read: readList,
};

const WRITINGS: Readonly<Record<WrittenSpec['kind'], Writing>> = {
  axes: { ...INTEGERS, empty: 'all' },
  integers: INTEGERS,
  shape: { ...INTEGERS, hint: 'sizes or names, as in N, 2' },
  tensor: {
    hint: 'a number, or lists as in [[1, 2], [3, 4]]',
    empty: 'none',
    print: (value) => (value === null ? '' : JSON.stringify(value).replaceAll(',', ', ')),
    read: readLiteral,
  },
  optionalInteger: {
    hint: 'a whole number, or nothing',
    empty: 'automatic',
    print: (value) => (value === null ? '' : String(value)),
    read: (text) => (text.trim() === '' ? null : (readNumber(text).value ?? text)),
  },
};

function WrittenSetting({
  name,
  spec,
  value,
  onChange,
}: SettingFieldProps & { readonly spec: WrittenSpec }) {
  const label = settingLabel(name, spec);
  const { hint, empty, print, read } = WRITINGS[spec.kind];
  return (
    <TextField
      label={label}
      text={print(value)}
      hint={hint}
      placeholder={empty}
      help={spec.help}
      accept={(text) => {
        const next = read(text);
        const fault = settingFault(label, spec, next);
        if (fault !== null) return `${fault.message}; ${fault.hint}`;
        onChange(next);
        return null;
      }}
    />
  );
}

/** One attribute of a node, edited by the widget its spec asks for. */
import { useId, useRef } from 'react';
import type { AttrValue } from '../../../graph-core/graph/document.ts';
import { type Setting, settingLabel } from '../../../graph-core/settings/setting.ts';
import { settingFault } from '../../../graph-core/settings/setting-fault.ts';
import { giveUpGesture } from '../../state/document/document-store.ts';
import { NumberField } from '../../widgets/number-field.tsx';
import { readNumber } from '../../widgets/read-number.ts';
import { useTypedText } from '../../widgets/typed-text.ts';
import { readList, readLiteral } from './read-literal.ts';

interface AttributeFieldProps {
  readonly name: string;
  readonly spec: Setting;
  readonly value: AttrValue;
  /** Changes of one gesture share it, so that they become one undo entry. */
  readonly onChange: (value: AttrValue, gesture?: string) => void;
}

export function AttributeField({ name, spec, value, onChange }: AttributeFieldProps) {
  const id = useId();
  const gesture = useRef<string | undefined>(undefined);
  switch (spec.kind) {
    case 'number':
      return (
        <div title={spec.help}>
          <NumberField
            inline
            label={settingLabel(name, spec)}
            value={typeof value === 'number' ? value : spec.default}
            integer={spec.integer}
            min={spec.min}
            max={spec.max}
            onChange={(next) => onChange(next, gesture.current)}
            onScrubStart={() => {
              gesture.current = `scrub ${id} ${performance.now()}`;
            }}
            onScrubEnd={() => {
              gesture.current = undefined;
            }}
            onScrubGiveUp={() => {
              if (gesture.current !== undefined) giveUpGesture(gesture.current);
              gesture.current = undefined;
            }}
          />
        </div>
      );
    case 'boolean':
      return (
        <label className="checkbox" title={spec.help}>
          <input
            type="checkbox"
            checked={value === true}
            onChange={(event) => onChange(event.target.checked)}
          />
          {settingLabel(name, spec)}
        </label>
      );
    case 'choice':
      return (
        <div className="field field-inline" title={spec.help}>
          <label className="field-label" htmlFor={id}>
            {settingLabel(name, spec)}
          </label>
          <select
            id={id}
            className="field-input"
            value={String(value)}
            onChange={(event) => onChange(event.target.value)}
          >
            {spec.options.map((option) => (
              <option key={option} value={option}>
                {option.replace(/([A-Z])/g, (capital) => ` ${capital.toLowerCase()}`)}
              </option>
            ))}
          </select>
        </div>
      );
    case 'axes':
    case 'integers':
      return (
        <ListField
          name={settingLabel(name, spec)}
          spec={spec}
          value={value}
          empty={spec.kind === 'axes' ? 'all' : 'automatic'}
          onChange={onChange}
        />
      );
    case 'shape':
      return (
        <ListField
          name={settingLabel(name, spec)}
          spec={spec}
          value={value}
          empty="automatic"
          onChange={onChange}
        />
      );
    case 'tensor':
      return (
        <TensorText name={settingLabel(name, spec)} spec={spec} value={value} onChange={onChange} />
      );
    case 'optionalInteger':
      return (
        <CommittedText
          name={settingLabel(name, spec)}
          spec={spec}
          hint="a whole number, or nothing"
          placeholder="automatic"
          text={value === null ? '' : String(value)}
          read={(text) => (text.trim() === '' ? null : (readNumber(text).value ?? text))}
          onChange={onChange}
        />
      );
    default:
      return spec satisfies never;
  }
}

interface TextFieldProps {
  readonly name: string;
  readonly spec: Setting;
  readonly value: AttrValue;
  readonly onChange: (value: AttrValue) => void;
}

/** Whole numbers (and names, in shapes) separated by commas; nothing at all is null. */
function ListField({
  name,
  spec,
  value,
  empty,
  onChange,
}: TextFieldProps & { readonly empty: string }) {
  return (
    <CommittedText
      name={name}
      spec={spec}
      hint={spec.kind === 'shape' ? 'sizes or names, as in N, 2' : 'whole numbers, as in 0, 1'}
      placeholder={empty}
      text={Array.isArray(value) ? value.join(', ') : ''}
      read={readList}
      onChange={onChange}
    />
  );
}

/** Numbers as nested lists. */
function TensorText({ name, spec, value, onChange }: TextFieldProps) {
  return (
    <CommittedText
      name={name}
      spec={spec}
      hint="a number, or lists as in [[1, 2], [3, 4]]"
      placeholder="none"
      text={value === null ? '' : JSON.stringify(value).replaceAll(',', ', ')}
      read={readLiteral}
      onChange={onChange}
    />
  );
}

interface CommittedTextProps {
  readonly name: string;
  readonly spec: Setting;
  readonly hint: string;
  readonly placeholder: string;
  readonly text: string;
  readonly read: (text: string) => AttrValue;
  readonly onChange: (value: AttrValue) => void;
}

/** Longest text put into a field; larger tensors are edited in their file. */
const LONGEST = 20_000;

/** A text that takes effect on Enter or when the field is left, and says what is wrong with it. */
function CommittedText({
  name,
  spec,
  hint,
  placeholder,
  text,
  read,
  onChange,
}: CommittedTextProps) {
  const id = useId();
  const tooLong = text.length > LONGEST;
  const typed = useTypedText((draft) => {
    const value = read(draft);
    const found = settingFault(name, spec, value);
    if (found !== null) return `${found.message}; ${found.hint}`;
    onChange(value);
    return null;
  });

  return (
    <div className="field" title={spec.help}>
      <label className="field-label" htmlFor={id}>
        {name}
      </label>
      <input
        id={id}
        className="field-input"
        type="text"
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder}
        disabled={tooLong}
        value={
          tooLong ? `${text.length} characters; change them in the file` : (typed.text ?? text)
        }
        aria-invalid={typed.fault === null ? undefined : true}
        aria-describedby={`${id}-hint`}
        onChange={(event) => typed.type(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') typed.take();
          else if (event.key === 'Escape' && typed.text !== null) {
            event.stopPropagation();
            typed.giveUp();
          }
        }}
        onBlur={() => typed.take()}
      />
      <span id={`${id}-hint`} className={typed.fault === null ? 'field-hint' : 'field-error'}>
        {typed.fault ?? hint}
      </span>
    </div>
  );
}

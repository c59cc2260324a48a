/** A text that takes effect on Enter or when the field is left, and says what is wrong with it. */
import { useId } from 'react';
import { useTypedText } from './typed-text.ts';

export interface TextFieldProps {
  readonly label: string;
  /** What the field holds. */
  readonly text: string;
  /** Puts a text to use, or says why not. */
  readonly accept: (text: string) => string | null;
  /** How it is written; the fault takes its place. */
  readonly hint: string;
  readonly placeholder: string;
  /** A tooltip. */
  readonly help?: string | undefined;
}

/** Longest text put into a field; longer ones are edited in their file. */
const LONGEST = 20_000;

export function TextField({ label, text, accept, hint, placeholder, help }: TextFieldProps) {
  const id = useId();
  const typed = useTypedText(accept);
  const tooLong = text.length > LONGEST;
  return (
    <div className="field" title={help}>
      <label className="field-label" htmlFor={id}>
        {label}
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

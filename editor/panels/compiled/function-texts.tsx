/** The WebAssembly of the loop, function by function. */
import { useState } from 'react';
import type { FunctionText } from '../../../graph-core/training/look/compiled-description.ts';
import { copyText } from '../../state/look/copy-text.ts';
import { notify } from '../../state/look/notices.ts';
import { Choice } from '../../widgets/choice.tsx';
import { NumberedText } from './numbered-text.tsx';

export interface FunctionTextsProps {
  readonly functions: readonly FunctionText[];
  /** The function shown before another is chosen; `run` where it has none. */
  readonly first: string;
}

export function FunctionTexts({ functions, first }: FunctionTextsProps) {
  const has = (wanted: string) => functions.some(({ name }) => name === wanted);
  const [chosen, setChosen] = useState(has(first) ? first : 'run');
  const shown = functions.find(({ name }) => name === chosen) ?? functions[functions.length - 1];
  const alone = functions.length === 1;
  return (
    <div className="compiled-column">
      <div className="compiled-choice">
        <Choice
          look="bar"
          label="function"
          value={shown.name}
          options={functions.map(({ name }) => ({ value: name, label: name }))}
          onChange={setChosen}
        />
        <button type="button" className="button" onClick={() => void copy(shown)}>
          Copy
        </button>
        <p className="quiet">
          {alone
            ? 'This step is so small that all kernels are written into one function; nothing is called.'
            : 'run does whole steps and calls the kernels in their order; JavaScript calls only run.'}
        </p>
      </div>
      <NumberedText label={`Function ${shown.name}`} text={shown.text} />
    </div>
  );
}

async function copy({ name, text }: FunctionText): Promise<void> {
  if (await copyText(text)) notify('done', `Copied the function ${name}`);
  else notify('refused', 'The browser does not let this page copy', 'Select the text and copy it.');
}

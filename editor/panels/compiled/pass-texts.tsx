/** What each pass of the compiler left, one after the other. */
import { useState } from 'react';
import type { StageDescription } from '../../../graph-core/training/look/compiled-description.ts';
import { Segmented } from '../../widgets/segmented.tsx';
import { PASSES } from './families.ts';
import { NumberedText } from './numbered-text.tsx';

export function PassTexts({ stages }: { readonly stages: readonly StageDescription[] }) {
  const [chosen, setChosen] = useState(stages.at(-1)?.name ?? '');
  const stage = stages.find(({ name }) => name === chosen) ?? stages[0];
  return (
    <div className="compiled-column">
      <div className="compiled-choice">
        <Segmented
          label="Pass"
          options={stages.map(({ name, kernels }) => ({
            value: name,
            label: `${name} ${kernels}`,
          }))}
          value={stage.name}
          onChange={setChosen}
        />
        <p className="quiet">{PASSES[stage.name]} The number counts the loops that are left.</p>
      </div>
      <NumberedText label={`After ${stage.name}`} text={stage.text} />
    </div>
  );
}

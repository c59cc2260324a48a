/** A rule, typeset or as code, with a sentence on what it does and whose variant it is. */
import { useState } from 'react';
import { lineCode, lineLatex } from '../../../../graph-core/explain/rule-line.ts';
import type { OptionSettings } from '../../../../graph-core/settings/setting.ts';
import type { RuleLine } from '../../../../graph-core/updates/rule.ts';
import { FormulaLines } from '../../../widgets/formula-card.tsx';
import { Segmented } from '../../../widgets/segmented.tsx';

const LOOKS = [
  { value: 'formula', label: 'Formula' },
  { value: 'code', label: 'Code' },
] as const;

export interface RuleViewProps {
  readonly summary: string;
  readonly lines: readonly RuleLine[];
  /** Of the optimizer or schedule: their symbols stand in the rule. */
  readonly options: OptionSettings;
  readonly convention: string;
}

export function RuleView({ summary, lines, options, convention }: RuleViewProps) {
  const [look, setLook] = useState<(typeof LOOKS)[number]['value']>('formula');
  return (
    <div className="rule">
      <p className="field-hint">{summary}</p>
      <Segmented label="How the rule is written" options={LOOKS} value={look} onChange={setLook} />
      {look === 'formula' ? (
        <div className="rule-lines">
          <FormulaLines
            lines={lines.map((line) => ({
              tex: lineLatex(line, options),
              spoken: lineCode(line),
            }))}
          />
        </div>
      ) : (
        <pre className="rule-lines rule-code">{lines.map(lineCode).join('\n')}</pre>
      )}
      <p className="field-hint">{convention}</p>
    </div>
  );
}

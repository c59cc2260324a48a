/** How weights change: optimizer, learning rate and schedule with their numbers, the rule, the rate as a curve. */
import './optimizer.css';
import type { RuleSettings, TrainingSettings } from '../../../../graph-core/graph/document.ts';
import { MAX_EXAMPLES } from '../../../../graph-core/graph/limits.ts';
import { completeValues } from '../../../../graph-core/settings/given-values.ts';
import {
  type OptionSettings,
  settingLabel,
  settingStep,
} from '../../../../graph-core/settings/setting.ts';
import {
  DEFAULT_OPTIMIZER,
  OPTIMIZERS,
  optimizerDef,
} from '../../../../graph-core/updates/optimizers/optimizers.ts';
import { scheduleOptions } from '../../../../graph-core/updates/schedules/schedule.ts';
import {
  DEFAULT_SCHEDULE,
  SCHEDULES,
  scheduleDef,
} from '../../../../graph-core/updates/schedules/schedules.ts';
import { changeTraining } from '../../../state/document/training-edits.ts';
import { RuleView } from './optimizer-rule.tsx';
import { RateCurve } from './rate-curve-view.tsx';
import { Choice, SettingNumber } from './setting-fields.tsx';

const titles = (records: Readonly<Record<string, { readonly title: string }>>) =>
  Object.entries(records).map(([value, { title }]) => ({ value, label: title }));

export function OptimizerSection({ settings }: { readonly settings: TrainingSettings }) {
  const optimizer = settings.optimizer ?? { kind: DEFAULT_OPTIMIZER };
  const schedule = settings.schedule ?? { kind: DEFAULT_SCHEDULE };
  const rule = optimizerDef(optimizer.kind);
  const decay = scheduleDef(schedule.kind);
  return (
    <>
      <section className="panel-section" aria-label="Optimizer">
        <h2 className="panel-heading">Optimizer</h2>
        <Choice
          label="optimizer"
          value={optimizer.kind}
          options={titles(OPTIMIZERS)}
          onChange={(kind) => changeTraining({ optimizer: { kind } })}
        />
        <SettingNumber
          label="learning rate"
          value={settings.rate}
          min={0}
          step={0.01}
          onChange={(rate, gesture) => changeTraining({ rate }, gesture)}
        />
        {rule !== null && (
          <OptionFields
            specs={rule.options}
            settings={optimizer}
            onChange={(next, gesture) => changeTraining({ optimizer: next }, gesture)}
          />
        )}
        <SettingNumber
          label="batch size"
          value={settings.batch}
          integer
          min={1}
          max={MAX_EXAMPLES}
          onChange={(batch, gesture) => changeTraining({ batch }, gesture)}
        />
        <SettingNumber
          label="shuffle seed"
          value={settings.seed}
          integer
          min={0}
          onChange={(seed, gesture) => changeTraining({ seed }, gesture)}
        />
        {rule !== null && (
          <RuleView
            summary={`${rule.summary} A usual rate is ${rule.usualRate}.`}
            lines={rule.rule(completeValues(rule.options, optimizer.options))}
            options={rule.options}
            convention={rule.convention}
          />
        )}
      </section>
      <section className="panel-section" aria-label="Schedule">
        <h2 className="panel-heading">Schedule of the learning rate</h2>
        <Choice
          label="schedule"
          value={schedule.kind}
          options={titles(SCHEDULES)}
          onChange={(kind) => changeTraining({ schedule: { kind } })}
        />
        {decay !== null && (
          <>
            <OptionFields
              specs={scheduleOptions(decay)}
              settings={schedule}
              onChange={(next, gesture) => changeTraining({ schedule: next }, gesture)}
            />
            <RateCurve def={decay} settings={schedule} base={settings.rate} />
          </>
        )}
      </section>
    </>
  );
}

interface OptionFieldsProps {
  readonly specs: OptionSettings;
  readonly settings: RuleSettings;
  readonly onChange: (next: RuleSettings, gesture?: string) => void;
}

/** A field for each option; only what was changed is written into the document. */
function OptionFields({ specs, settings: { kind, options }, onChange }: OptionFieldsProps) {
  const values = completeValues(specs, options);
  const change = (name: string, value: number | boolean, gesture?: string): void =>
    onChange({ kind, options: { ...options, [name]: value } }, gesture);
  return Object.entries(specs).map(([name, spec]) =>
    spec.kind === 'boolean' ? (
      <label key={name} className="checkbox">
        <input
          type="checkbox"
          checked={values[name] === true}
          onChange={(event) => change(name, event.target.checked)}
        />
        {settingLabel(name, spec)}
      </label>
    ) : (
      <SettingNumber
        key={name}
        label={settingLabel(name, spec)}
        value={Number(values[name])}
        integer={spec.integer === true}
        min={spec.min}
        max={spec.max}
        step={settingStep(spec)}
        onChange={(value, gesture) => change(name, value, gesture)}
      />
    ),
  );
}
